"""Is asked of a seller what the rules say, and never more than there is?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grpc_services.trade.fees import fees_by_order
from grpc_services.trade.pure.fees import Fee, Rule, Scope, Sold, fees_of, kept_of
from models.catalogue import Category
from models.dialect import database_now
from models.members import Store
from models.trade import FeeRule
from tests.support import factories, sales

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
COMMISSION = Rule(1, "commission", Scope.ALL, None, Decimal(5), None, 0, None, 10, BEGAN)
SHOES, CLOTHES = 7, 3
SOLD = Sold(21_000, seller_id=1, seller_kind="PRIVATE", category_ids=[SHOES, CLOTHES])


def rule(number, **changes):
    return replace(COMMISSION, rule_id=number, **changes)


def asked(*rules, sold=SOLD):
    return {fee.name: fee.amount for fee in fees_of(sold, rules)}


class TestAFee:
    @pytest.mark.parametrize(
        ("price", "fee"), [(19, 0), (20, 1), (39, 1), (21_000, 1_050), (999_999, 49_999)]
    )
    def test_is_rounded_down(self, price, fee):
        assert asked(COMMISSION, sold=replace(SOLD, price=price)) == (
            {"commission": fee} if fee else {}
        )

    @pytest.mark.parametrize(
        ("percent", "least", "most", "fee"),
        [("3.3", 0, None, 693), ("0.01", 0, None, 2), ("1", 500, None, 500), ("9", 0, 900, 900)],
    )
    def test_keeps_within_its_bounds(self, percent, least, most, fee):
        bounded = rule(2, percent=Decimal(percent), min=least, max=most)

        assert asked(bounded) == {"commission": fee}

    def test_includes_its_tax(self):
        assert fees_of(SOLD, [COMMISSION]) == [Fee("commission", 1_050, 95)]

    def test_may_be_so_many_won(self):
        fixed = rule(2, name="listing", percent=None, fixed=300)

        assert asked(COMMISSION, fixed) == {"commission": 1_050, "listing": 300}


class TestOfOneName:
    def test_the_most_specific_holds(self):
        general, kind = rule(9), rule(8, scope=Scope.SELLER_KIND, subject="PRIVATE", percent=4)
        above = rule(7, scope=Scope.CATEGORY, subject=CLOTHES, percent=3)
        within = rule(6, scope=Scope.CATEGORY, subject=SHOES, percent=2)
        own = rule(5, scope=Scope.SELLER, subject=1, percent=1)

        rules = [own, within, above, kind, general]
        amounts = [asked(*rules[first:])["commission"] for first in range(5)]

        assert amounts == [210, 420, 630, 840, 1_050]

    def test_of_others_none_does(self):
        strange = [
            rule(2, scope=Scope.SELLER, subject=2, percent=1),
            rule(3, scope=Scope.CATEGORY, subject=1, percent=1),
            rule(4, scope=Scope.SELLER_KIND, subject="BUSINESS", percent=1),
        ]

        assert asked(COMMISSION, *strange) == {"commission": 1_050}

    def test_the_latest_of_equal_ones_holds(self):
        later = rule(2, percent=6, valid_from=BEGAN + timedelta(days=1))
        newer = rule(3, percent=7)

        assert asked(later, COMMISSION, newer) == {"commission": 1_260}
        assert asked(newer, COMMISSION) == {"commission": 1_470}


RULES = st.builds(
    Rule,
    rule_id=st.integers(1, 9),
    name=st.sampled_from(["commission", "listing", "payment"]),
    scope=st.just(Scope.ALL),
    subject=st.none(),
    percent=st.none() | st.decimals(0, 100, places=2),
    fixed=st.integers(0, 10**6),
    min=st.integers(0, 10**6),
    max=st.none() | st.integers(10**6, 10**7),
    vat=st.integers(0, 100),
    valid_from=st.just(BEGAN),
)


class TestAllFees:
    @given(price=st.integers(1, 10**12), rules=st.lists(RULES))
    def test_are_never_more_than_the_price(self, price, rules):
        fees = fees_of(replace(SOLD, price=price), rules)

        assert sum(fee.amount for fee in fees) <= price
        assert all(fee.amount > 0 and 0 <= fee.vat <= fee.amount / 2 for fee in fees)
        assert [fee.name for fee in fees] == sorted({fee.name for fee in fees})

    @given(st.integers(1, 10**9), st.integers(0, 10**6), st.lists(RULES), st.data())
    def test_are_given_back_in_proportion(self, price, shipping, rules, data):
        fees, total = fees_of(replace(SOLD, price=price), rules), price + shipping
        held = data.draw(st.integers(0, total))

        kept = {fee.name: fee for fee in kept_of(fees, held=held, total=total)}

        assert sum(fee.amount for fee in kept.values()) <= held
        for fee in fees:
            left = kept.get(fee.name, Fee(fee.name, 0, 0))
            # What rounding leaves, less than one won of each line, is the seller's.
            assert 0 <= fee.amount * held - left.amount * total < total
            assert 0 <= left.vat <= left.amount

    @given(st.lists(RULES))
    def test_stay_as_they_are_when_nothing_goes_back(self, rules):
        fees = fees_of(SOLD, rules)

        assert kept_of(fees, held=24_000, total=24_000) == fees


@pytest.mark.usefixtures("database")
class TestAnOrder:
    def frozen(self, people, **made):
        FeeRule.create(**{"name": "extra", "scope": "ALL", "percent": 1, "min": 0, "vat": 0} | made)
        factories.settle_wins()
        order = sales.won(people[0], people[2])
        return {fee.name: fee.amount for fee in fees_by_order([order.order_id])[order.order_id]}

    def test_is_made_under_the_rules_in_force(self, people):
        now = database_now()
        assert self.frozen(people, valid_from=now) == {"commission": 1_050, "extra": 210}
        later = self.frozen(people, name="more", valid_from=now + timedelta(hours=1))
        assert later == {"commission": 1_050, "extra": 210}
        FeeRule.update(valid_until=database_now()).where(FeeRule.name == "extra").execute()
        assert self.frozen(people, name="more", valid_from=now) == {
            "commission": 1_050,
            "more": 210,
        }

    def test_asks_what_is_said_for_its_seller(self, people):
        frozen = self.frozen(
            people, name="commission", scope="SELLER", seller_id=people[0].member_id,
            percent=Decimal("2.5"), valid_from=database_now(),
        )  # fmt: skip
        assert frozen == {"commission": 525}

    def test_asks_what_is_said_for_a_category_above_its_goods(self, people):
        sales.won(people[0], people[1])
        above = Category.create(name="의류", name_en="Clothes", position=1)
        Category.update(parent=above).where(Category.category_id != above.category_id).execute()

        frozen = self.frozen(
            people, name="commission", scope="CATEGORY", category=above, percent=None, fixed=700,
            valid_from=database_now(),
        )  # fmt: skip

        assert frozen == {"commission": 700}

    def test_asks_what_is_said_for_businesses(self, people):
        Store.update(kind="BUSINESS").where(Store.member == people[0]).execute()

        frozen = self.frozen(
            people, name="commission", scope="SELLER_KIND", seller_kind="BUSINESS", percent=8,
            valid_from=database_now(),
        )  # fmt: skip

        assert frozen == {"commission": 1_680}
