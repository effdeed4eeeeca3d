"""Do pictures stay with what was written, in their order, also when it is written again?"""

import pytest

from grpc_services.catalogue.attachments import attach, attached, detach
from grpc_services.catalogue.uploads import UploadNotFound, UploadUsed
from tests.support import factories


@pytest.fixture
def ann(people):
    return people[1]


def put(member, *uploads, owner_id=7):
    ids = [upload.upload_id for upload in uploads]
    attach(kind="REVIEW", owner_id=owner_id, member_id=member.member_id, upload_ids=ids)


def shown(owner_id=7):
    found = attached(kind="REVIEW", owner_ids=[owner_id, 8])
    return [row.thumb_key for row in found[owner_id]]


class TestPictures:
    def test_keep_the_order_in_which_they_were_named(self, ann):
        one, two = (factories.picture(ann, kind="REVIEW") for _ in range(2))
        put(ann, two, one)
        assert shown() == [two.thumb_key, one.thumb_key]
        assert shown(8) == []

    def test_that_are_there_may_be_named_again_among_others(self, ann):
        one, two, three = (factories.picture(ann, kind="REVIEW") for _ in range(3))
        put(ann, one, two)
        put(ann, three, one)
        assert shown() == [three.thumb_key, one.thumb_key]
        with pytest.raises(UploadUsed):
            put(ann, two)

    def test_belong_to_one_thing_only(self, ann):
        picture = factories.picture(ann, kind="REVIEW")
        put(ann, picture)
        with pytest.raises(UploadUsed):
            put(ann, picture, owner_id=8)

    def test_of_others_or_for_something_else_are_not_there(self, people):
        _, ann, bob = people
        for picture in (factories.picture(bob, kind="REVIEW"), factories.picture(ann)):
            with pytest.raises(UploadNotFound):
                put(ann, picture)

    def test_go_when_nothing_is_left(self, ann):
        put(ann, factories.picture(ann, kind="REVIEW"))
        detach(kind="REVIEW", owner_id=7)
        assert shown() == []
