"""Is nobody's money lost between buyers, PortOne and us, whatever goes wrong on the wire?"""

import contextlib
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import dramatiq
import pytest
import requests

from grpc_services.audit import books
from grpc_services.members import addresses, bank_accounts
from grpc_services.money import balances, due, payments
from grpc_services.money.methods import Choice, Method
from grpc_services.trade.reservations import reserve_goods
from models.admin import AdminScope
from models.auction import Auction
from models.dialect import database_now
from models.money import Payment, ProviderOperation, Refund
from models.trade import Order
from tests.support import factories, sales
from tests.support.servers import WORKER_SECRET
from tests.support.serving import all_services
from tests.support.waiting import wait_until
from workers import reach
from workers.clients.portone import PortOne
from workers.clients.portone_v2 import PortOneV2
from workers.failures import Final
from workers.payments import look_at_payments, work_off_operations
from workers.services import Services


@pytest.fixture(params=["PORTONE", "PORTONE_V2"])
def portone(request, sandbox):
    """Both of PortOne's versions, in turn."""
    return _provider(request.param, sandbox)


def _provider(name, sandbox):
    if name == "PORTONE":
        return PortOne(url=sandbox.portone_url, key="sandbox-key", secret="sandbox-secret")
    url, secret = f"{sandbox.portone_url}/v2", "sandbox-v2-secret"
    return PortOneV2(url=url, secret=secret, store_id="store-sandbox")


def _name(portone):
    return "PORTONE" if isinstance(portone, PortOne) else "PORTONE_V2"


@pytest.fixture(autouse=True)
def workers(database, redis_url, codes_store, portone, sandbox):
    """Workers reach the services and the sandbox."""
    _jobs()
    before = reach._reach
    with all_services(database, redis_url) as address:
        services = Services(f"ipv4:{address}", WORKER_SECRET)
        reach.use(reach.Reach(services, {_name(portone): portone}, None, None, None))
        yield
        services._channel._channel.close()
    reach.use(before)
    sandbox.play_trouble()
    sandbox.refuse_cancels(0)


@pytest.fixture(autouse=True)
def _the_books_are_right(workers):
    yield
    assert [str(fault) for check in books.CHECKS for fault in check()] == []


@pytest.fixture
def order(people):
    """bob has won for 24,000 won; ann looks after money."""
    AdminScope.create(member=people[1], scope="FINANCE", granted_at=database_now())
    return sales.won(people[0], people[2])


@pytest.fixture
def merchant_uid(order):
    return _begin(order)


def _begin(order):
    uid = sales.begin(order, provider=_whose()).merchant_uid
    _work()
    assert Payment.get(Payment.merchant_uid == uid).state == "READY"
    return uid


def _whose():
    """With whom payments are begun in this test."""
    (name,) = reach.reach().providers
    return name


def _jobs():
    queue = dramatiq.get_broker().queues[look_at_payments.queue_name]
    return [dramatiq.Message.decode(queue.get_nowait()) for _ in range(queue.qsize())]


def _work():
    """All that is to be asked or done at PortOne is, as if all pauses were over."""
    now = database_now()
    Payment.update(look_at=now).where(Payment.look_at > now).execute()
    is_later = ProviderOperation.next_try_at > now
    ProviderOperation.update(next_try_at=now).where(is_later).execute()
    look_at_payments.send()
    work_off_operations.send()
    while jobs := _jobs():
        for job in jobs:
            # What a worker logs, and leaves for later.
            with contextlib.suppress(Final, requests.RequestException):
                dramatiq.get_broker().get_actor(job.actor_name).fn(*job.args, **job.kwargs)


def _report(merchant_uid):
    payments.report_payment(merchant_uid=merchant_uid, member_id=0, now=database_now())


def _questions(sandbox, merchant_uid):
    path = "/v2/payments/" if _whose() == "PORTONE_V2" else "/payments/findAll/"
    asked = f'"method": "GET", "path": "{path}{merchant_uid}'
    return (sandbox.folder / "log").read_text().count(asked)


def _held(portone, merchant_uid):
    """What PortOne holds of a payment."""
    return sum(payment.balance for payment in portone.payments_of(merchant_uid))


def _balance(order):
    return balances.balance_of(member_id=order.seller_id)


class TestAPayment:
    def test_that_failed_and_was_made_then_is_found_though_no_webhook_came(
        self, sandbox, order, merchant_uid
    ):
        sandbox.pay(merchant_uid, None, outcome="failed")
        _work()
        assert Payment.get().state == "FAILED"

        sandbox.pay(merchant_uid, None, webhook="never")
        _work()

        assert sales.state_of(order) == "PAID"
        assert "PaymentFailed" in factories.facts()

    def test_of_which_the_provider_cannot_tell_is_asked_about_again(
        self, sandbox, order, merchant_uid
    ):
        sandbox.play_trouble(status=503)
        sandbox.pay(merchant_uid, None)
        for _ in range(3):
            _work()
            Payment.update(asked_at=None).execute()
        assert sales.state_of(order) == "AWAITING_PAYMENT"

        sandbox.play_trouble()
        _work()

        assert sales.state_of(order) == "PAID"

    def test_of_which_the_provider_cannot_tell_holds_no_other_up(
        self, sandbox, portone, people, order, merchant_uid
    ):
        other = sales.won(people[0], people[1])
        told = _begin(other)
        for uid in (merchant_uid, told):
            sandbox.pay(uid, None)
        silent: Any = Silent(portone, merchant_uid)
        reach.use(replace(reach.reach(), providers={_whose(): silent}))

        _work()

        assert (sales.state_of(order), sales.state_of(other)) == ("AWAITING_PAYMENT", "PAID")

    def test_by_virtual_account_is_one_once_its_money_came(self, sandbox, order, merchant_uid):
        imp_uid = sandbox.pay(merchant_uid, None, outcome="ready")
        _work()
        assert sales.state_of(order) == "AWAITING_PAYMENT"

        sandbox.deposit(imp_uid)
        _work()

        assert sales.state_of(order) == "PAID"

    def test_in_foreign_money_pays_nothing_and_somebody_is_told(
        self, sandbox, people, order, merchant_uid
    ):
        sandbox.pay(merchant_uid, 24_000, currency="USD")

        for _ in range(2):
            _work()

        assert (sales.state_of(order), sales.accounts()) == ("AWAITING_PAYMENT", {})
        assert factories.facts().count("ForeignMoneyCame") == 1
        assert f'"admin_ids":[{people[1].member_id}]' in factories.payload("ForeignMoneyCame")
        assert _begin(order) != merchant_uid

    @pytest.mark.parametrize("portone", ["PORTONE"], indirect=True)
    def test_that_is_made_twice_as_only_v1_lets_it_be_is_given_back_once(
        self, sandbox, portone, order, merchant_uid
    ):
        for _ in range(2):
            sandbox.pay(merchant_uid, None, again=True)

        for _ in range(2):
            _work()

        assert (sales.state_of(order), _held(portone, merchant_uid)) == ("PAID", 24_000)


class Silent:
    """There is one payment that the provider says nothing of."""

    def __init__(self, portone, merchant_uid):
        self.portone, self.merchant_uid = portone, merchant_uid

    def payments_of(self, merchant_uid):
        if merchant_uid == self.merchant_uid:
            raise requests.ReadTimeout
        return self.portone.payments_of(merchant_uid)


class TestAReservation:
    @pytest.fixture
    def order(self, people):
        """bob buys at once, and has a second to pay."""
        addresses.add_address(member_id=people[2].member_id, values=factories.HOME)
        return reserve_goods(
            member_id=people[2].member_id,
            goods_id=factories.goods(people[0], buy_now_price=21_000).goods_id,
            address_id=addresses.default_address(member_id=people[2].member_id).address_id,
            terms=sales.TERMS,
            house=factories.HOUSE,
            now=database_now(),
        )

    def _end(self, order):
        due_at = database_now() + timedelta(seconds=1)
        Order.update(due_at=due_at).execute()
        Auction.update(reserved_until=due_at).execute()
        wait_until("the end", lambda: database_now() > due_at)
        return due_at

    def _lapse(self, order):
        for _ in range(2):
            # At once, also where it was put off until the provider has answered.
            Order.update(act_at=database_now()).where(Order.act_at.is_null(False)).execute()
            due.act_on(order_ids=[order.order_id], house=factories.HOUSE)
            _work()

    def test_that_was_paid_in_time_and_is_heard_of_late_is_sold(self, sandbox, order, merchant_uid):
        sandbox.pay(merchant_uid, None, webhook="never")
        self._end(order)

        self._lapse(order)

        assert (sales.state_of(order), Auction.get().state) == ("PAID", "SOLD")

    def test_that_was_paid_too_late_is_given_back(self, sandbox, portone, order, merchant_uid):
        due_at = self._end(order)
        # PortOne tells whole seconds.
        wait_until("a second of later", lambda: database_now().replace(microsecond=0) > due_at)
        sandbox.pay(merchant_uid, None)

        self._lapse(order)
        _work()

        assert (sales.state_of(order), Auction.get().state) == ("CANCELLED", "OPEN")
        assert (_held(portone, merchant_uid), Refund.get().left) == (0, 0)


class TestTheConsole:
    @pytest.fixture(params=[None, 20_000], ids=["all", "a part"])
    def amount(self, request):
        return request.param

    @pytest.fixture
    def cancel(self, sandbox, merchant_uid, amount):
        """Somebody gives money back at the console, and a webhook comes."""

        def cancel():
            (imp_uid,) = self.imp_uids
            sandbox.cancel_at_console(imp_uid, amount=amount)
            _report(merchant_uid)
            _work()
            _work()

        return cancel

    @pytest.fixture
    def left(self, amount):
        return 24_000 - (amount or 24_000)

    def _pay(self, sandbox, merchant_uid):
        self.imp_uids = [sandbox.pay(merchant_uid, None)]

    def test_before_anybody_looked_lets_the_buyer_pay_again(
        self, sandbox, portone, order, merchant_uid, cancel
    ):
        self._pay(sandbox, merchant_uid)
        cancel()
        assert (sales.state_of(order), _held(portone, merchant_uid)) == ("AWAITING_PAYMENT", 0)

        sandbox.pay(_begin(order), None)
        _work()

        assert sales.state_of(order) == "PAID"

    def test_before_shipping_calls_the_sale_off_and_gives_the_rest_back(
        self, sandbox, portone, order, merchant_uid, cancel
    ):
        self._pay(sandbox, merchant_uid)
        _work()

        cancel()

        assert (sales.state_of(order), Auction.get().state) == ("CANCELLED", "FAILED")
        assert _held(portone, merchant_uid) == sales.accounts()["PROVIDER"] == 0

    @pytest.mark.parametrize("level", [1, 6])
    def test_on_its_way_and_at_the_door_freezes_what_is_left(
        self, sandbox, portone, order, merchant_uid, cancel, left, level
    ):
        self._pay(sandbox, merchant_uid)
        _work()
        sales.ship(order)
        sales.look(order, level)

        cancel()

        assert (sales.state_of(order), _balance(order).frozen) == ("DISPUTED", left)
        assert _held(portone, merchant_uid) == sales.accounts()["PROVIDER"] == left

    def test_after_the_settlement_is_the_sellers_debt(
        self, sandbox, portone, order, merchant_uid, cancel, left
    ):
        self._pay(sandbox, merchant_uid)
        _work()
        sales.ship(order)
        sales.look(order, 6)
        sales.confirm(order)
        sales.settle(order)

        cancel()

        assert sales.state_of(order) == "SETTLED"
        assert _balance(order).receivable == 24_000 - left
        assert _held(portone, merchant_uid) == sales.accounts()["PROVIDER"] == left


class Overtaken:
    """Somebody at the console is always a little quicker."""

    def __init__(self, portone, at_the_console, taken):
        self.portone, self.at_the_console, self.taken = portone, at_the_console, taken

    def payments_of(self, merchant_uid):
        return self.portone.payments_of(merchant_uid)

    def cancel(self, payment, **how):
        if self.taken:
            self.at_the_console(amount=self.taken.pop())
        self.portone.cancel(payment, **how)


class TestARefund:
    @pytest.fixture
    def imp_uid(self, sandbox, order, merchant_uid):
        """1,000 won are to go back, that nobody had asked for."""
        imp_uid = sandbox.pay(merchant_uid, 1_000)
        _take_up()
        return imp_uid

    def _cancels(self, sandbox, imp_uid):
        return [step["amount"] for step in sandbox.payment(imp_uid)["cancel_history"]]

    def _operation(self):
        return ProviderOperation.get(ProviderOperation.kind == "CANCEL")

    def test_of_which_a_part_was_given_back_at_the_console_is_of_the_rest(self, sandbox, imp_uid):
        sandbox.cancel_at_console(imp_uid, amount=300)

        _work()

        assert self._cancels(sandbox, imp_uid) == [300, 700]
        assert (self._operation().state, Refund.get().left) == ("DONE", 0)

    def test_that_is_overtaken_at_the_console_is_mended_by_the_rest(
        self, sandbox, portone, imp_uid
    ):
        at_the_console = partial(sandbox.cancel_at_console, imp_uid)
        overtaken: Any = Overtaken(portone, at_the_console, [200, 300])
        reach.use(replace(reach.reach(), providers={_whose(): overtaken}))

        for _ in range(3):
            _work()

        assert self._cancels(sandbox, imp_uid) == [300, 200, 500]
        assert (self._operation().state, Refund.get().left) == ("DONE", 0)

    def test_of_which_only_the_answer_was_lost_is_given_once(self, sandbox, merchant_uid, imp_uid):
        paths = {"PORTONE": "/payments/cancel", "PORTONE_V2": f"/v2/payments/{merchant_uid}/cancel"}
        sandbox.play_trouble(status=502, path=paths[_whose()], done=True, times=1)

        _work()
        assert self._operation().state == "PENDING"
        _work()

        assert self._cancels(sandbox, imp_uid) == [1_000]
        assert self._operation().state == "DONE"

    def test_waits_for_a_provider_that_is_away(self, sandbox, imp_uid):
        sandbox.play_trouble(status=503)
        for _ in range(3):
            _work()
        assert (self._operation().state, self._operation().attempts) == ("PENDING", 3)

        sandbox.play_trouble()
        _work()

        assert self._cancels(sandbox, imp_uid) == [1_000]

    def test_waits_for_a_bank_that_is_being_looked_after(self, sandbox, imp_uid):
        sandbox.refuse_cancels(3, because="bank")
        for _ in range(3):
            _work()
        assert (self._operation().state, self._operation().attempts) == ("PENDING", 3)

        _work()

        assert self._cancels(sandbox, imp_uid) == [1_000]
        assert self._operation().state == "DONE"

    def test_that_is_refused_for_good_is_told_to_who_looks_after_money(
        self, sandbox, people, imp_uid
    ):
        sandbox.refuse_cancels(99)
        for _ in range(3):
            _work()

        assert (self._operation().state, self._operation().attempts) == ("STUCK", 1)
        assert f'"admin_ids":[{people[1].member_id}]' in factories.payload("OperationStuck")
        assert (self._cancels(sandbox, imp_uid), Refund.get().left) == ([], 1_000)


def _take_up():
    """What came in is known, and what is to be done of it is not yet."""
    look_at_payments.send()
    Payment.update(look_at=database_now()).execute()
    for _ in range(2):
        for job in _jobs():
            dramatiq.get_broker().get_actor(job.actor_name).fn(*job.args, **job.kwargs)


class TestARefundOfAVirtualAccount:
    @pytest.fixture
    def account(self, people):
        values = {"bank_code": "088", "account_number": "110123456789", "holder": "Bob"}
        return bank_accounts.add_account(member_id=people[2].member_id, values=values)

    def _deposit_too_late(self, sandbox, order, merchant_uid):
        imp_uid = sandbox.pay(merchant_uid, None, outcome="ready")
        Order.update(state="CANCELLED").execute()
        sandbox.deposit(imp_uid)
        for _ in range(2):
            _work()

    def test_goes_to_the_account_that_the_buyer_named(self, sandbox, portone, order, account):
        choice = Choice(Method.VIRTUAL_ACCOUNT, account.account_id)
        merchant_uid = sales.begin(order, choice=choice, provider=_whose()).merchant_uid
        _work()

        self._deposit_too_late(sandbox, order, merchant_uid)

        assert (_held(portone, merchant_uid), Refund.get().left) == (0, 0)

    def test_that_nobody_named_an_account_for_is_told(self, sandbox, order, merchant_uid):
        self._deposit_too_late(sandbox, order, merchant_uid)

        assert Refund.get().left == 24_000
        assert factories.facts().count("OperationStuck") == 1


class TestAHint:
    def test_that_comes_sixty_times_costs_two_questions(self, sandbox, order, merchant_uid):
        before = _questions(sandbox, merchant_uid)
        sandbox.pay(merchant_uid, None)

        for _ in range(60):
            _report(merchant_uid)
        _work()
        _work()

        assert sales.state_of(order) == "PAID"
        assert 1 <= _questions(sandbox, merchant_uid) - before <= 2

    def test_that_is_forged_changes_nothing(self, order, merchant_uid):
        before = factories.facts()

        _report(merchant_uid)
        _work()

        assert (sales.state_of(order), Payment.get().state) == ("AWAITING_PAYMENT", "READY")
        assert [fact for fact in factories.facts() if fact not in before] == ["LookDue"]

    def test_that_is_stale_changes_nothing(self, sandbox, order, merchant_uid):
        sandbox.pay(merchant_uid, None)
        _work()
        before = sales.accounts()

        _report(merchant_uid)
        _work()

        assert (sales.state_of(order), sales.accounts()) == ("PAID", before)

    def test_of_another_shop_is_not_ours(self, sandbox, order, uid):
        sandbox.pay(uid, 24_000)
        with pytest.raises(payments.PaymentNotFound):
            _report(uid)
