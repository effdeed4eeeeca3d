"""How does somebody do on pages what every sale needs? Steps that journeys in a browser share."""

import io
import re
from collections.abc import Mapping
from datetime import timedelta

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from demo.client import PASSWORD, Market
from tests.support.browsers import Person
from tests.support.waiting import wait_until

_KOREA = timedelta(hours=9)
TEAL, TOMATO = (0, 128, 128), (255, 99, 71)


def picture_file(
    name: str, colour: tuple[int, int, int], size: tuple[int, int] = (400, 500)
) -> FilePayload:
    """This function will draw a picture that can be chosen."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def fill(page: Page, fields: Mapping[str, str]) -> None:
    """This function will type into fields by their names."""
    for name, text in fields.items():
        page.fill(f"[name={name}]", text)


def prove_address(person: Person, email: str) -> None:
    """This function will have a code mailed, and type it."""
    person.page.fill("[name=email]", email)
    person.press("인증 코드 받기")
    mails = wait_until("the mail", lambda: person.market.mails_to(email))
    person.page.fill("[name=code]", re.findall(r"\d{6}", mails[-1]["text"])[0])
    person.page.keyboard.press("Enter")


def describe_oneself(person: Person, login_id: str) -> None:
    """This function will type what is asked of a new member, but agree to nothing yet."""
    fields = {"loginId": login_id, "password": PASSWORD, "name": "김새봄"}
    fill(person.page, fields | {"phone": "010-1234-5678", "birth": "1992-03-14"})


def agree(person: Person) -> None:
    for box in person.page.get_by_role("checkbox").all():
        box.check()


def describe_goods(page: Page) -> None:
    """This function will say all of goods but their pictures, as loosely as people type."""
    page.get_by_label("상품 이름").fill("나이키 에어")
    page.get_by_label("카테고리", exact=True).select_option(index=1)
    page.get_by_label("세부 카테고리").select_option(index=1)
    page.get_by_label("브랜드").fill("나이키")
    page.get_by_label("상태").select_option(label="거의 새것")
    page.get_by_label("배송비").fill("3천")
    page.get_by_label("상품 설명").fill("한 번 신었어요.")
    page.get_by_label("시작가").fill("1만원")
    page.get_by_role("button", name="3일").click()


def put_up(person: Person, **others: str) -> int:
    """This function will put goods up; `others` are of fields by their names. Gives their id."""
    person.go("/sell")
    person.page.get_by_label("사진 추가").set_input_files([picture_file("teal.png", TEAL)])
    describe_goods(person.page)
    fill(person.page, others)
    person.press("경매에 올리기")
    person.page.wait_for_url("**/goods/*")
    return id_in(person.page)


def korean_minute(market: Market, *, minutes: int) -> str:
    """This function will write the minute that is so many away as a field for it holds it."""
    return f"{market.now() + _KOREA + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


def id_in(page: Page) -> int:
    """This function will give the number at the end of the page's address."""
    return int(page.url.partition("?")[0].rsplit("/", 1)[-1])


def bid(person: Person, amount: str, *, maximum: bool = False) -> None:
    page = person.page
    page.get_by_label("최대 금액으로 자동 입찰").set_checked(maximum)
    page.get_by_label("최대 금액" if maximum else "입찰 금액", exact=True).fill(amount)
    page.locator(".bid button[type=submit]").click()


def keep_address(person: Person) -> None:
    """This function will type the first address of somebody who is sent to do that."""
    person.press("배송지 등록")
    person.page.get_by_role("heading", level=1, name="배송지").wait_for()
    person.press("배송지 등록")
    where = {"name": "김새봄", "phone": "010-1234-5678", "postcode": "06236"}
    fill(person.page, where | {"address": "서울 강남구 테헤란로 1", "addressDetail": "301호"})
    person.press("배송지 등록")
    expect(person.page.get_by_text("301호").first).to_be_visible()


def pay(person: Person) -> None:
    """This function will pay for the order that is open, in the provider's window."""
    person.page.get_by_role("button", name=re.compile("결제하기$")).click()
    person.page.get_by_role("button", name="결제하기 · Pay").click()
    is_at(person, "결제 완료")


def ship(person: Person, invoice: str) -> None:
    """This function will name the parcel of the order that is open."""
    person.page.get_by_label("운송장 번호").fill(invoice)
    person.page.get_by_label("택배사").select_option("04")
    person.press("발송 등록")
    person.sees("발송을 등록했어요.")


def is_at(person: Person, state: str) -> None:
    """This function will wait until the order that is open has come so far."""
    expect(person.page.locator("main .state").first).to_have_text(state)
