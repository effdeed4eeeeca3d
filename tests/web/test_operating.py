"""Does an operator's day work by pages: whoever waits is helped, and money moves by two only?"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from demo.client import Client
from tests.support.browsers import Person, faults_of
from tests.support.lots import confirmed, delivered, paid, put_up, reach
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("shop", ["sqlite"], indirect=True)

Window = Callable[..., Person]
Member = Callable[[str], Client]

ACCOUNT = {"bankCode": "088", "accountNumber": "110-123-456789", "holder": "김판매"}
WHY = {"reason": "운영자의 하루"}


@pytest.fixture
def operator(window: Window, member: Member, shop: RunningMarket) -> Callable[[str], Person]:
    """Signs one of the operator's people in at the console."""

    def signed_in(role: str) -> Person:
        person = window()
        person.sign_in(hired(member(role), shop), at="/console")
        return person

    return signed_in


def hired(who: Client, shop: RunningMarket) -> Client:
    shop.market.make_admin(who.name, "OWNER")
    return who


def opens(person: Person, kind: str, title: str) -> None:
    """Goes from the queue to what waits there."""
    person.press("할 일")
    line = person.page.locator("[data-queue] a").filter(has_text=kind)
    line.filter(has_text=title).last.click()


def does(person: Person, verb: str, **typed: str) -> None:
    """Chooses an act, types what it asks for, and does it."""
    acts = person.page.locator(".case-acts")
    acts.get_by_role("button", name=verb, exact=True).click()
    for name, text in ({"reason": WHY["reason"]} | typed).items():
        if (field := acts.locator(f"[name={name}]")).count():
            field.fill(text)
    acts.get_by_role("button", name=verb, exact=True).click()
    person.sees(f"처리했어요: {verb}")


class TestAnOperator:
    def test_helps_whoever_waits(
        self, operator: Callable[[str], Person], member: Member, shop: RunningMarket
    ) -> None:
        seller, bob = member("seller"), member("bob")
        order_id = disputed(shop, seller, bob)
        asked = {"category": "ACCOUNT", "title": "이름이 바뀌었어요", "text": "어떻게 고치나요?"}
        inquiry = bob.post("/v1/me/inquiries", asked)
        goods_id = put_up(seller)
        member("ann").bid(goods_id, amount=10_000)
        report = {"reason": "COUNTERFEIT", "detail": "로고가 달라요."}
        bob.post(f"/v1/goods/{goods_id}/reports", report)
        letter = untold(shop, bob)
        olga = operator("olga")
        page = olga.page

        opens(olga, "분쟁", "83,000원")
        olga.sees("상자가 찌그러졌어요.")
        page.get_by_role("button", name="결정하기").click()
        page.get_by_label("구매자에게 돌려줄 금액").fill("3만원")
        olga.sees("구매자에게 30,000원을 환불하고")
        page.get_by_label("이유").fill("사진을 보았어요.")
        page.locator(".case-acts").get_by_role("button", name="결정하기").click()
        olga.sees("구매자 30,000원, 판매자 53,000원")
        reach(bob, order_id, "SETTLED")

        opens(olga, "1:1 문의", "이름이 바뀌었어요")
        does(olga, "답변 보내기", text="설정에서 고칠 수 있어요.")
        path = f"/v1/me/inquiries/{inquiry['inquiryId']}"
        assert bob.get(path)["messages"][-1]["text"] == "설정에서 고칠 수 있어요."

        opens(olga, "신고", "상품")
        does(olga, "내리기", note="가짜예요.")
        assert bob.get(f"/v1/goods/{goods_id}/auction")["state"] == "CANCELLED"

        opens(olga, "전하지 못한 소식", "SuspensionEnded")
        olga.sees(letter)
        does(olga, "다시 전하기")
        wait_until("the word", lambda: bob.alarms("NOTICE"))
        assert faults_of(page) == []

    def test_suspends_somebody_and_lifts_a_strike(
        self, operator: Callable[[str], Person], member: Member, shop: RunningMarket
    ) -> None:
        seller, bob, dan = member("seller"), member("bob"), member("dan")
        order_id = paid(shop.market, dan, bob)
        dan.post(f"/v1/orders/{order_id}/cancel", WHY, expect=200)
        wait_until("the strike", lambda: dan.get("/v1/me/strikes")["items"])
        olga = operator("olga")
        page = olga.page

        olga.press("회원")
        page.keyboard.press("/")
        page.keyboard.type(dan.name)
        page.keyboard.press("Enter")
        page.locator("[data-queue] a", has_text=dan.name).click()
        olga.press("경고 거두기")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("이유").fill("물건이 망가졌어요.")
        dialog.get_by_role("button", name="경고 거두기").click()
        olga.sees("거둔 경고")
        does(olga, "정지하기", days="3")
        expect(page.locator("main h2 .state").first).to_have_text("정지")
        lot = put_up(seller)
        refused = dan.bid(lot, expect=403, amount=10_000)
        assert (refused["code"], refused["reason"]) == ("MEMBER_SUSPENDED", WHY["reason"])
        does(olga, "정지 풀기")
        dan.bid(lot, amount=10_000)


class TestTwoOperators:
    def test_pay_sellers_out_and_end_what_got_stuck(
        self, operator: Callable[[str], Person], member: Member, shop: RunningMarket
    ) -> None:
        seller, bob = member("paul"), member("bob")
        seller.post("/v1/me/accounts", ACCOUNT)
        confirmed(shop.market, seller, bob, f"{seller.member_id:012d}")
        olga, otto = operator("olga"), operator("otto")
        end_open_runs(member("olga"))

        olga.press("정산 송금")
        olga.page.locator("summary", has_text="송금 만들기").click()
        form = olga.page.locator("[data-queue] form")
        form.get_by_label("이유").fill("이번 주 송금")
        form.get_by_role("button", name="송금 만들기").click()
        olga.sees("다른 운영자의 승인을 기다려요.")
        expect(olga.page.get_by_role("button", name="승인하기")).to_have_count(0)
        run_id = re.findall(r"id=(\d+)", olga.page.url)[0]

        opens(otto, "송금 승인", "원")
        does(otto, "승인하기")
        does_download(otto, "은행 파일 내려받기")
        does(otto, "결과 적기")
        expect(otto.page.locator("main h2 .state")).to_have_text("완료")
        (payout,) = seller.get("/v1/me/payouts")["items"]
        assert (payout["state"], payout["amount"]) == ("PAID", 79_000)
        assert member("olga").get(f"/v1/admin/payouts/{run_id}")["run"]["state"] == "DONE"

        order_id = stuck(shop, seller, bob)
        opens(olga, "멈춘 결제사 작업", "83,000원")
        does(olga, "직접 처리함", evidence="신한은행 이체 17")
        olga.sees("제안했어요. 다른 운영자가 확인해야 이루어져요.")
        expect(olga.page.get_by_role("button", name="직접 처리함 확인")).to_have_count(0)
        opens(otto, "두 번째 확인", "83,000원")
        otto.sees("신한은행 이체 17")
        does(otto, "직접 처리함 확인")
        wait_until("the refund", lambda: bob.get(f"/v1/orders/{order_id}")["refund"]["doneAt"])
        assert faults_of(otto.page) == []


def disputed(shop: RunningMarket, seller: Client, buyer: Client) -> int:
    """An order about which nobody but the operator can decide any more."""
    order_id = delivered(shop.market, seller, buyer, f"{seller.member_id:012d}")
    claim = {"kind": "DAMAGED", "wanted": "REFUND", "text": "상자가 찌그러졌어요."}
    case = buyer.post(f"/v1/orders/{order_id}/cases", claim)
    seller.post(f"/v1/cases/{case['caseId']}/escalate", expect=200)
    return order_id


def untold(shop: RunningMarket, who: Client) -> str:
    """News of a member that could not be told; gives why."""
    because = "KeyError: 'member'"
    payload = f'{{"member_id":{who.member_id}}}'
    shop.rows(
        "INSERT INTO outbox (kind, payload, request_id, created_at, stage, parked_because) "
        f"SELECT 'SuspensionEnded', '{payload}', 'test', created_at, 3, \"{because}\" "
        "FROM outbox ORDER BY fact_id DESC LIMIT 1"
    )
    return because


def end_open_runs(admin: Client) -> None:
    """Whatever the clock has drawn up meanwhile."""
    for run in admin.get("/v1/admin/payouts?limit=5")["items"]:
        if run["state"] in ("DRAFT", "APPROVED"):
            admin.post(f"/v1/admin/payouts/{run['runId']}/drop", WHY, expect=200)


def does_download(person: Person, verb: str) -> None:
    acts = person.page.locator(".case-acts")
    acts.get_by_role("button", name=verb, exact=True).click()
    with person.page.expect_download() as file:
        acts.get_by_role("button", name=verb, exact=True).click()
    assert file.value.suggested_filename.startswith("payouts-")


def stuck(shop: RunningMarket, seller: Client, buyer: Client) -> int:
    """An order whose money the provider does not give back."""
    order_id = paid(shop.market, seller, buyer)
    shop.market.play("PUT", "refusals", times=9)
    buyer.post(f"/v1/orders/{order_id}/cancel", WHY, expect=200)
    wait_until(
        "a stuck operation",
        lambda: shop.rows("SELECT 1 FROM provider_operation WHERE state = 'STUCK'"),
    )
    shop.market.play("PUT", "refusals", times=0)
    return order_id
