"""What becomes of a won auction, from the order to the settlement?"""

from datetime import timedelta

import peewee
import pytest

from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.wins import AuctionNotWon
from grpc_services.delivery import carriers, parcels
from grpc_services.members import addresses
from grpc_services.trade import ledger, orders, payments, refunds, settlements, views
from grpc_services.trade.unfinished import unfinished_work
from models.auction import Auction, UnpaidWin
from models.delivery import Parcel, Scan
from models.dialect import database_now
from models.trade import LedgerEntry, LedgerLine, Order, Payment
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

DUE = timedelta(hours=72)


@pytest.fixture
def order(people):
    seller, _, bob = people
    addresses.add_address(member_id=bob.member_id, values=factories.HOME)
    return _won(seller, bob)


def _won(seller, winner, amount=21_000):
    lot = factories.goods(seller)
    factories.bid(lot, winner, amount=amount)
    Auction.update(ends_at=database_now()).where(Auction.goods == lot).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
    return orders.order_for_win(goods_id=lot.goods_id, due=DUE, now=database_now())


def _begin(order):
    return payments.begin_payment(
        member_id=order.buyer_id, order_id=order.order_id, now=database_now()
    )


def _receive(payment, *, amount=None, status="PAID", imp_uid="imp_1"):
    return payments.record_receipt(
        merchant_uid=payment.merchant_uid,
        receipt=payments.Receipt(imp_uid, status, amount or payment.amount, database_now()),
        house=factories.HOUSE,
    )


def _state(order):
    return Order.get_by_id(order.order_id).state


def _pay(order):
    _receive(_begin(order), imp_uid=f"imp_{order.order_id}")


def _ship(order, **changes):
    values = {"carrier": "04", "invoice": "123456789012"} | changes
    parcels.hand_to_carrier(
        member_id=order.seller_id, order_id=order.order_id, now=database_now(), **values
    )


def _look(order, level, carrier="04", invoice="123456789012"):
    steps = [
        parcels.Step(database_now(), "서울", f"단계 {number}", number)
        for number in range(1, level + 1)
    ]
    parcels.record_look(
        order_id=order.order_id,
        look=parcels.Look(carrier, invoice, level, steps),
        now=database_now(),
    )


def _deliver(order):
    _pay(order)
    _ship(order)
    _look(order, 6)


def _confirm(order):
    return orders.confirm(member_id=order.buyer_id, order_id=order.order_id, now=database_now())


def _settle(order):
    settlements.settle_order(order_id=order.order_id, commission_percent=5, now=database_now())


def _unfinished():
    return unfinished_work(older_than=timedelta(0), now=database_now())


def _accounts():
    query = LedgerLine.select(LedgerLine.account, peewee.fn.SUM(LedgerLine.amount))
    return {name: int(total) for name, total in query.group_by(LedgerLine.account).tuples()}


@pytest.fixture(autouse=True)
def _every_entry_sums_to_zero(database):
    yield
    query = LedgerLine.select(peewee.fn.SUM(LedgerLine.amount)).group_by(LedgerLine.entry)
    assert all(total == 0 for (total,) in query.tuples())


class TestAnOrder:
    def test_is_made_once_with_the_winners_default_address(self, order):
        again = orders.order_for_win(goods_id=order.goods_id, due=DUE, now=database_now())

        assert again.order_id == order.order_id
        assert (order.price, order.total, order.postcode) == (21_000, 24_000, "06236")
        assert factories.facts().count("OrderOpened") == 1

    def test_is_not_made_for_goods_that_nobody_won(self, people):
        lot = factories.goods(people[0])

        with pytest.raises(AuctionNotWon):
            orders.order_for_win(goods_id=lot.goods_id, due=DUE, now=database_now())

    def test_is_seen_by_buyer_and_seller_and_nobody_else(self, people, order):
        seller, ann, bob = people

        sides = [
            views.order_view(member_id=who.member_id, order_id=order.order_id).is_buyer
            for who in (seller, bob)
        ]

        assert sides == [False, True]
        with pytest.raises(orders.OrderNotFound):
            views.order_view(member_id=ann.member_id, order_id=order.order_id)

    def test_keeps_its_own_copy_of_the_address(self, people, order):
        bob = people[2]
        other = addresses.add_address(
            member_id=bob.member_id, values=factories.HOME | {"postcode": "11111"}
        )
        orders.set_address(
            member_id=bob.member_id, order_id=order.order_id, address_id=other.address_id
        )

        addresses.remove_address(member_id=bob.member_id, address_id=other.address_id)

        assert Order.get_by_id(order.order_id).postcode == "11111"

    def test_does_not_go_elsewhere_once_it_is_shipped(self, people, order):
        bob = people[2]
        mine = addresses.default_address(member_id=bob.member_id)
        _pay(order)
        _ship(order)

        with pytest.raises(orders.AlreadyShipped):
            orders.set_address(
                member_id=bob.member_id, order_id=order.order_id, address_id=mine.address_id
            )


class TestAPayment:
    def test_is_of_what_is_due_and_begun_once(self, order):
        first, second = _begin(order), _begin(order)

        assert (first.payment_id, first.amount) == (second.payment_id, 24_000)
        assert factories.facts().count("PaymentPrepared") == 1

    def test_waits_for_the_provider_to_know_it(self, order):
        payment = _begin(order)
        of_bob = {"member_id": order.buyer_id, "merchant_uid": payment.merchant_uid}

        with pytest.raises(payments.ProviderPending):
            payments.payment_of(**of_bob)
        payments.mark_registered(merchant_uid=payment.merchant_uid)

        assert payments.payment_of(**of_bob).state == "READY"

    def test_of_the_right_amount_goes_into_escrow_once(self, order):
        payment = _begin(order)

        for _ in range(2):
            _receive(payment)

        assert _state(order) == "PAID"
        assert _accounts() == {"PROVIDER": 24_000, "BUYER_CLEARING": 0, "ESCROW": -24_000}
        assert not UnpaidWin.select().exists()
        assert factories.facts().count("PaymentConfirmed") == 1

    @pytest.mark.parametrize("amount", [1, 23_999, 24_001])
    def test_of_a_wrong_amount_is_given_back(self, order, amount):
        payment = _begin(order)

        for _ in range(2):
            _receive(payment, amount=amount)

        assert _state(order) == "AWAITING_PAYMENT"
        assert _accounts() == {"PROVIDER": amount, "BUYER_CLEARING": 0, "REFUNDS": -amount}
        assert factories.facts().count("RefundOwed") == 1
        assert _begin(order).payment_id != payment.payment_id

    def test_that_comes_a_second_time_is_given_back(self, order):
        payment = _begin(order)
        _receive(payment)

        _receive(payment, imp_uid="imp_2")

        assert _state(order) == "PAID"
        assert Payment.get().state == "PAID"
        assert factories.facts().count("RefundOwed") == 1

    def test_may_fail_and_then_succeed(self, order):
        payment = _begin(order)
        _receive(payment, status="FAILED")

        _receive(payment, imp_uid="imp_2")

        assert _state(order) == "PAID"
        assert "PaymentFailed" in factories.facts()

    def test_that_only_exists_changes_nothing(self, order):
        before = factories.facts()
        payment = _begin(order)

        _receive(payment, status="READY")

        assert factories.facts() == [*before, "PaymentPrepared"]

    def test_of_a_paid_order_is_not_begun(self, order):
        _pay(order)

        with pytest.raises(payments.OrderNotPayable):
            _begin(order)

    def test_is_not_begun_when_the_time_is_over(self, order):
        Order.update(due_at=database_now()).execute()

        with pytest.raises(payments.OrderNotPayable):
            _begin(order)

    def test_of_somebody_else_is_not_there(self, people, order):
        payment, ann = _begin(order), people[1]

        with pytest.raises(orders.OrderNotFound):
            payments.begin_payment(
                member_id=ann.member_id, order_id=order.order_id, now=database_now()
            )
        with pytest.raises(payments.PaymentNotFound):
            payments.report_payment(
                merchant_uid=payment.merchant_uid, imp_uid="imp_1", member_id=ann.member_id
            )

    def test_that_nobody_reports_is_looked_for(self, order):
        payment = _begin(order)
        payments.mark_registered(merchant_uid=payment.merchant_uid)

        (found,) = _unfinished().unreported

        assert found.merchant_uid == payment.merchant_uid


class TestARefund:
    def test_is_done_once(self, order):
        _receive(_begin(order), amount=100)
        (refund_id,) = _unfinished().refund_ids

        for _ in range(2):
            refunds.record_refund(refund_id=refund_id, now=database_now())

        assert _accounts() == {"PROVIDER": 0, "BUYER_CLEARING": 0, "REFUNDS": 0}
        assert factories.facts().count("Refunded") == 1
        assert Payment.get().state == "REFUNDED"


class TestAParcel:
    def test_is_followed_to_its_end(self, order):
        _pay(order)
        _ship(order)

        for level in (1, 3, 3, 6, 6):
            _look(order, level)

        assert _state(order) == "DELIVERED"
        assert Scan.select().count() == 6
        assert Parcel.get().next_look_at is None
        assert factories.facts().count("OrderDelivered") == 1

    def test_may_be_corrected_until_it_is_scanned(self, order):
        _pay(order)
        _ship(order)
        _ship(order, invoice="999999999999")
        _look(order, 1)
        assert Parcel.get().level == 0

        _look(order, 1, invoice="999999999999")

        with pytest.raises(parcels.AlreadyScanned):
            _ship(order)
        assert factories.facts().count("OrderShipped") == 1

    def test_is_not_sent_before_it_is_paid(self, order):
        with pytest.raises(orders.OrderNotPaid):
            _ship(order)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"carrier": "999"}, carriers.UnknownCarrier),
            ({"invoice": "12345678"}, carriers.InvoiceInvalid),
            ({"invoice": "123456789012345"}, carriers.InvoiceInvalid),
        ],
    )
    def test_needs_a_number_that_can_be_tracked(self, order, changes, refusal):
        _pay(order)

        with pytest.raises(refusal):
            _ship(order, **changes)

    def test_is_sent_by_its_seller_only(self, people, order):
        _pay(order)

        with pytest.raises(orders.OrderNotFound):
            parcels.hand_to_carrier(
                member_id=people[2].member_id,
                order_id=order.order_id,
                carrier="04",
                invoice="123456789012",
                now=database_now(),
            )

    def test_is_looked_at_once_a_pause(self, order):
        _pay(order)
        _ship(order)
        pause = timedelta(hours=3)

        assert len(parcels.due_parcels(pause=pause, now=database_now())) == 1
        assert parcels.due_parcels(pause=pause, now=database_now()) == []
        assert len(parcels.due_parcels(pause=pause, now=database_now() + pause)) == 1


class TestASettlement:
    def test_credits_the_seller_less_commission_once(self, order):
        _deliver(order)
        _confirm(order)

        for _ in range(2):
            _settle(order)

        ((settlement,), _) = settlements.settlements_of(
            member_id=order.seller_id, limit=10, cursor=""
        )
        assert (settlement.commission, settlement.amount) == (1_050, 22_950)
        owed = ledger.balance(account=ledger.Account.SELLER_PAYABLE, owner_id=order.seller_id)
        assert (_state(order), owed) == ("SETTLED", 22_950)

    def test_waits_for_the_buyers_word(self, order):
        _deliver(order)

        with pytest.raises(settlements.OrderNotConfirmed):
            _settle(order)

    @pytest.mark.parametrize(("price", "share"), [(19, 0), (20, 1), (21_000, 1_050), (39, 1)])
    def test_rounds_commission_down(self, price, share):
        assert settlements.commission(price=price, percent=5) == share


class TestConfirming:
    def test_is_for_the_buyer_once_the_parcel_is_there(self, order):
        with pytest.raises(orders.OrderNotDelivered):
            _confirm(order)
        _deliver(order)

        with pytest.raises(orders.OrderNotFound):
            orders.confirm(member_id=order.seller_id, order_id=order.order_id, now=database_now())
        assert _confirm(order).state == "CONFIRMED"


class TestWhatIsUnfinished:
    def test_is_a_win_without_an_order(self, people):
        lot = factories.goods(people[0])
        factories.bid(lot, people[1], amount=10_000)
        Auction.update(ends_at=database_now()).execute()
        advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
        assert _unfinished().won_goods_ids == [lot.goods_id]

        orders.order_for_win(goods_id=lot.goods_id, due=DUE, now=database_now())

        assert _unfinished().won_goods_ids == []

    def test_is_a_payment_that_the_provider_does_not_know(self, order):
        payment = _begin(order)

        assert [one.merchant_uid for one in _unfinished().unregistered] == [payment.merchant_uid]

    def test_is_an_order_that_is_confirmed_and_not_settled(self, order):
        _deliver(order)
        _confirm(order)
        assert _unfinished().confirmed_order_ids == [order.order_id]

        _settle(order)

        assert _unfinished().confirmed_order_ids == []

    def test_may_be_too_young_to_tell(self, order):
        _begin(order)

        later = unfinished_work(older_than=timedelta(minutes=5), now=database_now())

        assert later.unregistered == []


class TestTheLedger:
    def test_does_not_take_what_does_not_sum_to_zero(self):
        with pytest.raises(ValueError, match="sum to zero"):
            ledger.Movement("bad", [ledger.Line(ledger.Account.ESCROW, 1)])

    def test_takes_a_movement_once(self, order):
        _pay(order)
        movement = ledger.into_escrow(order)

        with pytest.raises(peewee.IntegrityError):
            ledger.record(movement, now=database_now())
        assert LedgerEntry.select().count() == 2
