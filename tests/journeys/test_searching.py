"""Are goods found over HTTP, by words typed in any form, counted, suggested and remembered?"""

import json
import os
import subprocess
import unicodedata
from typing import Any

import pytest

from demo.client import Client
from tests.support.markets import RunningMarket
from tests.support.servers import HOST, ROOT
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def ann(market: RunningMarket) -> Client:
    ann = Client(market.market, "ann_searching")
    ann.sign_up()
    return ann


def found(client: Client, **query: Any) -> Any:
    return client.get("/v1/goods", params=query)


class TestSearching:
    def test_finds_words_typed_in_any_form(self, ann):
        first = found(ann, limit=1)["items"][0]
        word = next(word for word in first["name"].split() if len(word) > 1)

        for typed in (word, unicodedata.normalize("NFD", word), word.upper(), f" {word}\u200d"):
            ids = [item["goodsId"] for item in found(ann, query=typed, limit=100)["items"]]
            assert first["goodsId"] in ids, typed
        assert found(ann, query="없는말입니다")["items"] == []

    def test_counts_what_the_pages_list(self, ann):
        answer = found(ann, facets="true", limit=100)
        facets = answer["facets"]

        assert facets["total"] == len(answer["items"]) > 0
        for name in ("categories", "brands", "qualities", "genders", "prices"):
            assert sum(one["count"] for one in facets[name]) == facets["total"]
        brand = facets["brands"][0]
        assert len(found(ann, brandId=brand["brandId"])["items"]) == brand["count"]
        assert found(ann)["facets"] is None

    @pytest.mark.parametrize("sort", ["recent", "ending", "popular", "priceAsc", "relevance"])
    def test_pages_list_everything_once(self, ann, sort):
        ids, cursor = list[int](), ""
        while cursor is not None:
            page = found(ann, sort=sort, limit=7, cursor=cursor)
            ids += [item["goodsId"] for item in page["items"]]
            cursor = page["nextCursor"]
        assert len(ids) == len(set(ids)) == found(ann, facets="true")["facets"]["total"]

    @pytest.mark.parametrize(
        "query", [{"sort": "best"}, {"state": "GONE"}, {"facets": "maybe"}, {"colour": "red"},
                  {"minPrice": -1}, {"query": "x" * 41}, {"cursor": "Mi4yLjM="}],
    )  # fmt: skip
    def test_refuses_what_it_does_not_know(self, ann, query):
        answer = ann.send("GET", "/v1/goods", params=query)
        assert (answer.status_code, answer.json()["code"] != "") == (422, True)

    def test_remembers_what_was_looked_for(self, ann):
        for words in ("나이키", "맥북", "나이키"):
            found(ann, query=words)

        def searches() -> list[Any]:
            return [one["query"] for one in ann.get("/v1/me/searches")["items"]]

        wait_until("the searches", lambda: searches()[:2] == ["나이키", "맥북"])
        first = ann.get("/v1/me/searches")["items"][0]
        assert ann.send("DELETE", f"/v1/me/searches/{first['searchId']}").status_code == 204
        assert ann.send("DELETE", f"/v1/me/searches/{first['searchId']}").status_code == 404
        assert searches()[0] == "맥북"
        assert ann.send("DELETE", "/v1/me/searches").status_code == 204
        assert searches() == []

    def test_tells_what_is_popular_and_what_may_be_meant(self, ann):
        brand = ann.get("/v1/brands")["items"][0]["name"]
        found(ann, query=brand)

        def popular() -> list[Any]:
            return [one["query"] for one in ann.get("/v1/search/popular")["items"]]

        wait_until("the popular words", lambda: brand.lower() in popular())
        suggested = ann.get("/v1/search/suggestions", params={"prefix": brand[:1]})["items"]
        assert brand.lower() in [one["query"].lower() for one in suggested]


class TestTheCommand:
    def test_puts_all_goods_in_anew(self, market, ann):
        before = found(ann, facets="true")["facets"]
        secrets = json.loads((market.data / "secrets.json").read_text())
        given = {
            "SERVICES_ADDRESS": f"{HOST}:{market.market.port_base + 51}",
            "WORKER_SECRET": secrets["WORKER_SECRET"],
        }
        done = subprocess.run(
            [ROOT / "bin" / "pikcur", "search", "rebuild"],
            env=os.environ | given,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert " goods\n" in done.stdout
        assert found(ann, facets="true")["facets"] == before
