"""What are members to agree to from now on? A new version; no version ever changes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from grpc_services.admin.trail import By
from grpc_services.editorial.terms import publish_terms
from grpc_services.members.terms import TermsNotFound, Version, outstanding, terms
from models.admin import AuditLine
from models.base import database as tables
from models.dialect import database_now
from tests.support import factories

BY = By(7, "법이 바뀌었습니다.", "192.0.2.1")
TEXTS = {"title": "약관", "text": "제1조", "title_en": "Terms", "text_en": "Article 1"}


pytestmark = pytest.mark.usefixtures("database")


def publish(kind="TERMS"):
    return publish_terms(kind=kind, texts=TEXTS, by=BY, now=database_now())


class TestANewVersion:
    def test_is_in_force_at_once_and_leaves_those_before_as_they_are(self):
        before = terms(kind="TERMS", version=1).text
        made = publish()
        assert (made.version, terms(kind="TERMS", version=None).text) == (2, "제1조")
        assert terms(kind="TERMS", version=1).text == before
        (line,) = AuditLine.select()
        assert (line.act, line.target, line.target_id) == ("PUBLISH", "TERMS", 2)

    def test_is_to_be_agreed_to_if_the_one_before_was(self):
        ann = factories.member("ann")
        publish()
        publish("MARKETING")
        assert outstanding(member_id=ann.member_id) == [Version("TERMS", 2)]

    def test_is_of_terms_that_there_are(self):
        with pytest.raises(TermsNotFound):
            publish("BANANA")

    def test_is_one_of_several_when_they_come_at_once(self):
        def version(_):
            tables.connect(reuse_if_open=True)
            try:
                return publish().version
            finally:
                tables.close()

        with ThreadPoolExecutor(3) as pool:
            assert sorted(pool.map(version, range(3))) == [2, 3, 4]
