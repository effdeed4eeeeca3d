"""Does bin/verify-bid-log find whatever was changed in a log, and name it?"""

import base64
import inspect
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from api_http import answers
from demo.client import Client
from grpc_services.auction import log
from grpc_services.auction.answers import SEQS
from grpc_services.auction.bids import place_bids
from grpc_services.auction.closing import advance_auctions
from grpc_services.auction.house import House
from grpc_services.auction.log import entry_hash
from grpc_services.auction.pure.retracting import Reason
from grpc_services.auction.relisting import Relisting, relist_goods
from grpc_services.auction.reserving import reserve
from grpc_services.auction.retracting import retract_bid
from grpc_services.auction.selling import sell_now
from grpc_services.auction.service import Auctions
from models.auction import Auction, BidEntry
from models.dialect import database_now
from protos import auction_pb2 as pb
from tests.support import factories
from tests.support.markets import RunningMarket
from tests.support.servers import ROOT

SELLER, ANN, BOB = range(3)


def key_of(signer):
    raw = signer.key.public_key().public_bytes_raw()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@pytest.fixture
def lot(people):
    """Goods with an entry of every kind but BUY_NOW: listed twice, and sold early."""
    seller, ann, bob = people
    lot = factories.goods(seller, buy_now_price=90_000, reserve_price=80_000)
    batch = [
        factories.new_bid(lot, ann, amount=10_000),
        factories.new_bid(lot, bob, maximum=30_000),
        factories.new_bid(lot, ann, amount=20_000),
        factories.new_bid(lot, bob, maximum=40_000),
    ]
    place_bids(bids=batch, house=factories.HOUSE)
    house = {"house": factories.HOUSE}
    retract_bid(
        goods_id=lot.goods_id,
        bid_id=lot.goods_id * SEQS + 3,
        member_id=ann.member_id,
        reason=Reason.MISTYPED,
        **house,
    )
    reserve(goods_id=lot.goods_id, member_id=ann.member_id, is_owing=False, **house)
    Auction.update(ends_at=database_now(), reserved_until=None).execute()
    advance_auctions(goods_ids=[lot.goods_id], house=factories.HOUSE)
    relist_goods(
        goods_id=lot.goods_id,
        member_id=seller.member_id,
        relisting=Relisting(None, database_now() + timedelta(hours=1)),
        lengths=factories.LENGTHS,
        **house,
    )
    factories.bid(lot, bob, amount=15_000)
    sell_now(goods_id=lot.goods_id, member_id=seller.member_id, **house)
    kinds = [str(entry.kind) for entry, _ in log.entries_of(goods_id=lot.goods_id)]
    assert kinds[:5] == ["BID"] * 4 + ["RAISE"]
    assert kinds[5:] == ["RETRACTION", "RESERVATION", "RELISTING", "BID", "EARLY_END"]
    return lot


@pytest.fixture
def verify(lot, tmp_path):
    """Saves the log as the API gives it, three entries a page, and runs the tool over it."""

    def run(*arguments, house=factories.HOUSE):
        file = tmp_path / "log.json"
        file.write_text(json.dumps(saved(lot, house)))
        return verified(str(file), *arguments)

    return run


def saved(lot, house=factories.HOUSE):
    service = Auctions(None, house, factories.LENGTHS, None)
    pages, cursor = [], ""
    while cursor is not None:
        request = pb.GetBidLogRequest(goods_id=lot.goods_id, limit=3, cursor=cursor)
        answer = inspect.unwrap(Auctions.GetBidLog)(service, request, database_now())
        pages.append(json.loads(answers.to_json(answer)))
        cursor = pages[-1]["nextCursor"]
    return pages


def verified(*arguments):
    return subprocess.run(
        [sys.executable, "-I", ROOT / "bin" / "verify-bid-log", *arguments],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def change(lot, at, **values):
    query = BidEntry.update(**values)
    query.where(BidEntry.goods_id == lot.goods_id, BidEntry.seq == at).execute()


class TestALog:
    def test_that_nobody_changed_is_well(self, verify):
        found = verify(f"--key={key_of(factories.SIGNER)}")

        assert found.returncode == 0, found.stdout + found.stderr
        assert found.stdout.startswith("All is well: 10 entries, 5 receipts")

    def test_that_is_empty_is_well(self, people, tmp_path):
        file = tmp_path / "log.json"
        file.write_text(json.dumps(saved(factories.goods(people[SELLER]))))

        found = verified(str(file))

        assert found.stdout.startswith("All is well: 0 entries, 0 receipts")

    def test_is_well_after_the_key_was_changed(self, lot, verify):
        signer = replace(factories.SIGNER, key=Ed25519PrivateKey.generate())
        older = factories.SIGNER.key.public_key().public_bytes_raw()
        house = House(factories.RULES, signer, (older,))

        assert saved(lot, house)[0]["publicKeys"] == [key_of(signer), key_of(factories.SIGNER)]
        found = verify(house=house)
        assert found.returncode == 0, found.stdout + found.stderr
        assert "another key" in verify(f"--key={key_of(signer)}", house=house).stdout

    def test_is_not_vouched_for_by_another_key(self, verify):
        other = base64.urlsafe_b64encode(
            Ed25519PrivateKey.generate().public_key().public_bytes_raw()
        )
        found = verify(f"--key={other.decode()}")

        assert found.returncode == 1
        assert "entry 1 was changed: its receipt" in found.stdout


class TestAChange:
    @pytest.mark.parametrize(
        ("seq", "values"),
        [
            (1, {"amount": 10_001}),
            (9, {"amount": 15_001}),
            (3, {"placed_at": database_now}),
            (2, {"bidder_id": ANN}),
            (8, {"bidder_id": ANN}),
            (2, {"kind": "RAISE"}),
            (5, {"kind": "BID"}),
            (7, {"kind": "BUY_NOW"}),
            (7, {"kind": "NONSENSE"}),
            (4, {"automatic": False}),
            (1, {"automatic": True}),
            (6, {"retracts": 1}),
            (6, {"retracts": None}),
            (2, {"retracts": 1}),
            (4, {"hash": "0" * 64}),
            (9, {"hash": "f" * 64}),
            (3, {"receipt": None}),
            (4, {"receipt": "AQAA"}),
        ],
    )
    def test_is_found_where_it_is(self, people, lot, verify, seq, values):
        if callable(values.get("placed_at")):
            values = {"placed_at": database_now()}
        if "bidder_id" in values:
            values = {"bidder_id": people[values["bidder_id"]].member_id}
        change(lot, seq, **values)

        found = verify()

        assert (found.returncode, found.stderr) == (1, "")
        assert found.stdout.startswith(f"WRONG: entry {seq} was changed")

    def test_of_a_receipt_for_that_of_another_is_found(self, lot, verify):
        change(lot, 2, receipt=BidEntry.get(BidEntry.seq == 1).receipt)

        assert "WRONG: entry 2 was changed: its receipt is of something else" in verify().stdout

    def test_that_hashes_everything_anew_is_found_by_the_receipts(self, lot, verify):
        change(lot, 3, amount=20_500)
        last = "0" * 64
        for entry, row in list(log.entries_of(goods_id=lot.goods_id)):
            name = factories.SIGNER.pseudonym(goods_id=lot.goods_id, member_id=entry.bidder_id)
            last = entry_hash(last, lot.goods_id, entry, name)
            change(lot, row.seq, hash=last)
        Auction.update(last_hash=last).execute()

        assert "WRONG: entry 3 was changed: its receipt" in verify().stdout

    def test_of_the_head_is_found(self, verify):
        Auction.update(last_hash=sha256(b"").hexdigest()).execute()

        assert "the log ends in hash" in verify().stdout


class TestAnEntry:
    @pytest.mark.parametrize("seq", [1, 4, 9])
    def test_that_is_missing_is_named(self, lot, verify, seq):
        BidEntry.delete().where(BidEntry.seq == seq).execute()

        found = verify()

        assert (found.returncode, found.stderr) == (1, "")
        assert f"WRONG: entry {seq} is missing" in found.stdout

    def test_that_has_another_number_is_missed(self, lot, verify):
        change(lot, 5, seq=55)

        assert "WRONG: entry 5 is missing" in verify().stdout

    def test_that_was_put_in_at_the_end_is_named(self, lot, verify):
        _insert(lot, 11)

        assert "WRONG: entry 11 was put in" in verify().stdout

    def test_that_was_put_in_between_others_is_named(self, lot, verify):
        for seq in range(10, 4, -1):
            change(lot, seq, seq=seq + 1)
        _insert(lot, 5)
        Auction.update(seq=11).execute()

        assert "WRONG: entry 5 was changed or put in" in verify().stdout


def _insert(lot, seq):
    before = BidEntry.get(BidEntry.goods_id == lot.goods_id, BidEntry.seq == 1)
    values = dict(before.__data__) | {"seq": seq, "idempotency_key": None}
    BidEntry.insert(**values).execute()


class TestAReceipt:
    def test_vouches_for_its_bid_and_no_other(self, lot, verify):
        receipt = BidEntry.get(BidEntry.seq == 3).receipt

        assert verify("--receipt", receipt, "--seq", "3").returncode == 0
        wrong = verify("--receipt", receipt, "--seq", "2")
        assert "entry 2 is not what the given receipt was given for" in wrong.stdout

    def test_tells_that_its_bid_is_gone_or_another(self, lot, verify):
        receipt = BidEntry.get(BidEntry.seq == 9).receipt
        BidEntry.delete().where(BidEntry.seq == 9).execute()

        assert "entry 9 is missing" in verify("--receipt", receipt, "--seq", "9").stdout


class TestTheTool:
    @pytest.mark.parametrize(
        ("content", "arguments"),
        [
            ("nonsense", []),
            ("{}", []),
            ("[]", []),
            ('{"items": [], "publicKeys": ["AA"]}', []),
            ("{}", ["--key=AA"]),
            ("{}", ["--seq", "1"]),
        ],
    )
    def test_says_what_it_cannot_use(self, tmp_path, content, arguments):
        file = tmp_path / "log.json"
        file.write_text(content)

        found = verified(str(file), *arguments)

        assert found.returncode == 2
        assert "Traceback" not in found.stderr
        assert found.stderr

    def test_says_what_it_cannot_reach(self):
        found = verified("http://127.0.0.1:1/v1/goods/1/bid-log")

        assert (found.returncode, found.stdout) == (2, "")
        assert "cannot be read" in found.stderr


class TestARunningMarket:
    @pytest.mark.parametrize("market", ["sqlite"], indirect=True)
    def test_is_verified_by_its_url(self, market: RunningMarket) -> None:
        guest = Client(market.market, "guest")
        goods_id = guest.get("/v1/goods")["items"][0]["goodsId"]
        url = f"{market.market.api}/v1/goods/{goods_id}/bid-log"

        assert verified(url).returncode == 0
        assert verified(url.replace(str(goods_id), "999999999")).returncode == 2
