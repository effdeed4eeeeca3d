"""Does the sandbox answer as SweetTracker does?"""

from datetime import datetime

import pytest

TRACKING = "/api/v1/trackingInfo"
KEY = {"t_key": "sandbox-key"}


def _move(sandbox, t_code, t_invoice, level):
    path = f"/_sandbox/parcels/{t_code}/{t_invoice}"
    answer = sandbox.sweettracker("PUT", path, json={"level": level})
    assert answer.status_code == 200, answer.text


class TestParcel:
    def test_nobody_scanned_is_level_zero_and_no_error(self, sandbox, invoice):
        found = sandbox.track("04", invoice)
        assert "status" not in found
        assert (found["result"], found["level"], found["complete"]) == ("N", 0, False)
        assert found["trackingDetails"] == []
        assert found["lastDetail"] is None

    def test_on_its_way_shows_its_steps(self, sandbox, invoice):
        _move(sandbox, "04", invoice, 3)
        found = sandbox.track("04", invoice)
        assert (found["result"], found["level"], found["completeYN"]) == ("Y", 3, "N")
        assert [step["level"] for step in found["trackingDetails"]] == [1, 2, 3]
        assert found["firstDetail"]["kind"] == "배송준비중"
        assert found["lastDetail"] == found["trackingDetails"][-1]

    def test_at_level_six_is_complete(self, sandbox, invoice):
        _move(sandbox, "05", invoice, 6)
        found = sandbox.track("05", invoice)
        assert (found["level"], found["complete"], found["completeYN"]) == (6, True, "Y")
        assert found["lastStateDetail"]["kind"] == "배송완료"

    def test_steps_have_rising_times_in_milliseconds_and_korean_time(self, sandbox, invoice):
        for level in (1, 2, 6):
            _move(sandbox, "04", invoice, level)
        steps = sandbox.track("04", invoice)["trackingDetails"]
        times = [step["time"] for step in steps]
        assert times == sorted(set(times))
        for step in steps:
            shown = datetime.fromisoformat(step["timeString"] + "+09:00")
            assert int(shown.timestamp()) == step["time"] // 1000

    def test_never_goes_back(self, sandbox, invoice):
        _move(sandbox, "04", invoice, 4)
        _move(sandbox, "04", invoice, 2)
        assert sandbox.track("04", invoice)["level"] == 4

    def test_belongs_to_one_carrier(self, sandbox, invoice):
        _move(sandbox, "04", invoice, 4)
        assert sandbox.track("05", invoice)["level"] == 0

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/_sandbox/parcels/04/123456789012", {"level": 7}),
            ("/_sandbox/parcels/04/123456789012", {"level": 0}),
            ("/_sandbox/parcels/04/123456789012", {"level": "six"}),
            ("/_sandbox/parcels/04/123456789012", {}),
            ("/_sandbox/parcels/04/123", {"level": 1}),
            ("/_sandbox/parcels/777/123456789012", {"level": 1}),
            ("/_sandbox/quota", {"per_invoice_per_day": 0}),
            ("/_sandbox/quota", {"per_invoice_per_day": "many"}),
            ("/_sandbox/error", {"code": "200"}),
            ("/_sandbox/error", {"code": 5}),
        ],
    )
    def test_controls_explain_what_is_wrong(self, sandbox, path, body):
        answer = sandbox.sweettracker("PUT", path, json=body)
        assert answer.status_code == 400
        assert answer.json()["error"]


class TestErrors:
    """They come with HTTP 200, `status` false and the code as text."""

    def test_101_is_a_wrong_key(self, sandbox, invoice):
        found = sandbox.track("04", invoice, t_key="guessed")
        assert (found["status"], found["code"]) == (False, "101")
        assert found["msg"]

    def test_103_is_a_used_up_plan(self, own_sandbox):
        own_sandbox.track("04", "123456789012")
        own_sandbox.sweettracker("PUT", "/_sandbox/quota", json={"total": 1})
        assert own_sandbox.track("04", "123456789012")["level"] == 0
        assert own_sandbox.track("04", "123456789013")["code"] == "103"

    @pytest.mark.parametrize(
        ("t_code", "t_invoice"),
        [
            ("04", "12345678"),
            ("04", "123456789012345"),
            ("04", "1234-5678-9012"),
            ("04", "１２３４５６７８９"),
            ("04", ""),
            ("777", "123456789012"),
            ("", "123456789012"),
        ],
    )
    def test_104_is_a_bad_number_or_carrier(self, sandbox, t_code, t_invoice):
        assert sandbox.track(t_code, t_invoice)["code"] == "104"

    def test_105_is_one_parcel_looked_up_too_often(self, own_sandbox):
        own_sandbox.sweettracker("PUT", "/_sandbox/quota", json={"per_invoice_per_day": 2})
        answers = [own_sandbox.track("04", "123456789012") for _ in range(3)]
        assert [answer.get("code") for answer in answers] == [None, None, "105"]
        assert own_sandbox.track("04", "123456789013")["level"] == 0
        own_sandbox.sweettracker("PUT", "/_sandbox/quota", json={"per_invoice_per_day": None})
        assert own_sandbox.track("04", "123456789012")["level"] == 0

    @pytest.mark.parametrize("code", ["101", "102", "103", "104", "105", "106"])
    def test_can_be_played_until_taken_back(self, own_sandbox, code):
        own_sandbox.sweettracker("PUT", "/_sandbox/error", json={"code": code})
        found = own_sandbox.track("04", "123456789012")
        assert (found["status"], found["code"]) == (False, code)
        own_sandbox.sweettracker("PUT", "/_sandbox/error", json={"code": None})
        assert own_sandbox.track("04", "123456789012")["level"] == 0


class TestRequest:
    def test_by_form_is_415(self, sandbox):
        answer = sandbox.sweettracker("POST", TRACKING, data=KEY)
        assert (answer.status_code, answer.json()["status"]) == (415, 415)

    def test_by_query_only_is_400(self, sandbox):
        answer = sandbox.sweettracker("POST", TRACKING, params=KEY)
        assert (answer.status_code, answer.json()["status"]) == (400, 400)

    def test_by_get_is_405(self, sandbox):
        answer = sandbox.sweettracker("GET", TRACKING, params=KEY)
        assert (answer.status_code, answer.json()["status"]) == (405, 405)

    def test_by_get_is_answered_where_that_is_the_method(self, sandbox_by_get):
        query = KEY | {"t_code": "04", "t_invoice": "123456789012"}
        assert sandbox_by_get.sweettracker("GET", TRACKING, params=query).json()["level"] == 0
        assert sandbox_by_get.track("04", "123456789012")["level"] == 0

    def test_with_broken_json_is_400(self, sandbox):
        headers = {"Content-Type": "application/json"}
        answer = sandbox.sweettracker("POST", TRACKING, data=b"{", headers=headers)
        assert answer.status_code == 400


class TestOtherQuestions:
    def test_carriers_are_listed(self, sandbox):
        answer = sandbox.sweettracker("POST", "/api/v1/companylist", json=KEY).json()
        names = {company["Code"]: company["Name"] for company in answer["Company"]}
        assert names["04"] == "CJ대한통운"
        assert len(names) == 37
        assert {company["International"] for company in answer["Company"]} == {"true", "false"}

    def test_carriers_are_recommended_by_number(self, sandbox):
        asked = KEY | {"t_invoice": "123456789012"}
        answer = sandbox.sweettracker("POST", "/api/v1/recommend", json=asked).json()
        assert {"Code": "04", "Name": "CJ대한통운"} in answer["Recommend"]

    def test_usage_counts_parcels_and_not_lookups(self, own_sandbox):
        own_sandbox.sweettracker("PUT", "/_sandbox/quota", json={"total": 100})
        for t_invoice in ("123456789012", "123456789012", "123456789013", "bad"):
            own_sandbox.track("04", t_invoice)
        usage = own_sandbox.sweettracker("POST", "/api/v1/key/usage", json=KEY).json()
        assert (usage["totalAmount"], usage["leftAmount"]) == (100, 98)

    @pytest.mark.parametrize("path", ["companylist", "recommend", "key/usage"])
    def test_all_need_the_key(self, sandbox, path):
        answer = sandbox.sweettracker("POST", f"/api/v1/{path}", json={"t_key": "guessed"})
        assert answer.json()["code"] == "101"
