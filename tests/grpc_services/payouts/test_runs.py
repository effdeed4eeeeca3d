"""Is every seller paid what they are owed, once, when two admins say so?"""

import pytest

from grpc_services.finance.by_two import SecondAdminNeeded
from grpc_services.members import bank_accounts
from grpc_services.money import ledger
from grpc_services.money.balances import balance_of
from grpc_services.money.ledger import Account, Line, Movement
from grpc_services.payouts.runs import (
    NothingToPayOut,
    PayoutRunNotApproved,
    PayoutRunNotDraft,
    PayoutRunOpen,
    PayoutRunSent,
)
from models.admin import AuditLine
from models.dialect import database_now
from models.members import Account as BankAccount
from models.members import Member
from models.payouts import PayoutRun
from tests.grpc_services.payouts.conftest import BANK, sold
from tests.support import factories, payouts

pytestmark = pytest.mark.usefixtures("database")


def state_of(run):
    return PayoutRun.get_by_id(run.run_id).state


def owe(seller, amount):
    """Money of theirs went back at the provider after the settlement."""
    lines = [
        Line(Account.SUSPENSE, -amount),
        Line(Account.SELLER_RECEIVABLE, amount, seller.member_id),
    ]
    ledger.record(Movement(f"test:{seller.member_id}:{amount}", lines), now=database_now())


def on_its_way(run):
    return [
        ledger.balance(account=Account.PAYOUTS, owner_id=one.payout_id)
        for one in payouts.payouts(run)
    ]


@pytest.mark.usefixtures("order")
class TestARun:
    def test_goes_from_hand_to_hand_until_the_bank_has_paid(self, admins, seller):
        run = payouts.drawn_up(admins[0])
        (payout,) = payouts.payouts(run)
        assert (payout.seller_id, payout.amount) == (seller.member_id, 22_950)
        assert {name: getattr(payout, name) for name in BANK} == BANK
        payouts.approve(run, admins[1])
        assert balance_of(member_id=seller.member_id).payable == 22_950

        payouts.export(run, admins[0])
        assert (balance_of(member_id=seller.member_id).payable, on_its_way(run)) == (0, [22_950])
        assert payouts.faults() == []

        payouts.tell_all(run, admins[0], "PAID")
        assert (state_of(run), on_its_way(run)) == ("DONE", [0])
        assert -ledger.total(account=Account.BANK) == -22_950
        assert payouts.faults() == []
        acts = [line.act for line in AuditLine.select().order_by(AuditLine.line_id)]
        assert acts == ["DRAW_UP", "APPROVE", "EXPORT", "RESULTS"]

    def test_is_told_of_to_everybody_concerned(self, admins):
        run = payouts.sent(admins)
        payouts.tell_all(run, admins[0], "FAILED")

        told = [name for name in factories.facts() if name.startswith("Payout")]
        assert told == ["PayoutsDrawnUp", "PayoutSent", "PayoutFailed"]

    def test_needs_two_admins(self, admins):
        run = payouts.drawn_up(admins[0])

        with pytest.raises(PayoutRunNotApproved):
            payouts.export(run, admins[1])
        with pytest.raises(SecondAdminNeeded):
            payouts.approve(run, admins[0])
        payouts.approve(run, admins[1])
        with pytest.raises(PayoutRunNotDraft):
            payouts.approve(run, admins[1])

    def test_is_one_at_a_time_until_it_is_sent_or_dropped(self, admins):
        run = payouts.drawn_up(admins[0])
        with pytest.raises(PayoutRunOpen):
            payouts.drawn_up(admins[1])

        payouts.drop(run, admins[1])
        with pytest.raises(PayoutRunNotDraft):
            payouts.approve(run, admins[1])
        with pytest.raises(PayoutRunNotApproved):
            payouts.export(run, admins[1])
        with pytest.raises(PayoutRunSent):
            payouts.drop(run, admins[1])
        payouts.sent(admins)
        assert payouts.faults() == []

    def test_pays_nobody_twice_however_often_it_is_exported(self, admins):
        run = payouts.approved(admins)
        assert payouts.export(run, admins[0]) == payouts.export(run, admins[1])

        with pytest.raises(NothingToPayOut):
            payouts.drawn_up(admins[0])
        with pytest.raises(PayoutRunSent):
            payouts.drop(run, admins[0])
        payouts.tell_all(run, admins[0], "PAID")
        file = payouts.export(run, admins[0])
        assert file.count("3333012345678") == 1
        with pytest.raises(NothingToPayOut):
            payouts.drawn_up(admins[0])
        assert payouts.faults() == []

    def test_leaves_small_sums_for_later(self, admins):
        with pytest.raises(NothingToPayOut):
            payouts.drawn_up(admins[0], minimum=22_951)
        assert payouts.drawn_up(admins[0], minimum=22_950)

    def test_pays_what_was_drawn_up_and_leaves_what_came_since(self, admins, seller, people):
        run = payouts.approved(admins)
        sold(seller, people[1])
        payouts.export(run, admins[0])

        assert [one.amount for one in payouts.payouts(run)] == [22_950]
        assert balance_of(member_id=seller.member_id).payable == 22_950
        later = payouts.drawn_up(admins[0])
        assert [one.amount for one in payouts.payouts(later)] == [22_950]

    def test_pays_into_the_account_of_when_it_was_drawn_up_and_says_so(self, admins, seller):
        run = payouts.approved(admins)
        BankAccount.update(account_number="999999999").execute()
        file = payouts.export(run, admins[0])

        assert "3333012345678" in file
        assert '"account":"EARLIER"' in factories.payload("PayoutSent")


@pytest.mark.usefixtures("order")
class TestWhatASellerOwes:
    def test_is_taken_off_and_paid_by_it(self, admins, seller):
        owe(seller, 2_950)
        run = payouts.sent(admins)

        (payout,) = payouts.payouts(run)
        assert (payout.amount, payout.netted) == (20_000, 2_950)
        balance = balance_of(member_id=seller.member_id)
        assert (balance.payable, balance.receivable) == (0, 0)
        payouts.tell_all(run, admins[0], "FAILED")
        balance = balance_of(member_id=seller.member_id)
        assert (balance.payable, balance.receivable) == (20_000, 0)
        assert [one.about for one in payouts.faults()] == ["SUSPENSE"]

    def test_is_carried_over_while_it_is_more(self, admins, seller, people):
        owe(seller, 30_000)
        with pytest.raises(NothingToPayOut):
            payouts.drawn_up(admins[0])
        sold(seller, people[1])

        run = payouts.sent(admins)
        assert [one.amount for one in payouts.payouts(run)] == [15_900]

    def test_stops_what_was_drawn_up_before(self, admins, seller):
        run = payouts.approved(admins)
        owe(seller, 1)
        file = payouts.export(run, admins[0])

        (payout,) = payouts.payouts(run)
        assert (payout.state, payout.hold, state_of(run)) == ("HELD", "BALANCE_CHANGED", "DONE")
        assert "3333012345678" not in file
        assert balance_of(member_id=seller.member_id).payable == 22_950
        assert [one.amount for one in payouts.payouts(payouts.drawn_up(admins[0]))] == [22_949]


def _take_account(seller):
    BankAccount.delete().execute()


def _take_holder(seller):
    BankAccount.update(holder=" ").execute()


def _suspend(seller):
    Member.update(is_suspended=True).where(Member.member_id == seller).execute()


def _withdraw(seller):
    away = {"is_suspended": True, "withdrawn_at": database_now()}
    Member.update(away).where(Member.member_id == seller).execute()


HELD = [
    (_take_account, "NO_ACCOUNT"),
    (_take_holder, "NO_ACCOUNT"),
    (_suspend, "SUSPENDED"),
    (_withdraw, "WITHDRAWN"),
]


@pytest.mark.usefixtures("order")
class TestAHeldSeller:
    @pytest.mark.parametrize(("because", "hold"), HELD)
    def test_is_not_paid_but_told_why(self, admins, seller, because, hold):
        because(seller)
        run = payouts.sent(admins)

        (payout,) = payouts.payouts(run)
        assert (payout.state, payout.hold, state_of(run)) == ("HELD", hold, "DONE")
        assert balance_of(member_id=seller.member_id).payable == 22_950
        assert f'"hold":"{hold}"' in factories.payload("PayoutHeld")
        assert factories.facts().count("PayoutHeld") == 1

    @pytest.mark.parametrize("because", [_suspend, _withdraw])
    def test_is_paid_when_two_admins_release_them(self, admins, seller, because):
        because(seller)
        run = payouts.sent(admins, released=[seller.member_id])

        assert [one.state for one in payouts.payouts(run)] == ["SENT"]

    def test_is_held_although_it_was_drawn_up_before(self, admins, seller):
        run = payouts.approved(admins)
        _suspend(seller)
        payouts.export(run, admins[0])

        assert [one.hold for one in payouts.payouts(run)] == ["SUSPENDED"]

    def test_is_never_paid_without_an_account(self, admins, seller):
        _take_account(seller)
        run = payouts.sent(admins, released=[seller.member_id])

        assert [one.hold for one in payouts.payouts(run)] == ["NO_ACCOUNT"]


class TestWhatTheBankRefused:
    @pytest.fixture(autouse=True)
    def refused(self, admins, order):
        run = payouts.sent(admins)
        payouts.tell_all(run, admins[0], "FAILED")
        assert payouts.faults() == []

    def test_is_owed_again_and_held_until_the_account_is_another(self, admins, seller):
        assert balance_of(member_id=seller.member_id).payable == 22_950
        held = payouts.sent(admins)
        assert [one.hold for one in payouts.payouts(held)] == ["REFUSED_BEFORE"]

        bank_accounts.add_account(
            member_id=seller.member_id, values=BANK | {"bank_code": "088"}, default=True
        )
        run = payouts.sent(admins)
        assert [one.bank_code for one in payouts.payouts(run)] == ["088"]
        payouts.tell_all(run, admins[1], "PAID")
        assert payouts.faults() == []

    def test_is_sent_again_when_two_admins_release_it(self, admins, seller):
        run = payouts.sent(admins, released=[seller.member_id])

        assert [one.state for one in payouts.payouts(run)] == ["SENT"]


class TestManySellers:
    def test_are_paid_in_turn(self, admins, people, monkeypatch):
        sellers = people[:2]
        for seller in sellers:
            bank_accounts.add_account(member_id=seller.member_id, values=BANK)
            sold(seller, people[2])
        monkeypatch.setattr("grpc_services.payouts.collecting.MOST", 1)

        first, second = payouts.sent(admins), payouts.sent(admins)
        paid = [one.seller_id for run in (first, second) for one in payouts.payouts(run)]
        assert paid == [seller.member_id for seller in sellers]
        sold(sellers[1], people[2])
        sold(sellers[0], people[2])

        third = payouts.sent(admins)
        assert [one.seller_id for one in payouts.payouts(third)] == [sellers[0].member_id]
