"""Which announcements are there to read?"""

from datetime import timedelta

import pytest

from grpc_services.helpdesk.notices import published_notices
from models.helpdesk import Notice

pytestmark = pytest.mark.usefixtures("database")


def announce(title, at):
    texts = {"text": "", "title_en": title, "text_en": ""}
    return Notice.create(title=title, published_at=at, **texts)


class TestPublishedNotices:
    def test_are_those_up_to_now_newest_first_in_pages(self, now):
        for title in "abc":
            announce(title, now)
        announce("tomorrow", now + timedelta(days=1))

        first, cursor = published_notices(limit=2, cursor="", now=now)
        rest, end = published_notices(limit=2, cursor=cursor, now=now)

        assert [notice.title for notice in first + rest] == ["c", "b", "a"]
        assert end is None

    def test_are_none_that_were_taken_off(self, now):
        notice = announce("a", now)
        notice.retired_at = now
        notice.save()
        assert published_notices(limit=2, cursor="", now=now) == ([], None)
