"""Does the operator hear once from each member of each thing that breaks the rules?"""

import pytest

from grpc_services.catalogue.goods import GoodsNotFound
from grpc_services.community.questions import QuestionNotFound, ask_question
from grpc_services.community.reports import AlreadyReported, file_report
from grpc_services.community.reviews import ReviewNotFound
from grpc_services.members.standing import StoreNotFound
from models.community import Report
from models.dialect import database_now
from tests.support import factories

pytestmark = pytest.mark.usefixtures("database")


def report(member, target, target_id):
    return file_report(
        member_id=member.member_id,
        target=target,
        target_id=target_id,
        reason="FRAUD",
        detail="",
        now=database_now(),
    )


class TestAReport:
    def test_is_kept_once_for_each_member_and_target(self, people):
        seller, ann, bob = people
        lot = factories.goods(seller)
        question = ask_question(
            member_id=bob.member_id,
            goods_id=lot.goods_id,
            text="?",
            secret=False,
            upload_ids=[],
            now=database_now(),
        )
        targets = [("GOODS", lot.goods_id), ("STORE", lot.store_id)]
        targets += [("QUESTION", question.question_id)]

        for target in targets:
            assert report(ann, *target).state == "OPEN"
            with pytest.raises(AlreadyReported):
                report(ann, *target)
        report(bob, "GOODS", lot.goods_id)

        assert Report.select().count() == 4

    @pytest.mark.parametrize(
        ("target", "missing"),
        [
            ("GOODS", GoodsNotFound),
            ("STORE", StoreNotFound),
            ("QUESTION", QuestionNotFound),
            ("REVIEW", ReviewNotFound),
        ],
    )
    def test_is_of_something_that_is_there(self, people, target, missing):
        with pytest.raises(missing):
            report(people[1], target, 10**15)
