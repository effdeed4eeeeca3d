"""Do two members deal with each other when one of them does not want to?"""

from datetime import timedelta

import pytest

from grpc_services.members.blocks import blocks_between, require_no_block
from grpc_services.members.standing import block_store, unblock_store
from grpc_services.suspension import Blocked
from models.members import Store
from tests.support import factories


def store_of(member):
    return Store.get(Store.member == member).store_id


@pytest.fixture
def people(people, now):
    """Ann has blocked the seller; with bob everybody deals."""
    seller, ann, bob = people
    block_store(member_id=ann.member_id, store_id=store_of(seller), now=now)
    return seller, ann, bob


def require(one, other, **until):
    require_no_block(one_id=one.member_id, other_id=other.member_id, **until)


class TestABlock:
    def test_holds_whoever_has_set_it(self, people):
        seller, ann, _ = people
        for one, other in ((seller, ann), (ann, seller)):
            with pytest.raises(Blocked):
                require(one, other)

    def test_parts_no_others(self, people):
        seller, ann, bob = people
        require(bob, seller)
        require(ann, bob)

    def test_counts_from_its_beginning_until_it_is_taken_back(self, people, now):
        seller, ann, _ = people
        require(ann, seller, until=now - timedelta(seconds=1))
        with pytest.raises(Blocked):
            require(ann, seller, until=now)

        unblock_store(member_id=ann.member_id, store_id=store_of(seller))
        require(ann, seller)

    def test_is_found_among_many_from_both_sides(self, people):
        seller, ann, bob = (member.member_id for member in people)
        found = blocks_between(member_ids=[seller, ann, bob], other_ids=[seller, ann, bob])
        assert found == {seller: {ann}, ann: {seller}}
        assert blocks_between(member_ids=[bob], other_ids=[]) == {}


class TestBidding:
    def test_is_refused_to_the_blocked_and_to_who_has_blocked(self, people, now):
        seller, ann, bob = people
        block_store(member_id=seller.member_id, store_id=store_of(bob), now=now)
        lot = factories.goods(seller)

        for bidder in (ann, bob):
            assert isinstance(factories.bid(lot, bidder, amount=10_000), Blocked)
