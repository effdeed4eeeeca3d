"""Does what the operator writes reach those whom it concerns, over HTTP?"""

import pytest

from demo.client import Client
from tests.journeys.test_operating import code, told
from tests.support.lots import picture, put_up
from tests.support.markets import RunningMarket
from tests.support.waiting import wait_until

pytestmark = pytest.mark.parametrize("market", ["mariadb"], indirect=True)

WHY = {"reason": "알려야 합니다."}


@pytest.fixture(scope="module")
def ann(market: RunningMarket) -> Client:
    ann = Client(market.market, "ann_reads")
    ann.sign_up()
    return ann


@pytest.fixture(scope="module")
def olga(market: RunningMarket) -> Client:
    olga = Client(market.market, "olga_writes")
    olga.sign_up()
    assert market.pikcur("admin", "add", olga.name).returncode == 0
    return olga


class TestTheOperator:
    def test_announces_something_that_everybody_hears_once(self, ann: Client, olga: Client) -> None:
        texts = {"title": "점검", "text": "내일", "titleEn": "Repairs", "textEn": "Tomorrow"}
        notice = olga.post("/v1/admin/notices", {**WHY, **texts, "audience": "ALL"})
        path = f"/v1/admin/notices/{notice['noticeId']}"

        wait_until("all to hear", lambda: olga.get("/v1/admin/notices")["items"][0]["done"])
        wait_until("ann to hear", lambda: told(ann, "NOTICE"))
        assert told(ann, "NOTICE") == ["새 공지: 점검"]
        assert olga.get("/v1/admin/notices")["items"][0]["told"] >= 2
        olga.ask("PATCH", path, json={**WHY, "text": "모레"})
        assert ann.get("/v1/notices")["items"][0]["text"] == "모레"
        olga.ask("DELETE", path, json=WHY, expect=204)
        titles = [one["title"] for one in ann.get("/v1/notices")["items"]]
        assert texts["title"] not in titles
        assert code(olga, "DELETE", path, json=WHY) == (404, "NOTICE_NOT_FOUND")

    def test_answers_and_closes_what_a_member_asks(self, ann: Client, olga: Client) -> None:
        upload_id = ann.upload(picture(), kind="INQUIRY")
        asked = {"category": "PAYMENT", "title": "결제", "text": "안 됩니다."}
        inquiry = ann.post("/v1/me/inquiries", {**asked, "uploadIds": [upload_id]})
        path = f"/v1/admin/inquiries/{inquiry['inquiryId']}"

        waiting = olga.get("/v1/admin/inquiries?state=WAITING")["items"]
        assert ann.member_id in [one["memberId"] for one in waiting]
        assert olga.get(path)["messages"][0]["images"]
        olga.post(f"{path}/messages", {"text": "고쳤습니다."})
        assert olga.put(f"{path}/close", WHY)["state"] == "CLOSED"
        wait_until("ann to hear", lambda: len(told(ann, "INQUIRY_ANSWERED")) == 2)
        assert WHY["reason"] in told(ann, "INQUIRY_ANSWERED")[0]

    def test_names_shelves_and_has_them_no_more(self, ann: Client, olga: Client) -> None:
        upload_id = olga.upload(picture(), kind="BRAND")
        brand = {"name": "새 상표", "nameEn": "Brand-new", "uploadId": upload_id}
        made = olga.post("/v1/admin/brands", {**WHY, **brand})
        assert ann.get("/v1/brands?query=brand-new")["items"][0]["image"] == made["image"]
        again = {**WHY, "name": "새상표", "nameEn": "Other"}
        assert code(olga, "POST", "/v1/admin/brands", json=again) == (409, "BRAND_NAME_TAKEN")
        olga.ask("DELETE", f"/v1/admin/brands/{made['brandId']}", json=WHY, expect=204)
        assert ann.get("/v1/brands?query=brand-new")["items"] == []

        shelf = olga.post("/v1/admin/categories", {**WHY, "name": "모자", "nameEn": "Hats"})
        below = {**WHY, "name": "털모자", "nameEn": "Beanies", "parentId": shelf["categoryId"]}
        child = olga.post("/v1/admin/categories", below)
        below = {**below, "parentId": child["categoryId"]}
        assert code(olga, "POST", "/v1/admin/categories", json=below) == (409, "CATEGORY_TOO_DEEP")
        olga.ask("DELETE", f"/v1/admin/categories/{shelf['categoryId']}", json=WHY, expect=204)
        assert "모자" not in [one["name"] for one in ann.get("/v1/categories")["items"]]

    def test_writes_what_is_often_asked_and_agreed_to(self, ann: Client, olga: Client) -> None:
        said = {"question": "왜요?", "answer": "네.", "questionEn": "Why?", "answerEn": "Yes."}
        faq = olga.post("/v1/admin/faqs", {**WHY, **said, "category": "OTHER"})
        assert [one["answer"] for one in ann.get("/v1/faqs?query=왜요")["items"]] == ["네."]
        olga.ask("DELETE", f"/v1/admin/faqs/{faq['faqId']}", json=WHY, expect=204)
        assert ann.get("/v1/faqs?query=왜요")["items"] == []

        texts = {"title": "약관", "text": "제1조", "titleEn": "Terms", "textEn": "Article 1"}
        terms = olga.post("/v1/admin/terms", {**WHY, **texts, "kind": "MARKETING"})
        newest = ann.get("/v1/terms/MARKETING")
        assert (newest["version"], newest["text"]) == (terms["version"], "제1조")

    def test_looks_at_goods_with_forbidden_words(
        self, market: RunningMarket, ann: Client, olga: Client
    ) -> None:
        sam = Client(market.market, "sam_sells")
        sam.sign_up()
        word = olga.post("/v1/admin/forbidden-words", {**WHY, "word": "정품급"})
        path = f"/v1/admin/forbidden-words/{word['wordId']}"
        assert olga.ask("PATCH", path, json={**WHY, "word": "레플"})["word"] == "레플"
        good, bad = (put_up(sam, name=name) for name in ("레플 하나", "레플 둘"))

        assert [sam.get(f"/v1/goods/{goods_id}")["review"] for goods_id in (good, bad)] == [
            "WAITING", "WAITING",
        ]  # fmt: skip
        assert code(ann, "GET", f"/v1/goods/{good}") == (404, "GOODS_NOT_FOUND")
        waiting = olga.get("/v1/admin/goods?review=WAITING")["items"]
        assert [one["goodsId"] for one in waiting] == [bad, good]
        assert olga.get(f"/v1/goods/{bad}")["info"]

        olga.ask("POST", f"/v1/admin/goods/{good}/approve", json=WHY, expect=204)
        olga.ask("POST", f"/v1/admin/goods/{bad}/cancel", json=WHY, expect=204)
        assert code(olga, "POST", f"/v1/admin/goods/{good}/approve", json=WHY) == (
            409, "NOT_WAITING",
        )  # fmt: skip
        assert ann.get(f"/v1/goods/{good}")["review"] is None
        assert code(ann, "GET", f"/v1/goods/{bad}") == (404, "GOODS_NOT_FOUND")
        wait_until("sam to hear", lambda: told(sam, "NOTICE") and told(sam, "AUCTION_FAILED"))
        olga.ask("DELETE", path, json=WHY, expect=204)
        assert olga.get("/v1/admin/forbidden-words")["items"] == []
