"""Who gets the money in the end, and do the books agree?"""

from datetime import timedelta

import pytest

from grpc_services.auction import relisting
from grpc_services.audit.books import CHECKS
from grpc_services.cases import due
from grpc_services.cases.pure.state import Kind, Side
from grpc_services.money import balances, refunds
from models.auction import Auction
from models.cases import Case, CaseStep
from models.dialect import database_now
from models.money import LedgerBalance, LedgerEntry, Payment, Refund, Settlement
from models.trade import Order
from tests.support import disputes, factories, sales

pytestmark = pytest.mark.usefixtures("database")


def _refund_all():
    """The provider has given back what is owed of each refund."""
    for refund in Refund.select().where(Refund.done_at.is_null()):
        payment = Payment.get_by_id(refund.payment_id)
        sales.receive(payment, imp_uid=refund.imp_uid, cancelled=refund.amount)


def _payable(order):
    return balances.balance_of(member_id=order.seller_id).payable


def _goods_of(order):
    return Auction.get(Auction.goods == order.goods_id).state


def sent_back(case, order):
    """The seller has the goods, and says that all is well."""
    disputes.accept(case, order.seller_id)
    disputes.send_back(case, order.buyer_id)
    disputes.accept(case, order.seller_id)


class TestAnOutcome:
    def test_for_the_buyer_refunds_all(self, order):
        case = disputes.opened(order)
        disputes.accept(case, order.seller_id)
        _refund_all()

        assert sales.state_of(order) == "REFUNDED"
        assert sales.accounts()["PROVIDER"] == 0
        assert Settlement.select().count() == 0

    @pytest.mark.parametrize(
        ("back", "commission"), [(4_000, 875), (1, 1_049), (23_999, 0), (8_000, 700)]
    )
    def test_in_part_is_refunded_and_settled(self, order, back, commission):
        case = disputes.opened(order, wanted="PARTIAL", amount=back)
        disputes.accept(case, order.seller_id)
        assert sales.state_of(order) == "CONFIRMED"
        sales.settle(order)
        _refund_all()

        settled = Settlement.get()
        assert (settled.refunded, settled.commission) == (back, commission)
        assert _payable(order) == 24_000 - back - commission
        assert Refund.get().amount == back
        assert sales.accounts()["PROVIDER"] == 24_000 - back

    def test_for_the_seller_settles_all(self, order):
        case = disputes.opened(order)
        disputes.reject(case, order.seller_id)
        disputes.let_pass()
        sales.settle(order)

        assert _payable(order) == 22_950
        assert Refund.select().count() == 0

    @pytest.mark.parametrize(("back", "act"), [(24_000, None), (4_000, "SETTLE")])
    def test_is_told_and_settled_if_there_is_anything(self, order, back, act):
        disputes.accept(disputes.opened(order, amount=back), order.seller_id)

        assert factories.facts().count("CaseSharedOut") == 1
        assert f'"buyer_gets":{back}' in factories.payload("CaseSharedOut")
        assert Order.get_by_id(order.order_id).act == act

    def test_after_a_return_is_for_the_buyer(self, order):
        case = disputes.opened(order, wanted="RETURN")
        disputes.accept(case, order.seller_id)
        disputes.send_back(case, order.buyer_id)
        assert sales.state_of(order) == "DISPUTED"
        disputes.arrive_back(case)
        assert disputes.state_of(case) == "RETURNED"
        disputes.let_pass()

        row = Case.get_by_id(case.case_id)
        assert (row.state, row.buyer_gets, row.return_paid_by) == ("CLOSED", 24_000, "SELLER")
        assert row.return_look_at is None

    @pytest.mark.parametrize(("back", "state"), [(24_000, "REFUNDED"), (20_000, "CONFIRMED")])
    def test_after_a_return_leaves_the_seller_goods_to_put_up_again(self, order, back, state):
        sent_back(disputes.opened(order, wanted="RETURN", amount=back), order)

        assert (sales.state_of(order), _goods_of(order)) == (state, "FAILED")
        relisting.relist_goods(
            goods_id=order.goods_id,
            member_id=order.seller_id,
            relisting=relisting.Relisting(None, database_now() + timedelta(hours=2)),
            lengths=factories.LENGTHS,
            house=factories.HOUSE,
        )
        assert _goods_of(order) == "OPEN"

    def test_after_which_goods_were_put_up_again_leaves_them_alone(self, order):
        sent_back(disputes.opened(order, wanted="RETURN", amount=20_000), order)
        Auction.update(state="OPEN").where(Auction.goods == order.goods_id).execute()
        sales.receive(Payment.get(), imp_uid=Payment.get().imp_uid, cancelled=20_500)
        due.act_on_due_cases(**disputes.RULES)
        case = Case.get(Case.open_for == order.order_id)

        disputes.decide(case, 100, Side.SELLER)
        disputes.send_back(case, order.buyer_id, invoice="999900001112")
        disputes.accept(case, order.seller_id)

        assert (disputes.state_of(case), _goods_of(order)) == ("CLOSED", "OPEN")

    @pytest.mark.parametrize("wanted", ["REFUND", "PARTIAL"])
    def test_without_a_return_leaves_the_goods_sold(self, order, wanted):
        disputes.accept(disputes.opened(order, wanted=wanted, amount=9_000), order.seller_id)

        assert _goods_of(order) == "SOLD"

    def test_that_was_paid_out_by_hand_is_gone_before_the_settlement(self, order):
        disputes.accept(disputes.opened(order, amount=4_000), order.seller_id)
        refunds.give_by_hand(
            row=refunds.refund(refund_id=Refund.get().refund_id), now=database_now()
        )

        assert (sales.state_of(order), sales.accounts()["ESCROW"]) == ("CONFIRMED", -20_000)
        assert [fault for check in CHECKS for fault in check()] == []
        sales.settle(order)
        assert Settlement.get().refunded == 4_000

    def test_that_is_withdrawn_after_all_was_reversed_ends_the_order(self, order):
        case = disputes.opened(order)
        sales.receive(Payment.get(), imp_uid=Payment.get().imp_uid, cancelled=24_000)

        disputes.withdraw(case, order.buyer_id)

        assert sales.state_of(order) == "REFUNDED"
        assert sales.accounts()["FROZEN"] == 0

    def test_counts_what_was_reversed_meanwhile(self, order):
        case = disputes.opened(order)
        sales.receive(Payment.get(), imp_uid=Payment.get().imp_uid, cancelled=10_000)
        disputes.accept(case, order.seller_id)

        assert Refund.get().amount == 14_000
        assert sales.state_of(order) == "REFUNDED"


class TestAWithdrawnCase:
    def test_lets_the_order_go_on_with_the_deadline_it_had(self, order):
        before = Order.get_by_id(order.order_id)
        case = disputes.opened(order)

        disputes.withdraw(case, order.buyer_id)

        now = Order.get_by_id(order.order_id)
        assert (now.state, now.confirm_due_at) == ("DELIVERED", before.confirm_due_at)
        assert (now.act, now.act_at) == (before.act, before.act_at)
        assert balances.balance_of(member_id=order.seller_id).in_escrow == 24_000

    def test_can_be_followed_by_another(self, order):
        disputes.withdraw(disputes.opened(order), order.buyer_id)

        disputes.accept(disputes.opened(order), order.seller_id)

        assert sales.state_of(order) == "REFUNDED"
        assert sum("case" in row.business_key for row in LedgerEntry.select()) == 3

    def test_of_a_parcel_that_came_meanwhile_is_of_one_that_arrived(self, people):
        order = sales.won(people[0], people[2])
        sales.pay(order)
        sales.ship(order)
        later = database_now() + timedelta(days=8)
        case = disputes.opened(order, Kind.NOT_RECEIVED, at=later)
        sales.look(order, 6)

        disputes.withdraw(case, order.buyer_id)

        assert sales.state_of(order) == "DELIVERED"
        assert Order.get_by_id(order.order_id).act is not None


def _freeze(amount):
    LedgerBalance.update(amount=-amount).where(LedgerBalance.account == "FROZEN").execute()


class TestReversedMoney:
    def _reverse(self, order, amount):
        payment = Payment.get()
        sales.receive(payment, imp_uid=payment.imp_uid, cancelled=amount)
        disputes.let_pass()

    def test_has_the_operator_decide_about_the_rest(self, order):
        self._reverse(order, 20_000)
        case = Case.get()
        assert (case.kind, case.state, case.frozen) == ("REVERSED", "ESCALATED", 4_000)

        disputes.decide(case, 1_000)
        sales.settle(order)

        assert (Refund.get().amount, Settlement.get().refunded) == (1_000, 21_000)

    def test_of_which_no_case_can_be_opened_is_tried_again_later(self, order):
        payment = Payment.get()
        sales.receive(payment, imp_uid=payment.imp_uid, cancelled=20_000)
        # More than a column holds.
        _freeze(2**63)
        disputes.let_pass()
        _freeze(4_000)
        disputes.let_pass()
        assert not Case.select().exists()

        Order.update(act_at=database_now()).execute()
        disputes.let_pass()

        assert (Case.get().kind, Order.get().act_at) == ("REVERSED", None)

    def test_is_the_sellers_when_nobody_decides(self, order):
        self._reverse(order, 20_000)
        disputes.let_pass()
        sales.settle(order)

        assert (Settlement.get().amount, Refund.select().count()) == (4_000 - 175, 0)

    def test_that_is_all_of_it_leaves_nothing_to_settle(self, order):
        self._reverse(order, 24_000)
        disputes.let_pass()

        assert sales.state_of(order) == "REFUNDED"

    def test_again_is_another_case(self, order):
        self._reverse(order, 20_000)
        disputes.decide(Case.get(), 0)

        self._reverse(order, 23_000)

        assert sales.state_of(order) == "DISPUTED"
        first, second = Case.select().order_by(Case.case_id)
        assert (first.state, second.state, second.frozen) == ("CLOSED", "ESCALATED", 1_000)
        disputes.decide(second, 0)
        sales.settle(order)
        assert Settlement.get().refunded == 23_000

    def test_is_of_one_case_however_often_it_is_looked_for(self, order):
        self._reverse(order, 20_000)
        disputes.let_pass()
        disputes.let_pass()

        assert Case.select().count() == 1


class TestWhatHappensByItself:
    def test_is_a_step_of_the_case(self, order):
        case = disputes.opened(order)
        disputes.let_pass()

        steps = CaseStep.select().where(CaseStep.case == case).order_by(CaseStep.step_id)
        assert [(step.act, step.side) for step in steps] == [("OPEN", "BUYER"), ("LAPSE", None)]
        assert sales.state_of(order) == "REFUNDED"

    def test_comes_before_what_is_done_too_late(self, order):
        case = disputes.opened(order, wanted="RETURN")
        Case.update(due_at=database_now()).execute()

        disputes.send_back(case, order.buyer_id)

        acts = [step.act for step in CaseStep.select().order_by(CaseStep.step_id)]
        assert acts == ["OPEN", "LAPSE", "SHIP_BACK"]

    def test_goes_on_past_a_case_with_which_something_is_wrong(self, people, order):
        other = sales.won(people[0], people[1])
        sales.deliver(other)
        first, second = disputes.opened(order), disputes.opened(other)
        Order.update(state="PAID").where(Order.order_id == order.order_id).execute()

        disputes.let_pass()

        assert (disputes.state_of(first), disputes.state_of(second)) == ("OFFERED", "CLOSED")
        assert Case.get_by_id(first.case_id).due_at > database_now()
        Order.update(state="DISPUTED").where(Order.order_id == order.order_id).execute()
