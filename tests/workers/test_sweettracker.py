"""Is it known where a parcel is, without our key or the buyer's name getting about?"""

import time
import traceback
from collections.abc import Iterator

import pytest

from tests.support import servers
from tests.support.sandboxes import Sandbox
from workers.clients.sweettracker import SweetTracker, SweetTrackerFailed


@pytest.fixture(params=["POST", "GET"])
def sweettracker(request: pytest.FixtureRequest) -> SweetTracker:
    """An account is set to one way of being asked."""
    name = "sandbox_by_get" if request.param == "GET" else "sandbox"
    sandbox: Sandbox = request.getfixturevalue(name)
    return SweetTracker(url=sandbox.sweettracker_url, key="sandbox-key", method=request.param)


@pytest.fixture
def by_post(sandbox: Sandbox) -> SweetTracker:
    return SweetTracker(url=sandbox.sweettracker_url, key="sandbox-key", method="POST")


@pytest.fixture
def failing(sandbox: Sandbox) -> Iterator[Sandbox]:
    yield sandbox
    sandbox.play_error(None)


class TestLook:
    def test_finds_a_parcel_that_nobody_has_scanned(self, sweettracker, invoice):
        look = sweettracker.look(carrier="04", invoice=invoice)
        assert (look.level, look.steps) == (0, [])

    @pytest.mark.parametrize("level", range(1, 7))
    def test_follows_a_parcel_up_to_its_door(self, by_post, sandbox, invoice, level):
        sandbox.move_parcel(invoice, level)
        look = by_post.look(carrier="04", invoice=invoice)
        assert (look.level, [step.level for step in look.steps]) == (level, [*range(1, level + 1)])
        assert abs(look.steps[-1].at_ms / 1000 - time.time()) < 30
        assert all(step.where and step.kind for step in look.steps)

    def test_leaves_names_where_they_are(self, by_post, sandbox, invoice):
        sandbox.move_parcel(invoice, 6)
        look = by_post.look(carrier="04", invoice=invoice)
        assert {name for step in look.steps for name in vars(step)} == {
            "at_ms", "where", "kind", "level",
        }  # fmt: skip

    @pytest.mark.parametrize(("carrier", "number"), [("04", "12"), ("77", "123456789012")])
    def test_names_the_code_for_what_cannot_be_a_parcel(self, sweettracker, carrier, number):
        with pytest.raises(SweetTrackerFailed, match=r"^104") as failed:
            sweettracker.look(carrier=carrier, invoice=number)
        assert failed.value.code == "104"

    @pytest.mark.parametrize("code", ["101", "102", "103", "104", "105", "106"])
    def test_names_the_code_with_which_it_is_refused(self, by_post, failing, invoice, code):
        failing.play_error(code)
        with pytest.raises(SweetTrackerFailed, match=f"^{code}") as failed:
            by_post.look(carrier="04", invoice=invoice)
        assert failed.value.code == code


class TestRecommended:
    def test_names_carriers_by_their_codes(self, sweettracker):
        assert "04" in sweettracker.recommended(invoice="640123456789")

    def test_names_the_code_for_what_cannot_be_a_parcel(self, sweettracker):
        with pytest.raises(SweetTrackerFailed) as failed:
            sweettracker.recommended(invoice="12")
        assert failed.value.code == "104"


class TestKey:
    @pytest.mark.parametrize("method", ["POST", "GET"])
    def test_is_in_no_complaint_about_the_line(self, method, invoice):
        lost = SweetTracker(url=f"http://{servers.HOST}:1", key="hunter2", method=method)
        with pytest.raises(SweetTrackerFailed) as failed:
            lost.look(carrier="04", invoice=invoice)
        assert "hunter2" not in "".join(traceback.format_exception(failed.value))

    def test_is_in_no_complaint_about_an_answer(self, sandbox, invoice):
        wrong = SweetTracker(url=sandbox.sweettracker_url, key="hunter2", method="GET")
        with pytest.raises(SweetTrackerFailed, match=r"^HTTP 405$") as failed:
            wrong.look(carrier="04", invoice=invoice)
        assert "hunter2" not in "".join(traceback.format_exception(failed.value))

    def test_may_be_wrong_without_being_told(self, sandbox, invoice, capsys):
        stranger = SweetTracker(url=sandbox.sweettracker_url, key="hunter2", method="POST")
        with pytest.raises(SweetTrackerFailed, match=r"^101") as failed:
            stranger.look(carrier="04", invoice=invoice)
        assert "hunter2" not in capsys.readouterr().out + str(failed.value)

    def test_is_in_no_complaint_about_what_is_not_json(self, sandbox, invoice):
        page = SweetTracker(url=f"{sandbox.mail_url}/?", key="hunter2", method="GET")
        with pytest.raises(SweetTrackerFailed) as failed:
            page.look(carrier="04", invoice=invoice)
        assert "hunter2" not in "".join(traceback.format_exception(failed.value))
