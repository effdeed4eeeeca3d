"""Is every bad field named, in words?"""

import msgspec
import pytest
from msgspec import Struct

from api_http import bodies
from api_http.problems import Problem
from api_http.resources.alarm_settings import SettingsChange
from api_http.shapes import Id, LoginId, Name, Page, Price, Shape


class Parcel(Shape, frozen=True, kw_only=True):
    goods_id: Id
    sender_name: Name
    login_id: LoginId = "anyone"
    price: Price | None = None


class Hint(Struct, frozen=True, kw_only=True):
    imp_uid: str


GOOD = {"goodsId": 1, "senderName": "앤"}


def refused(values: object) -> Problem:
    content = values if isinstance(values, bytes) else msgspec.json.encode(values)
    with pytest.raises(Problem) as problem:
        bodies.checked(content, Parcel)
    return problem.value


class TestChecked:
    def test_reads_camel_case_into_a_shape(self):
        body = bodies.checked('{"goodsId": 1, "senderName": "앤 🧥"}'.encode(), Parcel)
        assert (body.goods_id, body.sender_name, body.price) == (1, "앤 🧥", None)

    def test_names_every_bad_field_at_once(self):
        problem = refused({"senderName": " ", "price": "1000", "loginId": "a", "colour": "red"})
        assert problem.code == "INVALID_FIELDS"
        assert problem.fields["goodsId"] == bodies.REQUIRED
        assert problem.fields["colour"] == bodies.UNKNOWN
        assert set(problem.fields) == {"goodsId", "colour", "price", "senderName", "loginId"}

    @pytest.mark.parametrize(
        "change",
        [
            {"goodsId": "1"},
            {"goodsId": 1.5},
            {"goodsId": True},
            {"goodsId": None},
            {"goodsId": 0},
            {"goodsId": 2**53},
            {"goodsId": [1]},
            {"senderName": "a\0b"},
            {"senderName": "a\nb"},
            {"senderName": "\u3000"},
            {"senderName": "x" * 41},
            {"loginId": "anna\n"},
            {"price": -1},
            {"price": 10_000_000_000_000},
            {"sender_name": "snake"},
            {"\0": 1},
        ],
    )
    def test_names_the_field_that_is_wrong(self, change):
        problem = refused(GOOD | change)
        assert (problem.code, list(problem.fields)) == ("INVALID_FIELDS", list(change))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"{",
            b"null",
            b"[]",
            b'"text"',
            b"1",
            b"{'goodsId': 1}",
            b'{"goodsId": 1}x',
            b'{"goodsId": NaN}',
            b'{"senderName": "\\ud800"}',
            b'{"\\ud800": 1}',
            b'{"senderName": "\xff"}',
            b'{"senderName": "a\x00b"}',
            "{}".encode("utf-16"),
            b"[" * 60_000,
            b'{"a":' * 10_000,
            b'{"a":' * 2_000 + b"1" + b"}" * 2_000,
        ],
    )
    def test_refuses_what_is_no_json_object(self, content):
        assert refused(content).code == "MALFORMED_JSON"

    def test_survives_numbers_beyond_all_bounds(self):
        for number in (b"1e999", b"9" * 5_000, b"-" + b"9" * 30):
            assert refused(b'{"goodsId": ' + number + b"}").code in (
                "INVALID_FIELDS",
                "MALFORMED_JSON",
            )

    def test_cuts_the_name_of_a_field_that_is_not_ours(self):
        assert "x" * 80 in refused(GOOD | {"x" * 1_000: 1}).fields

    def test_passes_over_unknown_fields_where_a_shape_takes_them(self):
        body = bodies.checked(b'{"imp_uid": "imp_1", "new": 1}', Hint)
        assert body.imp_uid == "imp_1"

    def test_tells_null_from_what_was_not_sent(self):
        body = bodies.checked(b'{"quietFrom": null}', SettingsChange)
        assert (body.quiet_from, body.quiet_until) == (None, msgspec.UNSET)


class TestConverted:
    def test_makes_numbers_of_the_texts_of_a_query(self):
        assert bodies.converted({"limit": "5"}, Page, strict=False).limit == 5

    @pytest.mark.parametrize("limit", ["0", "101", "x", "", "1.5", ["1", "2"], "\0", "١" * 9])
    def test_names_what_is_wrong_in_a_query(self, limit):
        with pytest.raises(Problem) as problem:
            bodies.converted({"limit": limit}, Page, strict=False)
        assert list(problem.value.fields) == ["limit"]
