"""What is an alarm before it has words, and which rules raise it?"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.facts import Fact


class InBoth(NamedTuple):
    """A value that is one text for readers of Korean, and another for readers of English."""

    ko: str
    en: str


def spoken(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    """This function will give values as they are told in a language."""
    chosen = InBoth._fields.index("en" if language == "en" else "ko")
    return {
        name: value[chosen] if isinstance(value, InBoth) else value
        for name, value in values.items()
    }


@dataclass(frozen=True)
class Alarm:
    """One message to one member, before it has words; its goods' name is added to the values."""

    member_id: int
    kind: AlarmKind
    goods_id: int | None = None
    order_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    #: Where one kind is told in several ways.
    template: str | None = None
    store_id: int | None = None
    question_id: int | None = None


@dataclass(frozen=True)
class Announcement:
    """What very many are to hear: whoever is tied to `audience_id`, as `kind` says."""

    kind: AlarmKind
    audience_id: int
    #: What they could buy, if that is what it is about, and from whom.
    goods_id: int | None
    store_id: int | None
    values: dict[str, Any]


Rule = Callable[[Any], Iterator[Alarm]]
RULES: dict[type[Fact], list[Rule]] = defaultdict(list)
Announcer = Callable[[Any], Iterator[Announcement]]
ANNOUNCED: dict[type[Fact], Announcer] = {}


def announces(fact: type[Fact]) -> Callable[[Announcer], Announcer]:
    """This function will have very many hear of a fact, by and by."""

    def decorate(announcer: Announcer) -> Announcer:
        ANNOUNCED[fact] = announcer
        return announcer

    return decorate


def hears(fact: type[Fact]) -> Callable[[Rule], Rule]:
    def decorate(rule: Rule) -> Rule:
        RULES[fact].append(rule)
        return rule

    return decorate


def of_order(
    order: Any, member_id: int, kind: AlarmKind, template: str | None = None, **values: int | str
) -> Alarm:
    """This function will make an alarm of an order, or of what happened to one."""
    return Alarm(member_id, kind, order.goods_id, order.order_id, values, template)
