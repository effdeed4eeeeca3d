"""Does the page behind the link in a mail ask before it does something?"""

import pytest

from tests.api_http.conftest import Edge

PATH = "/v1/unsubscribe/7.SHIPPED.0123456789abcdef"


class TestThePage:
    @pytest.mark.parametrize(("language", "word"), [("ko", "그만 받기"), ("en", "No more")])
    def test_has_a_button_and_asks_nobody(self, edge: Edge, language, word):
        # The services are out of reach: whatever a GET changed would fail.
        answer = edge.client.simulate_get(PATH, headers={"Accept-Language": language})

        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "form-action 'self'" in answer.headers["Content-Security-Policy"]
        assert (
            '<form method="post"><button name="List-Unsubscribe" value="One-Click">' in answer.text
        )
        assert word in answer.text
        assert "SHIPPED" not in answer.text

    def test_of_what_can_be_no_link_is_none(self, edge: Edge):
        assert edge.client.simulate_get("/v1/unsubscribe/%3Cscript%3E").status_code == 422


class TestPosting:
    @pytest.mark.parametrize(
        ("kind", "body", "status"),
        [
            ("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click", 503),
            (
                "multipart/form-data; boundary=x",
                '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
                "One-Click\r\n--x--\r\n",
                503,
            ),
            ("application/x-www-form-urlencoded", "List-Unsubscribe=No", 422),
            ("application/x-www-form-urlencoded", "", 422),
            ("multipart/form-data; boundary=x", "--y", 422),
            ("multipart/form-data", "--x", 422),
            ("text/plain", "List-Unsubscribe=One-Click", 415),
        ],
    )
    def test_takes_what_programs_that_read_mail_send(self, edge: Edge, kind, body, status):
        # 503: it was understood, and the services were asked.
        answer = edge.client.simulate_post(PATH, body=body, headers={"Content-Type": kind})
        assert answer.status_code == status
