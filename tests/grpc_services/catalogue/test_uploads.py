"""Is a posted picture looked at once it is there, and is nothing kept that nobody uses?"""

from datetime import timedelta

import pytest

from grpc_services.catalogue import uploads
from models.catalogue import Upload
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def seller():
    return factories.member("seller")


def ticket(member, **when):
    now = database_now() - timedelta(**when)
    return uploads.prepare_upload(
        member_id=member.member_id, kind="GOODS", content_type="image/png", size=100, now=now
    )


def arrive(*keys, **when):
    return uploads.record_arrivals(keys=keys, now=database_now() + timedelta(**when))


class TestATicket:
    def test_starts_no_work(self, seller):
        ticket(seller)
        assert factories.facts() == []

    @pytest.mark.parametrize("state", ["PENDING", "READY", "REJECTED"])
    def test_counts_whatever_came_of_it_unless_it_was_used(self, seller, state):
        for _ in range(50):
            ticket(seller)
        Upload.update(state=state).execute()
        with pytest.raises(uploads.TooManyUploads):
            ticket(seller)

        Upload.update(state="USED").execute()
        assert ticket(seller).state == "PENDING"

    def test_is_not_given_to_who_leaves_hundreds_unused_a_day(self, seller):
        for number in range(300):
            factories.picture(seller, created_at=database_now() - timedelta(hours=number % 20 + 1))
        with pytest.raises(uploads.TooManyUploads):
            ticket(seller)

    @pytest.mark.parametrize(
        ("kind", "folder"),
        [("GOODS", "public"), ("REVIEW", "public"), ("CASE", "private"), ("MESSAGE", "private")],
    )
    def test_leads_where_everybody_may_look_or_not(self, seller, kind, folder):
        upload = uploads.prepare_upload(
            member_id=seller.member_id,
            kind=kind,
            content_type="image/png",
            size=100,
            now=database_now(),
        )
        assert uploads.folder_of(upload) == folder

    def test_is_too_small_for_a_large_file(self, seller):
        with pytest.raises(uploads.UploadTooLarge):
            uploads.prepare_upload(
                member_id=seller.member_id,
                kind="GOODS",
                content_type="image/png",
                size=uploads.LARGEST + 1,
                now=database_now(),
            )


class TestAnArrival:
    def test_is_told_once(self, seller):
        upload = ticket(seller)
        for _ in range(2):
            assert arrive(upload.source_key) == []
        assert factories.facts() == ["UploadArrived"]

    def test_is_told_again_when_its_job_was_lost(self, seller):
        upload = ticket(seller)
        arrive(upload.source_key)
        assert arrive(upload.source_key, minutes=3) == []
        assert factories.facts() == ["UploadArrived"] * 2

    @pytest.mark.parametrize("state", ["READY", "REJECTED", "USED"])
    def test_of_a_file_that_was_posted_again_is_unwanted(self, seller, state):
        upload = ticket(seller)
        Upload.update(state=state).execute()
        assert arrive(upload.source_key) == [upload.source_key]
        assert factories.facts() == []

    def test_of_a_file_without_a_ticket_is_unwanted(self, seller):
        upload = ticket(seller)
        assert arrive("incoming/stray", upload.source_key) == ["incoming/stray"]


class TestWhatIsUnused:
    def test_is_forgotten_after_a_day(self, seller):
        old, fresh = ticket(seller, hours=25), ticket(seller, hours=23)
        now = database_now()
        assert [row.upload_id for row in uploads.unused_uploads(now=now)] == [old.upload_id]

        uploads.forget_uploads(upload_ids=[old.upload_id, fresh.upload_id], now=now)

        assert [row.upload_id for row in Upload.select()] == [fresh.upload_id]

    def test_is_not_what_was_used_meanwhile(self, seller):
        upload = ticket(seller, hours=25)
        Upload.update(state="USED").execute()
        uploads.forget_uploads(upload_ids=[upload.upload_id], now=database_now())
        assert Upload.select().count() == 1
