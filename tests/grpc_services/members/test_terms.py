"""What is there to agree to, and who has agreed to which version?"""

import pytest

from grpc_services.members import terms
from grpc_services.members.terms import (
    IN_FORCE,
    TermsNotAgreed,
    TermsNotFound,
    TermsUnknown,
    Version,
)
from models.members import Consent, Terms
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")

OLD, NEW, PRIVACY = Version("TERMS", 1), Version("TERMS", 2), Version("PRIVACY", 1)


@pytest.fixture
def second_version(now):
    first = terms.terms(kind="TERMS", version=1)
    values = {name: getattr(first, name) for name in Terms._meta.fields}
    return Terms.create(**values | {"version": 2, "title": "새 약관", "published_at": now})


class TestTheTerms:
    def test_come_with_the_tables_in_two_languages(self):
        told = terms.newest_terms()

        assert [(row.kind, row.version, row.is_required) for row in told] == [
            ("PRIVACY", 1, True),
            ("TERMS", 1, True),
            ("MARKETING", 1, False),
        ]
        for row in told:
            assert row.title_en.isascii()
            assert row.text_en.isascii()
            assert not row.title.isascii()
            assert not row.text.isascii()

    def test_are_read_in_the_newest_version_or_the_one_asked_for(self, second_version):
        assert terms.terms(kind="TERMS", version=None).title == "새 약관"
        assert terms.terms(kind="TERMS", version=1).title == "이용약관"
        assert {row.version for row in terms.newest_terms() if row.kind == "TERMS"} == {2}

    @pytest.mark.parametrize(("kind", "version"), [("TERMS", 3), ("BANANA", None), ("terms", 1)])
    def test_that_are_not_there_are_not_found(self, kind, version):
        with pytest.raises(TermsNotFound):
            terms.terms(kind=kind, version=version)


class TestWhoSignsUp:
    @pytest.mark.parametrize(
        ("agreed_to", "refusal"),
        [
            ([], TermsNotAgreed),
            ([NEW], TermsNotAgreed),
            ([OLD, PRIVACY], TermsNotAgreed),
            ([Version("MARKETING", 1), PRIVACY], TermsNotAgreed),
            ([NEW, PRIVACY, Version("BANANA", 1)], TermsUnknown),
            ([NEW, PRIVACY, Version("MARKETING", 2)], TermsUnknown),
        ],
    )
    def test_agrees_to_the_newest_of_all_that_is_required(self, second_version, agreed_to, refusal):
        with pytest.raises(refusal):
            terms.require_agreed(agreed_to)

    def test_may_leave_out_what_is_not_required(self, second_version):
        terms.require_agreed([NEW, PRIVACY])

    def test_means_the_newest_by_a_name_alone(self, second_version):
        terms.require_agreed([Version("TERMS", IN_FORCE), PRIVACY])


class TestAMember:
    def test_has_to_agree_again_to_what_is_new(self, now, second_version):
        second_version.delete_instance()
        ann = factories.member("ann")
        assert terms.outstanding(member_id=ann.member_id) == []

        second_version.save(force_insert=True)
        assert terms.outstanding(member_id=ann.member_id) == [NEW]

        for version in (NEW, Version("TERMS", IN_FORCE)):
            terms.agree(member_id=ann.member_id, agreed_to=[version], now=now)
        assert terms.outstanding(member_id=ann.member_id) == []
        assert {(row.kind, row.version) for row in Consent.select()} == {OLD, NEW, PRIVACY}

    def test_agrees_to_nothing_that_is_not_there(self, now):
        ann = factories.member("ann")

        with pytest.raises(TermsUnknown):
            terms.agree(member_id=ann.member_id, agreed_to=[Version("TERMS", 7)], now=now)
        with pytest.raises(TermsUnknown):
            terms.agree(member_id=ann.member_id, agreed_to=[Version("BANANA", IN_FORCE)], now=now)
        assert Consent.select().count() == 2
