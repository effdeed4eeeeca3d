"""What does a newcomer see of a sale, and what of one that goes wrong?"""

import io
import socket
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from demo import play
from demo.client import Market, Unexpected
from demo.plot import Plot, check
from demo.show import LiveView
from demo.stories.sale.sale import Sale
from demo.story import Story

ALARM = {"alarmId": 1, "kind": "OUTBID", "title": "상위 입찰 발생", "text": "현재가 11,000원."}
PRICE = {"state": "OPEN", "currentPrice": 11_000, "leader": "bo***"}
GOODS = {
    "goodsId": 7,
    "name": "나이키 스니커즈 270 👟",
    "state": "OPEN",
    "startPrice": 10_000,
    "currentPrice": None,
    "startsAt": "2030-01-01T00:00:00Z",
    "endsAt": "2030-01-01T00:00:12Z",
}


def fine(_sale: Sale) -> None:
    pass


def broken(_sale: Sale) -> None:
    check("the price", 10_000, 11_000)


def odd(_sale: Sale) -> None:
    raise KeyError("orderId")


def told(*titles: str) -> tuple[Story, list[str]]:
    lines: list[str] = []
    return Story(titles, write=lines.append, clock=lambda: 0.0), lines


def drawn(story: Story, width: int, height: int) -> list[str]:
    console = Console(width=width, height=height, file=io.StringIO(), force_terminal=True)
    with console.capture() as capture:
        console.print(LiveView(story), end="")
    return Text.from_ansi(capture.get()).plain.splitlines()


class TestLines:
    def test_each_event_is_a_line(self) -> None:
        story, lines = told("Ann bids")

        story.begin_step()
        story.offer("ann", "10,000", "leads")
        story.receive("ann", ALARM)
        story.receive("guest", PRICE)
        story.end_step()

        assert [line.split(" s ", 1)[1] for line in lines] == [
            "[ 1/1] Ann bids",
            "        ann    → bids 10,000: leads",
            "        ann    ← OUTBID  상위 입찰 발생 현재가 11,000원.",
            "        guest  ← 11,000   bo*** leads",
            "[ 1/1] ok, 0.0 s",
        ]

    def test_an_order_is_told_of_when_its_state_changes(self) -> None:
        story, lines = told("Bob pays")

        for state in ("PAID", "PAID", "SHIPPED"):
            story.follow_order({"orderId": 3, "state": state, "total": 24_000})

        assert [line.rpartition(" ")[2] for line in lines] == ["PAID", "SHIPPED"]


class TestLiveView:
    @pytest.mark.parametrize(("width", "height"), [(80, 24), (100, 30), (72, 20), (200, 70)])
    def test_it_fits_the_terminal(self, width: int, height: int) -> None:
        story = story_halfway()

        lines = drawn(story, width, height)

        assert len(lines) < height
        assert {cell_len(line) for line in lines} == {width}

    def test_it_shows_step_price_leader_and_what_the_screens_received(self) -> None:
        shown = "\n".join(drawn(story_halfway(), 80, 24))

        for part in ("Refund", "11,000 won", "bo*** leads", "OUTBID", "상위 입찰 발생", "≤ 50,000"):
            assert part in shown

    def test_it_shows_which_step_failed(self) -> None:
        story = story_halfway()

        story.fail_step("got a teapot")

        assert "✗ Refund" in (shown := "\n".join(drawn(story, 80, 24)))
        assert "got a teapot" in shown

    def test_it_begins_with_nothing(self) -> None:
        assert "nothing for sale yet" in "\n".join(drawn(Story(["Begin"]), 80, 24))


def story_halfway() -> Story:
    story = Story([f"Step {number}" for number in range(20)] + ["Refund"])
    for _ in story.steps[:-1]:
        story.begin_step()
        story.end_step()
    story.list_goods(GOODS)
    story.begin_step()
    story.offer("bob", "≤ 50,000", "leads at 11,000")
    for who in ("seller", "ann", "bob", "guest"):
        story.receive(who, PRICE)
    story.receive("ann", ALARM)
    story.follow_order({"orderId": 3, "state": "PAID", "total": 24_000})
    return story


class TestRun:
    def test_it_ends_well_when_every_step_does(self, capsys: Any) -> None:
        assert play.run(Market(), Plot(Sale, {"One": fine, "Two": fine})) == 0
        assert "2 steps" in capsys.readouterr().out

    def test_it_stops_at_the_first_step_that_is_not_as_it_should_be(self, capsys: Any) -> None:
        assert play.run(Market(), Plot(Sale, {"One": fine, "Two": broken, "Three": odd})) == 1

        told = capsys.readouterr()
        assert "Three" not in told.out
        assert "[ 2/3] is not as it should be: Two" in told.err
        assert "the price: expected 11000, got 10000" in told.err
        assert "1 step after it was not taken." in told.err

    def test_an_answer_of_another_shape_is_a_failure_too(self, capsys: Any) -> None:
        assert play.run(Market(), Plot(Sale, {"One": odd})) == 1
        assert "KeyError: 'orderId'" in capsys.readouterr().err

    def test_it_says_what_to_do_when_nothing_runs(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            base = int(taken.getsockname()[1])

        with pytest.raises(play.NothingToTry, match=f"bin/up --port-base {base}"):
            play.require_system(Market(base))


class TestCheck:
    def test_it_names_what_was_expected_and_what_came(self) -> None:
        with pytest.raises(Unexpected, match="code: expected 'A', got 'B'"):
            check("code", "B", "A")
