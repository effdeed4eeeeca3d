"""Do sellers pay by the rules of whoever looks after money, and is each of them written down?"""

from datetime import timedelta
from decimal import Decimal

import pytest

from grpc_services.finance import fee_rules
from grpc_services.finance.fee_rules import (
    FeeRuleEnded,
    FeeRuleNotFound,
    FeeRuleTooEarly,
    FeeRuleUnclear,
)
from grpc_services.members.registration import MemberNotFound
from models.admin import AuditLine
from models.dialect import database_now
from models.trade import OrderFee
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


def add(admins, **changes):
    values = {"name": "commission", "scope": "ALL", "percent": Decimal(8), "min": 0, "vat": 10}
    chosen = {name: value for name, value in (values | changes).items() if value is not ...}
    return fee_rules.add_rule(values=chosen, by=admins[0], now=database_now())


def end(admins, rule, at=None):
    now = database_now()
    return fee_rules.end_rule(rule_id=rule.rule_id, at=at or now, by=admins[0], now=now)


class TestARule:
    def test_is_for_orders_from_then_on_until_its_end(self, admins, people):
        seller, ann, bob = people
        rule = add(admins)
        made = [sales.won(seller, bob)]
        end(admins, rule)
        made.append(sales.won(seller, ann))

        frozen = {fee.order_id: fee.amount for fee in OrderFee.select()}
        assert [frozen[order.order_id] for order in made] == [1_680, 1_050]
        written = AuditLine.select().order_by(AuditLine.line_id)
        assert [(line.act, line.target_id) for line in written] == [
            ("ADD", rule.rule_id),
            ("END", rule.rule_id),
        ]

    def test_ends_once_and_never_before_now(self, admins):
        rule, now = add(admins), database_now()
        with pytest.raises(FeeRuleTooEarly):
            end(admins, rule, now - timedelta(minutes=1))
        for later in (now + timedelta(days=2), now + timedelta(days=1)):
            assert end(admins, rule, later).valid_until == later
        end(admins, rule)
        with pytest.raises(FeeRuleEnded):
            end(admins, rule)

    def test_is_not_for_orders_that_were_made(self, admins):
        with pytest.raises(FeeRuleTooEarly):
            add(admins, valid_from=database_now() - timedelta(minutes=1))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"percent": ...}, "percent"),
            ({"fixed": 300}, "percent"),
            ({"scope": "SELLER"}, "seller_id"),
            ({"seller_id": 1}, "seller_id"),
            ({"scope": "CATEGORY", "category_id": 1, "seller_kind": "PRIVATE"}, "seller_kind"),
            ({"min": 500, "max": 499}, "max"),
        ],
    )
    def test_says_of_what_and_how_much_once(self, admins, said, field):
        with pytest.raises(FeeRuleUnclear) as refused:
            add(admins, **said)
        assert list(refused.value.details) == [field]

    def test_is_about_somebody_who_is_there(self, admins):
        with pytest.raises(MemberNotFound):
            add(admins, scope="SELLER", seller_id=999_999)
        with pytest.raises(FeeRuleNotFound):
            fee_rules.end_rule(rule_id=999_999, at=database_now(), by=admins[0], now=database_now())
