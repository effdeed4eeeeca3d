"""Are there words for whatever may happen, and does every value find its place?"""

import string
from datetime import UTC, datetime
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from grpc_services.alarms.rules import RULES
from grpc_services.alarms.texts import TEXTS, letter, told

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def sample(kind: Any) -> Any:
    """Something of a type; numbers have separators when they are shown."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        fields = msgspec.structs.fields(kind)
        return kind(**{field.name: sample(hints[field.name]) for field in fields})
    plain = {int: 1_234_567, str: "007", bool: True, datetime: NOW}
    if kind in plain:
        return plain[kind]
    inner = [part for part in get_args(kind) if part is not type(None)]
    made = sample(inner[0])
    return [made] if "list" in str(kind) else made


ALARMS = [
    (rule.__name__, alarm)
    for fact, rules in RULES.items()
    for rule in rules
    for alarm in rule(sample(fact))
]


def places(text: str) -> set[str | None]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place}


@pytest.mark.parametrize("language", ["ko", "en"])
class TestTheWords:
    @pytest.mark.parametrize(("rule", "alarm"), ALARMS, ids=lambda value: str(value)[:40])
    def test_hold_the_values_that_the_rule_gives_and_no_others(self, rule, alarm, language):
        goods = {"goods": "1984"} if alarm.goods_id is not None else {}
        title, text = told(alarm.template or alarm.kind, language, {**alarm.values, **goods})
        for value in {**alarm.values, **goods}.values():
            assert (f"{value:,}" if isinstance(value, int) else value) in text
        assert "{" not in title + text


class TestTheTexts:
    def test_are_of_use_every_one(self):
        assert {alarm.template or str(alarm.kind) for _, alarm in ALARMS} == set(TEXTS)


class TestTheRules:
    def test_are_all_tried_here(self):
        assert {name for name, _ in ALARMS} == {
            rule.__name__ for rules in RULES.values() for rule in rules
        }


class TestBothLanguages:
    @pytest.mark.parametrize("template", TEXTS)
    def test_say_the_same(self, template):
        korean, english = TEXTS[template]["ko"], TEXTS[template]["en"]
        assert korean != english
        assert places(korean[1]) == places(english[1])

    def test_are_korean_for_any_other_language(self):
        assert told("SHIPPED", "fr", {"goods": "책"}) == told("SHIPPED", "ko", {"goods": "책"})

    def test_greet_their_reader(self):
        mail = {"name": "Ann", "title": "T", "text": "hello"}
        assert letter("ko", **mail) == ("[PIKCUR] T", "Ann님,\n\nhello\n")
        assert letter("en", **mail) == ("[PIKCUR] T", "Hello Ann,\n\nhello\n")
