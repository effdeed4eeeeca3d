"""What are codes called? None may be without words."""

from typing import Any, get_args, get_type_hints

import pytest

from api_http.resources.goods import Sort
from api_http.resources.uploads import NewUpload
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.catalogue import uploads
from grpc_services.config.words import CODES
from protos import (
    admin_pb2,
    auction_pb2,
    cases_pb2,
    catalogue_pb2,
    community_pb2,
    editorial_pb2,
    finance_pb2,
    helpdesk_pb2,
    members_pb2,
    money_pb2,
    payouts_pb2,
    stores_pb2,
    trade_pb2,
)

ENUMS: dict[str, Any] = {
    "gender": members_pb2.Gender,
    "quality": catalogue_pb2.Quality,
    "goodsGender": catalogue_pb2.GoodsGender,
    "goodsState": catalogue_pb2.GoodsState,
    "reserve": auction_pb2.Reserve,
    "bidState": auction_pb2.BidState,
    "retractionReason": auction_pb2.RetractionReason,
    "orderState": trade_pb2.OrderState,
    "storeKind": stores_pb2.StoreKind,
    "caseKind": trade_pb2.CaseKind,
    "caseWish": cases_pb2.CaseWish,
    "caseState": trade_pb2.CaseState,
    "strikeReason": trade_pb2.StrikeReason,
    "payoutState": payouts_pb2.PayoutState,
    "payoutHold": payouts_pb2.PayoutHold,
    "paymentMethod": money_pb2.PaymentMethod,
    "paymentState": trade_pb2.PaymentState,
    "reviewChoice": community_pb2.ReviewChoice,
    "reportReason": community_pb2.ReportReason,
    "helpCategory": helpdesk_pb2.HelpCategory,
    "inquiryState": helpdesk_pb2.InquiryState,
    "memberState": admin_pb2.MemberState,
    "reportState": admin_pb2.ReportState,
    "reportTarget": community_pb2.ReportTarget,
    "entryKind": auction_pb2.EntryKind,
    "caseSide": cases_pb2.CaseSide,
    "caseAct": cases_pb2.CaseAct,
    "operationKind": money_pb2.OperationKind,
    "operationState": finance_pb2.OperationState,
    "decision": finance_pb2.Decision,
    "clearing": finance_pb2.Clearing,
    "readingStatus": money_pb2.ReadingStatus,
    "differenceKind": money_pb2.DifferenceKind,
    "ledgerAccount": finance_pb2.LedgerAccount,
    "payoutRunState": payouts_pb2.PayoutRunState,
    "feeScope": finance_pb2.FeeScope,
    "audience": editorial_pb2.Audience,
}


def _codes(enum: Any) -> list[str]:
    first, *rest = enum.keys()
    return [name.removeprefix(first.removesuffix("UNSPECIFIED")) for name in rest]


class TestWords:
    @pytest.mark.parametrize("name", ENUMS)
    def test_are_there_for_every_code(self, name):
        assert list(CODES[name]) == _codes(ENUMS[name])

    def test_are_there_for_every_kind_of_alarm(self):
        assert set(CODES["alarmKind"]) == set(AlarmKind)
        assert CODES.keys() == ENUMS.keys() | {"alarmKind", "goodsSort", "feeName"}

    def test_of_sorting_are_for_what_a_list_takes(self):
        assert list(CODES["goodsSort"]) == Sort.schema()["enum"]

    def test_are_in_both_languages(self):
        for words in CODES.values():
            for one in words.values():
                assert one.ko
                assert not one.ko.isascii()
                assert one.en.isascii()


def test_the_edge_takes_the_pictures_that_are_told():
    hints = get_type_hints(NewUpload)
    assert get_args(hints["content_type"]) == uploads.CONTENT_TYPES
