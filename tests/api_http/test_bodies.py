"""Is every bad field named, in words?"""

from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta, Struct, field

from api_http import bodies, checks
from api_http.kinds.texts import LoginId, Name
from api_http.problems import Problem, Words
from api_http.resources.alarm_settings import SettingsChange
from api_http.resources.goods import GoodsQuery
from api_http.shapes import Id, Page, Price, Shape


class Box(Shape, frozen=True, kw_only=True):
    label: Name


class Parcel(Shape, frozen=True, kw_only=True):
    goods_id: Id
    sender_name: Name
    login_id: LoginId = LoginId("anyone")
    price: Price | None = None
    colour: Literal["RED", "BLUE"] = "RED"
    picture_ids: Annotated[list[Id], Meta(min_length=1, max_length=3)] = field(default_factory=list)
    boxes: tuple[Box, ...] = ()
    gift: bool = False


class Hint(Struct, frozen=True, kw_only=True):
    imp_uid: Name


GOOD = {"goodsId": 1, "senderName": "앤"}


def refused(values: object, shape: type[Struct] = Parcel) -> Problem:
    content = values if isinstance(values, bytes) else msgspec.json.encode(values)
    with pytest.raises(Problem) as problem:
        bodies.checked(content, shape)
    return problem.value


class TestChecked:
    def test_reads_camel_case_into_a_shape(self):
        body = bodies.checked('{"goodsId": 1, "senderName": "앤 🧥"}'.encode(), Parcel)
        assert (body.goods_id, body.sender_name, body.price) == (1, "앤 🧥", None)

    def test_names_every_bad_field_at_once(self):
        problem = refused({"senderName": " ", "price": "1000", "loginId": "a", "size": "red"})
        assert problem.code == "INVALID_FIELDS"
        assert problem.fields["goodsId"] == checks.REQUIRED
        assert problem.fields["size"] == checks.UNKNOWN
        assert set(problem.fields) == {"goodsId", "size", "price", "senderName", "loginId"}

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
            {"senderName": 7},
            {"loginId": "anna!"},
            {"price": -1},
            {"price": 10_000_000_000_000},
            {"colour": "GREEN"},
            {"colour": 1},
            {"pictureIds": []},
            {"pictureIds": [1, 2, 3, 4]},
            {"pictureIds": 1},
            {"gift": "yes"},
            {"sender_name": "snake"},
            {"GoodsId": 1},
            {"\0": 1},
        ],
    )
    def test_names_the_field_that_is_wrong_in_words(self, change):
        problem = refused(GOOD | change)
        assert (problem.code, list(problem.fields)) == ("INVALID_FIELDS", list(change))
        for words in problem.fields.values():
            _assert_sentence(words)

    def test_names_what_is_wrong_within_lists_and_objects(self):
        boxes = [{"label": "a"}, {"label": "", "size": 1}, 7]
        problem = refused(GOOD | {"pictureIds": [1, "2", 0], "boxes": boxes})
        assert list(problem.fields) == [
            "pictureIds[1]",
            "pictureIds[2]",
            "boxes[1].size",
            "boxes[1].label",
            "boxes[2]",
        ]

    @pytest.mark.parametrize(
        "content",
        [
            b'{"goodsId": 1, "goodsId": 1, "senderName": "a"}',
            b'{"goodsId": 1, "\\u0067oodsId": 2, "senderName": "a"}',
            b'{"goodsId": 1, "goodsId": "x", "senderName": "a"}',
        ],
    )
    def test_refuses_a_field_that_is_sent_twice(self, content):
        assert refused(content).fields == {"goodsId": checks.TWICE}

    def test_refuses_a_field_that_is_sent_twice_within(self):
        content = b'{"goodsId": 1, "senderName": "a", "boxes": [{"label": "a", "label": "b"}]}'
        assert refused(content).fields == {"label": checks.TWICE}

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

    @pytest.mark.parametrize("new", [b"1", b"null", b'{"a": 1, "a": 2}', b"[[[]]]", b"1e99"])
    def test_passes_over_unknown_fields_where_a_shape_takes_them(self, new):
        body = bodies.checked(b'{"imp_uid": "imp_1", "new": ' + new + b"}", Hint)
        assert body.imp_uid == "imp_1"

    def test_tells_null_from_what_was_not_sent(self):
        body = bodies.checked(b'{"quietFrom": null}', SettingsChange)
        assert (body.quiet_from, body.quiet_until) == (None, msgspec.UNSET)


def _assert_sentence(words: Words) -> None:
    assert words.english.endswith(".")
    assert words.korean.endswith(".")
    assert not {"`", "^", "\\"} & set(words.english + words.korean)


class TestConverted:
    def test_makes_numbers_of_the_texts_of_a_query(self):
        assert bodies.converted({"limit": "5"}, Page, strict=False).limit == 5

    @pytest.mark.parametrize("limit", ["0", "101", "x", "", "1.5", ["1", "2"], "\0", "١" * 9])
    def test_names_what_is_wrong_in_a_query(self, limit):
        with pytest.raises(Problem) as problem:
            bodies.converted({"limit": limit}, Page, strict=False)
        assert list(problem.value.fields) == ["limit"]

    def test_refuses_a_parameter_that_is_sent_twice(self):
        for twice in ({"limit": ["1", "2"]}, {"cursor": ["MQ==", "MQ=="]}):
            with pytest.raises(Problem) as problem:
                bodies.converted(twice, Page, strict=False)
            assert list(problem.value.fields.values()) == [checks.TWICE]

    def test_is_not_nothing_where_a_number_or_a_choice_is_wanted(self):
        for name in ("categoryId", "state", "quality"):
            with pytest.raises(Problem) as problem:
                bodies.converted({name: "null"}, GoodsQuery, strict=False)
            assert set(problem.value.fields) == {name}

    def test_may_look_for_the_word_null(self):
        assert bodies.converted({"query": "null"}, GoodsQuery, strict=False).query == "null"
