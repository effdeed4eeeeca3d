"""What is kept of a member? A copy, page by page, for themselves."""

import json
from datetime import timedelta

import pytest

from grpc_services.privacy import exports
from grpc_services.privacy.exports import ExportNotFound, ExportTooSoon
from models.alarms import Alarm
from models.members import Block
from models.privacy import Export
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def export_of(now):
    """All files of a member's export, by name."""

    def export(member):
        made = exports.request_export(member_id=member.member_id, now=now)
        files, cursor = {}, ""
        while cursor is not None:
            page = exports.export_page(export_id=made.export_id, cursor=cursor)
            assert page.name not in files
            files[page.name] = json.loads(page.content)
            cursor = page.cursor
        return files

    return export


class TestACopy:
    def test_holds_what_is_ones_own(self, people, export_of):
        seller, _, bob = people
        order = sales.won(seller, bob)
        sales.deliver(order)

        told = export_of(bob)

        (profile,) = told["member.member_id.1.json"]
        assert (profile["login_id"], "password_hash" in profile) == ("bob", False)
        (bid,) = told["bids.bidder_id.1.json"]
        assert (bid["amount"], bid["bidder_id"]) == (21_000, bob.member_id)
        (bought,) = told["orders.buyer_id.1.json"]
        assert (bought["order_id"], bought["seller_id"]) == (order.order_id, "***")
        assert len(told["payment.buyer_id.1.json"]) == len(told["parcel.buyer_id.1.json"]) == 1
        assert told["goods.seller_id.1.json"] == []

    def test_holds_no_secret_of_others(self, people, export_of, now):
        seller, ann, bob = people
        lot = factories.goods(seller, reserve_price=50_000)
        factories.bid(lot, ann, maximum=30_000)
        Block.create(blocker_id=bob.member_id, blocked_id=ann.member_id, created_at=now)

        of_seller, of_ann = export_of(seller), export_of(ann)

        (sold,), (led,) = (
            of_seller["auction.seller_id.1.json"],
            of_ann["auction.leader_id.1.json"],
        )
        assert ("maximum" in sold, sold["reserve_price"], sold["leader_id"]) == (
            False,
            50_000,
            "***",
        )
        assert ("reserve_price" in led, led["maximum"]) == (False, 30_000)
        assert not [name for name in of_ann if "blocked_id" in name]
        assert "30000" not in json.dumps(of_seller)
        assert of_seller["bids.bidder_id.1.json"] == []

    def test_of_a_sale_does_not_hold_where_its_buyer_lives(self, people, export_of):
        seller, _, bob = people
        sales.won(seller, bob)

        (sold,) = export_of(seller)["orders.seller_id.1.json"]

        assert not {"name", "phone", "postcode", "address", "address_detail"} & sold.keys()

    def test_of_very_much_comes_in_files_that_miss_and_repeat_nothing(self, people, export_of, now):
        ann, bob, _ = people
        Alarm.insert_many(
            [
                {
                    "member": (ann, bob)[number % 5 == 0], "fact_id": number, "kind": "NOTICE",
                    "title": "", "text": "", "data": "{}", "by_push": False, "by_email": False,
                    "created_at": now,
                }
                for number in range(1_300)
            ]
        ).execute()  # fmt: skip

        told = export_of(ann)

        files = [rows for name, rows in told.items() if name.startswith("alarm.member.")]
        facts = [row["fact_id"] for rows in files for row in rows]
        assert [len(rows) for rows in files] == [500, 500, 40]
        assert facts == [number for number in range(1_300) if number % 5]

    def test_of_bids_goes_on_after_any_part_of_their_keys(self, people, export_of):
        seller, ann, _ = people
        for _ in range(3):
            lot = factories.goods(seller)
            for number in range(170):
                factories.bid(lot, ann, amount=10_000 * (number + 1))

        told = export_of(ann)

        bids = [row for name, rows in told.items() if name.startswith("bids.") for row in rows]
        assert len({(row["goods_id"], row["seq"]) for row in bids}) == len(bids) == 510


class TestAWish:
    def test_is_granted_once_a_day(self, now):
        ann = factories.member("ann")
        exports.request_export(member_id=ann.member_id, now=now)

        with pytest.raises(ExportTooSoon) as refused:
            exports.request_export(member_id=ann.member_id, now=now + timedelta(hours=23))
        assert refused.value.details == {"retry_after": 3600}
        exports.request_export(member_id=ann.member_id, now=now + timedelta(days=1))
        assert factories.facts() == ["ExportRequested"] * 2

    def test_is_claimed_by_one_until_that_one_seems_dead(self, now):
        ann = factories.member("ann")
        exports.request_export(member_id=ann.member_id, now=now)

        assert exports.claim_export(now=now) is not None
        assert exports.claim_export(now=now + timedelta(minutes=14)) is None
        assert exports.claim_export(now=now + timedelta(minutes=15)) is not None

    def test_is_done_once_it_is_mailed(self, now):
        ann = factories.member("ann")
        made = exports.request_export(member_id=ann.member_id, now=now)

        for later in (now, now + timedelta(hours=1)):
            exports.record_export(export_id=made.export_id, now=later)

        assert Export.get().mailed_at == now
        assert exports.claim_export(now=now + timedelta(days=9)) is None
        with pytest.raises(ExportNotFound):
            exports.export_page(export_id=made.export_id, cursor="")

    def test_is_given_up_when_nobody_takes_it(self, now):
        ann = factories.member("ann")
        exports.request_export(member_id=ann.member_id, now=now)

        tries = 0
        while exports.claim_export(now=now + timedelta(hours=tries)):
            tries += 1

        assert tries == 20
