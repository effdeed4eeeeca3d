"""Is a message written as the clients were promised?"""

from datetime import UTC, datetime

import msgspec
from google.protobuf.timestamp_pb2 import Timestamp

from api_http import answers
from protos import alarms_pb2, auction_pb2, delivery_pb2, members_pb2


def written(message: object) -> dict:
    return msgspec.json.decode(answers.to_json(message))


class TestToJson:
    def test_writes_null_for_an_optional_field_that_is_absent(self):
        assert written(auction_pb2.ListBidsResponse()) == {"items": [], "nextCursor": None}

    def test_writes_times_as_rfc_3339_in_utc(self):
        stamp = Timestamp()
        stamp.FromDatetime(datetime(2026, 5, 4, 3, 2, 1, 500_000, tzinfo=UTC))
        told = written(auction_pb2.Bid(ends_at=stamp, placed_at=Timestamp(seconds=0)))
        assert told["endsAt"] == "2026-05-04T03:02:01.500000Z"
        assert told["placedAt"] == "1970-01-01T00:00:00Z"

    def test_writes_null_for_a_time_that_is_absent(self):
        assert written(auction_pb2.Bid())["endsAt"] is None

    def test_keeps_a_large_number_a_number(self):
        assert b'"bidId":9007199254740991,' in answers.to_json(auction_pb2.Bid(bid_id=2**53 - 1))

    def test_writes_zero_false_and_empty_as_they_are(self):
        told = written(auction_pb2.Bid())
        assert (told["amount"], told["leading"], told["receipt"]) == (0, False, "")

    def test_writes_enums_without_their_prefix(self):
        told = written(members_pb2.Member(role=members_pb2.ROLE_ADMIN))
        assert told["role"] == "ADMIN"
        assert written(members_pb2.Member())["gender"] is None

    def test_writes_maps_as_objects(self):
        refusal = auction_pb2.BidRefusal(reason="BID_TOO_LOW", details={"minimumBid": "1000"})
        assert written(refusal)["details"] == {"minimumBid": "1000"}

    def test_writes_messages_within_messages(self):
        settings = alarms_pb2.AlarmSettings(
            enabled=True, kinds=[alarms_pb2.AlarmChannels(kind="OUTBID", push=True)]
        )
        assert written(settings)["kinds"][0] == {"kind": "OUTBID", "push": True, "email": False}
        carriers = delivery_pb2.ListCarriersResponse(items=[delivery_pb2.Carrier(name="한진택배")])
        assert written(carriers)["items"][0]["name"] == "한진택배"
