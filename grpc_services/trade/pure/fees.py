"""What does a sale cost its seller? Rules and a price in, lines out; whole won, rounded down."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


class Scope(enum.StrEnum):
    """For whose sales a rule is."""

    ALL = "ALL"
    #: Of all businesses, or of all others.
    SELLER_KIND = "SELLER_KIND"
    #: Goods of a category, or of one below it.
    CATEGORY = "CATEGORY"
    SELLER = "SELLER"


@dataclass(frozen=True)
class Rule:
    """What is asked under a name from a moment on: a part of the price, or so many won."""

    rule_id: int
    name: str
    scope: Scope
    #: The category, the seller or their kind; nothing of ALL.
    subject: int | str | None
    percent: Decimal | None
    fixed: int | None
    min: int
    max: int | None
    #: In percent of what is left of the fee without it.
    vat: int
    valid_from: datetime


@dataclass(frozen=True)
class Sold:
    """What a rule may look at; the category comes before the one that it is part of."""

    price: int
    seller_id: int
    seller_kind: str
    category_ids: Sequence[int]


@dataclass(frozen=True)
class Fee:
    """What a seller pays under a name, and how much of it is value added tax."""

    name: str
    amount: int
    vat: int


def fees_of(sold: Sold, rules: Iterable[Rule]) -> list[Fee]:
    """
    This function will tell what is asked for a sale, by name; together never more than its price.

    Of rules of one name the most specific holds, of equal ones the one that came last.
    """
    return list(_within(sold.price, _asked(sold, _holding(sold, rules))))


def kept_of(fees: Iterable[Fee], *, held: int, total: int) -> list[Fee]:
    """This function will tell what is left of fees when so much of a total was not given back."""
    parts = [Fee(fee.name, fee.amount * held // total, fee.vat * held // total) for fee in fees]
    return [part for part in parts if part.amount]


def _holding(sold: Sold, rules: Iterable[Rule]) -> Mapping[str, Rule]:
    meant = [rule for rule in rules if rule.subject in _subjects(sold)[rule.scope]]
    meant.sort(key=lambda rule: (_rank(rule, sold), rule.valid_from, rule.rule_id))
    return {rule.name: rule for rule in meant}


def _subjects(sold: Sold) -> Mapping[Scope, Sequence[int | str | None]]:
    """The least specific scope first, and of each what is most specific."""
    return {
        Scope.ALL: [None],
        Scope.SELLER_KIND: [sold.seller_kind],
        Scope.CATEGORY: sold.category_ids,
        Scope.SELLER: [sold.seller_id],
    }


def _rank(rule: Rule, sold: Sold) -> tuple[int, int]:
    subjects = _subjects(sold)
    return list(subjects).index(rule.scope), -subjects[rule.scope].index(rule.subject)


def _asked(sold: Sold, holding: Mapping[str, Rule]) -> Iterator[tuple[Rule, int]]:
    for _, rule in sorted(holding.items()):
        asked = rule.fixed if rule.percent is None else int(sold.price * rule.percent / 100)
        least = max(asked or 0, rule.min)
        yield rule, least if rule.max is None else min(least, rule.max)


def _within(price: int, asked: Iterable[tuple[Rule, int]]) -> Iterator[Fee]:
    for rule, wanted in asked:
        amount = min(wanted, price)
        if amount:
            yield Fee(rule.name, amount, amount * rule.vat // (100 + rule.vat))
        price -= amount
