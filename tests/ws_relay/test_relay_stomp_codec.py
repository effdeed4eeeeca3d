"""Are bytes and frames told apart, whatever arrives and however it is cut?"""

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stomp.utils import Frame as TheirFrame
from stomp.utils import convert_frame, parse_frame

from ws_relay import stomp
from ws_relay.stomp import Frame, Limits, MalformedFrame, Parser

LIMITS = Limits(head=256, headers=8, body=128)
VERSIONS = st.sampled_from(["1.0", "1.1", "1.2"])
CONNECT = b"CONNECT\naccept-version:1.2\n\n\0"
WORDS = [b"CONNECT", b"SUBSCRIBE", b"SEND", b"content-length:", b"5", b"1000000000", b"-1"]
SIGNS = [b"\n", b"\r\n", b"\0", b":", b"\\", b"\\c", b"\\x", b"\xff", b"id:0\n", b"x" * 300]
PIECES = st.sampled_from([*WORDS, *SIGNS, CONNECT])
JUNK = st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=20).map(b"".join))
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
#: What 1.0 can carry: it has no escapes, and blanks at the ends are not part of anything.
PLAIN = st.text("abc /-가é=", min_size=1, max_size=8).map(str.strip).filter(bool)


def cut(data: bytes, places: list[int]) -> list[bytes]:
    edges = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[a:b] for a, b in pairwise(edges)]


def outcome(chunks: list[bytes], version: str | None) -> tuple[list[Frame], str | None]:
    """The frames that came out, and the code of what ended it."""
    parser = Parser(LIMITS)
    parser.version = version
    frames: list[Frame] = []
    try:
        for chunk in chunks:
            for frame in parser.frames(chunk):
                frames.append(frame)
            assert len(parser._buffer) <= LIMITS.head + LIMITS.body + 2
    except MalformedFrame as problem:
        return frames, problem.code
    return frames, None


class TestParser:
    @given(JUNK, st.lists(st.integers(0, 500), max_size=8), st.none() | VERSIONS)
    @example(b"SEND\ncontent-length:1000000000\n\n", [], "1.2")
    @settings(max_examples=250, deadline=None)
    def test_never_fails_but_by_its_own_refusal(self, data, places, version):
        outcome(cut(data, places), version)

    @given(JUNK, st.none() | VERSIONS)
    @settings(max_examples=120, deadline=None)
    def test_gives_the_same_frames_however_the_bytes_are_cut(self, data, version):
        whole, _ = outcome([data], version)
        single, _ = outcome([data[i : i + 1] for i in range(len(data))], version)

        assert single[: len(whole)] == whole

    @given(
        st.sampled_from(["SEND", "SUBSCRIBE", "ACK"]),
        st.dictionaries(TEXT.filter(bool), TEXT, max_size=4),
        st.binary(max_size=60),
        st.sampled_from(["1.1", "1.2"]),
        st.lists(st.integers(0, 400), max_size=4),
    )
    @settings(max_examples=120, deadline=None)
    def test_reads_back_what_was_encoded(self, command, headers, body, version, places):
        headers.pop("content-length", None)
        data = stomp.encode(command, headers.items(), body, version)
        parser = Parser(Limits())
        parser.version = version

        frames = [frame for chunk in cut(data * 2, places) for frame in parser.frames(chunk)]

        length = {"content-length": str(len(body))} if body else {}
        assert frames == [Frame(command, headers | length, body)] * 2

    @given(st.dictionaries(PLAIN, PLAIN, max_size=4), st.binary(min_size=1, max_size=60))
    @settings(max_examples=100, deadline=None)
    def test_reads_what_another_library_writes(self, headers, body):
        theirs = TheirFrame("SEND", headers | {"content-length": 0}, body)
        parser = Parser(Limits())
        parser.version = "1.0"

        (frame,) = parser.frames(b"".join(convert_frame(theirs)))

        assert frame == Frame("SEND", headers | {"content-length": str(len(body))}, body)

    @given(st.dictionaries(PLAIN, TEXT, min_size=1, max_size=4), st.binary(max_size=60))
    @settings(max_examples=100, deadline=None)
    def test_writes_what_another_library_reads(self, headers, body):
        data = stomp.encode("MESSAGE", headers.items(), body, "1.2")

        theirs = parse_frame(data[:-1])

        assert theirs.cmd == "MESSAGE"
        assert {name: theirs.headers[name] for name in headers} == headers

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"GET / HTTP/1.1\r\n", "UNKNOWN_COMMAND"),
            (b"HELLO\n\n\0", "UNKNOWN_COMMAND"),
            (b"connect\n\n\0", "UNKNOWN_COMMAND"),
            (b"CONNECT\nno colon\n\n\0", "MALFORMED_FRAME"),
            (b"CONNECT\n:no name\n\n\0", "MALFORMED_FRAME"),
            (b"CONNECT\nlogin:a\0b\n\n\0", "MALFORMED_FRAME"),
            (b"CONNECT\nlogin:\xff\xfe\n\n\0", "MALFORMED_FRAME"),
            (b"CONNECT\nlogin:" + b"a" * 300, "FRAME_TOO_LARGE"),
            (b"CONNECT\n" + b"a:b\n" * 20 + b"\n\0", "FRAME_TOO_LARGE"),
            (b"SEND\ncontent-length:1073741824\n\n", "FRAME_TOO_LARGE"),
            (b"SEND\n\n" + b"a" * 200, "FRAME_TOO_LARGE"),
            (b"SEND\ncontent-length:-1\n\n\0", "MALFORMED_FRAME"),
            (b"SEND\ncontent-length:1\n\nab\0", "MALFORMED_FRAME"),
            (b"SUBSCRIBE\nid:\\t\n\n\0", "MALFORMED_FRAME"),
            (b"SUBSCRIBE\nid:\\\n\n\0", "MALFORMED_FRAME"),
        ],
    )
    def test_refuses(self, data, code):
        assert outcome([data], "1.2") == ([], code)

    def test_takes_several_frames_and_beats_between_them(self):
        frames, _ = outcome([b"\n\r\n" + CONNECT + b"\n\n\n" + CONNECT + b"\n"], None)

        assert [frame.command for frame in frames] == ["CONNECT", "CONNECT"]

    def test_takes_the_first_of_repeated_headers(self):
        ((frame,), _) = outcome([b"SEND\nfoo:1\nfoo:2\n\n\0"], "1.2")

        assert frame.headers == {"foo": "1"}

    def test_takes_nul_in_a_body_of_known_length(self):
        ((frame,), _) = outcome([b"SEND\ncontent-length:3\n\na\0b\0"], "1.1")

        assert frame.body == b"a\0b"


class TestEscapes:
    @pytest.mark.parametrize(
        ("version", "written", "meant"),
        [
            ("1.0", r"a\cb", r"a\cb"),
            ("1.1", r"a\cb\nc\\d", "a:b\nc\\d"),
            ("1.2", r"a\cb\nc\\d\r", "a:b\nc\\d\r"),
        ],
    )
    def test_depend_on_the_version(self, version, written, meant):
        ((frame,), _) = outcome([f"SUBSCRIBE\nid:{written}\n\n\0".encode()], version)

        assert frame.headers["id"] == meant

    def test_do_not_exist_before_connecting(self):
        ((frame,), _) = outcome([b"CONNECT\npasscode:a\\tb:c\r\n\r\n\0"], None)

        assert frame.headers["passcode"] == "a\\tb:c"

    def test_of_1_2_are_unknown_in_1_1(self):
        assert outcome([b"SUBSCRIBE\nid:\\r\n\n\0"], "1.1") == ([], "MALFORMED_FRAME")
