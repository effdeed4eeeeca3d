"""Does a payment know to whose account it goes back, before it can be made by virtual account?"""

import pytest

from grpc_services.members import addresses, bank_accounts
from grpc_services.money import methods, refunds
from grpc_services.money.methods import Choice, Method
from grpc_services.trade.reservations import reserve_goods
from models.dialect import database_now
from models.money import Payment, Refund
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")

MINE = {"bank_code": "088", "account_number": "110123456789", "holder": "Bob"}


def _account(member, **changes):
    return bank_accounts.add_account(member_id=member.member_id, values=MINE | changes)


@pytest.fixture
def account(people):
    return _account(people[2])


def _virtual(account_id=None):
    return Choice(Method.VIRTUAL_ACCOUNT, account_id)


def _kept():
    payment = Payment.get()
    return payment.refund_bank_code, payment.refund_account_number, payment.refund_holder


class TestAVirtualAccount:
    def test_needs_an_account_to_give_back_to(self, order):
        with pytest.raises(methods.RefundAccountMissing):
            sales.begin(order, choice=_virtual())

        assert not Payment.select().exists()

    def test_needs_one_of_ones_own(self, people, order):
        with pytest.raises(bank_accounts.AccountNotFound):
            sales.begin(order, choice=_virtual(_account(people[1]).account_id))

        assert not Payment.select().exists()

    def test_has_its_payment_keep_a_copy(self, people, order, account):
        sales.begin(order, choice=_virtual(account.account_id))
        bank_accounts.remove_account(member_id=people[2].member_id, account_id=account.account_id)

        assert Payment.get().method == "VIRTUAL_ACCOUNT"
        assert _kept() == ("088", "110123456789", "Bob")

    def test_is_not_for_what_is_reserved(self, people, account):
        buyer = people[2].member_id
        mine = addresses.add_address(member_id=buyer, values=factories.HOME)
        lot = factories.goods(people[0], buy_now_price=80_000)
        order = reserve_goods(
            member_id=buyer,
            goods_id=lot.goods_id,
            address_id=mine.address_id,
            terms=sales.TERMS,
            house=factories.HOUSE,
            now=database_now(),
        )

        with pytest.raises(methods.VirtualAccountTooSlow):
            sales.begin(order, choice=_virtual(account.account_id))


class TestAMethod:
    def test_is_a_card_unless_another_is_chosen(self, order):
        sales.begin(order)

        assert (Payment.get().method, _kept()) == ("CARD", (None, None, None))

    def test_may_be_changed_while_nothing_is_paid_and_the_account_stays(self, order, account):
        first = sales.begin(order, choice=_virtual(account.account_id))

        second = sales.begin(order, choice=Choice(Method.TRANSFER))

        assert (first.payment_id, Payment.get().method) == (second.payment_id, "TRANSFER")
        assert _kept() == ("088", "110123456789", "Bob")


class TestARefund:
    def test_knows_the_account(self, order, account):
        payment = sales.begin(order, choice=_virtual(account.account_id))
        sales.receive(payment, amount=1_000)

        refund = refunds.refund(refund_id=Refund.get().refund_id)

        assert refund.payment.refund_account_number == "110123456789"
