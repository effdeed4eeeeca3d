"""What becomes of goods whose winner has not paid? Whoever bid next is asked, or they fail."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from grpc_services.auction import log, wins
from grpc_services.auction.bidders import Person, bidder, people
from grpc_services.auction.facts import AuctionGivenUp, AuctionOffered, AuctionWon
from grpc_services.auction.hot_rows import HotRow, lock_auction, save_auctions, seen
from grpc_services.auction.house import House
from grpc_services.auction.pure import listing
from grpc_services.auction.pure import second_chances as pure
from grpc_services.auction.pure.second_chances import Chance
from grpc_services.auction.pure.state import Auction, Bidder, unfit
from grpc_services.facts import tells
from grpc_services.refusals import Conflict, NotFound
from models.auction import SecondChance, UnpaidWin
from models.dialect import locked

#: Who has not answered is reminded so long before the end.
REMIND_BEFORE = timedelta(hours=3)


class OfferNotFound(NotFound):
    """The member was offered no such thing."""


class OfferOver(Conflict):
    """It was answered, or its time is up."""


def pass_on(*, goods_id: int, house: House) -> None:
    """
    This function will offer won goods to whoever bid next, or have them fail if nobody is left.

    Who may not bid here is passed over; who has to pay for something else is asked all the same.

    :raises AuctionNotWon: if nobody has won the goods, or they are paid for
    """
    row = lock_auction(goods_id=goods_id)
    now = row.time(house.clock())
    UnpaidWin.delete().where(UnpaidWin.goods_id == goods_id).execute()
    chance = _next(row.auction, now)
    if chance is None:
        _fail(row=row, house=house)
    else:
        _offer(row=row, chance=chance, house=house, now=now)


def _next(auction: Auction, now: datetime) -> Chance | None:
    line = pure.in_line(auction, log.listing_of(goods_id=auction.goods_id))
    known = people(member_ids=[chance.member_id for chance in line], seller_ids=[auction.seller_id])
    return next((one for one in line if _is_fit(auction, known.get(one.member_id), one, now)), None)


def _is_fit(auction: Auction, person: Person | None, chance: Chance, now: datetime) -> bool:
    member = bidder(auction=auction, member_id=chance.member_id, person=person)
    return unfit(auction, replace(member, has_unpaid_win=False), now) is None


@tells(AuctionOffered)
def _offer(*, row: HotRow, chance: Chance, house: House, now: datetime) -> AuctionOffered:
    offered, entry = pure.offer(row.auction, chance, now=now)
    row = log.append(row, offered, entry, signer=house.signer)
    save_auctions([row])
    expires_at = now + house.second_chance
    made = SecondChance.create(
        goods=row.auction.goods_id,
        seq=entry.seq,
        member_id=chance.member_id,
        price=chance.price,
        state="OPEN",
        expires_at=expires_at,
        created_at=now,
        act_at=max(expires_at - REMIND_BEFORE, now),
    )
    return AuctionOffered(
        seller_id=offered.seller_id,
        auction=seen(row, house.rules),
        member_id=made.member_id,
        price=made.price,
        until=expires_at,
    )


@tells(AuctionGivenUp)
def _fail(*, row: HotRow, house: House) -> AuctionGivenUp:
    failed = replace(row, auction=listing.fail(row.auction))
    save_auctions([failed])
    return AuctionGivenUp(seller_id=failed.auction.seller_id, auction=seen(failed, house.rules))


def lock_offer(*, offer_id: int, member_id: int | None = None) -> tuple[HotRow, SecondChance]:
    """
    This function will lock goods, and what somebody was offered of them.

    :raises OfferNotFound: if the member was offered no such thing
    :raises OfferOver: if it was answered, or has lapsed
    """
    found = SecondChance.get_or_none(SecondChance.offer_id == offer_id)
    if found is None or member_id not in (None, found.member_id):
        raise OfferNotFound
    # The goods before what is kept of them, as everywhere.
    row = lock_auction(goods_id=found.goods_id)
    made = locked(SecondChance.select().where(SecondChance.offer_id == offer_id)).get()
    if made.state != "OPEN":
        raise OfferOver
    return row, made


@tells(AuctionWon)
def take(
    *, row: HotRow, made: SecondChance, is_owing: bool, house: House, now: datetime
) -> AuctionWon:
    """
    This function will have a member win what they were offered.

    :raises MemberSuspended, Blocked, UnpaidWin, BiddingBarred: as for a bid
    """
    if refusal := unfit(row.auction, _taker(row.auction, made.member_id, is_owing), now):
        raise refusal

    answer(made, "ACCEPTED")
    won = replace(row, auction=pure.accept(row.auction, member_id=made.member_id))
    save_auctions([won])
    wins.keep_wins([won])
    return AuctionWon(
        goods_id=made.goods_id,
        seller_id=won.auction.seller_id,
        auction=seen(won, house.rules),
        winner_id=made.member_id,
        price=made.price,
        losers=[],
    )


def _taker(auction: Auction, member_id: int, is_owing: bool) -> Bidder:
    known = people(member_ids=[member_id], seller_ids=[auction.seller_id])
    return bidder(
        auction=auction, member_id=member_id, person=known.get(member_id), is_owing=is_owing
    )


def answer(made: SecondChance, state: str) -> None:
    """This function will note what became of an offer that is locked."""
    made.state, made.act_at = state, None
    made.save(only=[SecondChance.state, SecondChance.act_at])
