"""Are there words for whatever may happen, and does every value find its place?"""

import string
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import pytest

from grpc_services.alarms.rules import RULES, spoken
from grpc_services.alarms.texts import TEXTS, digest, letter, told

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def sample(kind: Any) -> Any:
    """Something of a type; numbers have separators when they are shown."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        fields = msgspec.structs.fields(kind)
        return kind(**{field.name: sample(hints[field.name]) for field in fields})
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    plain = {int: 1_234_567, str: "007", bool: True, datetime: NOW}
    if kind in plain:
        return plain[kind]
    inner = [part for part in get_args(kind) if part is not type(None)]
    made = sample(inner[0])
    return [made] if "list" in str(kind) else made


def samples(fact: Any) -> list[Any]:
    """A fact with all that it may tell, without each thing that it may leave open, as each kind."""
    whole, hints = sample(fact), get_type_hints(fact)
    others = [(name, None) for name, hint in hints.items() if type(None) in get_args(hint)]
    for name, hint in hints.items():
        if get_origin(hint) is Literal:
            others += [(name, value) for value in get_args(hint)[1:]]
    return [whole, *(msgspec.structs.replace(whole, **{name: value}) for name, value in others)]


ALARMS = [
    (rule.__name__, alarm)
    for fact, rules in RULES.items()
    for rule in rules
    for one in samples(fact)
    for alarm in rule(one)
]


#: Values that are not for readers.
FOR_PROGRAMS = {"toldAt", "noticeId"}


def places(text: str) -> set[str | None]:
    return {place for _, place, _, _ in string.Formatter().parse(text) if place}


@pytest.mark.parametrize("language", ["ko", "en"])
class TestTheWords:
    @pytest.mark.parametrize(("rule", "alarm"), ALARMS, ids=lambda value: str(value)[:40])
    def test_hold_the_values_that_the_rule_gives_and_no_others(self, rule, alarm, language):
        goods = {"goods": "1984"} if alarm.goods_id is not None else {}
        values = spoken({**alarm.values, **goods}, language)
        title, text = told(alarm.template or alarm.kind, language, values)
        for name, value in values.items():
            is_shown = (f"{value:,}" if isinstance(value, int) else value) in text
            assert is_shown is (name not in FOR_PROGRAMS)
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
        mail = {"name": "Ann", "title": "T", "text": "hello", "unsubscribe_url": "https://u"}
        for language, greeting in (("ko", "Ann님,"), ("en", "Hello Ann,")):
            subject, text = letter(language, **mail)
            assert subject == "[PIKCUR] T"
            assert text.startswith(f"{greeting}\n\nhello\n\n")
            assert text.endswith(": https://u\n")

    def test_of_a_digest_hold_what_there_is_room_for(self):
        told = [("Outbid", "one"), ("Paid", "two"), ("Won", "three")]
        assert digest("en", text="3:", told=told, most=3).splitlines()[2:] == [
            "- Outbid: one", "- Paid: two", "- Won: three",
        ]  # fmt: skip
        assert digest("en", text="3:", told=told, most=1).endswith("- Outbid: one\nAnd 2 more.")
