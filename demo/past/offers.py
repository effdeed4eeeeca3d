"""What is put up for sale, and when? Every lot now, and goods like it in the weeks before."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from demo.catalogue.lots import LOTS, Lot
from demo.catalogue.pictures import full_key, thumb_key
from demo.catalogue.sellers import SELLERS
from demo.catalogue.stocking import root_of
from demo.drawings.canvas import number_of
from demo.past.sales import Sale, Stage
from demo.past.talk import plan_interest
from demo.past.town import Town
from demo.past.words import INFOS
from grpc_services.catalogue.goods import Listing
from grpc_services.catalogue.uploads import LIFE
from models.catalogue import Upload

_SOONEST, _LATEST = timedelta(days=1), timedelta(days=14)
#: Multiples of it, without their whole part, lie far from each other and all over 0 to 1.
_GOLDEN = 0.6180339887
#: How many goods like it were sold before, of each five lots in turn.
_SOLD_BEFORE = (1, 0, 1, 0, 2)
#: Where nobody bid, one lot of so many.
_UNSOLD_EVERY = 26
#: What is not over yet: how far it has come, which buyer wins, and how long ago it was listed.
_UNDER_WAY = (
    (Stage.DELIVERED, 0, timedelta(days=9)),
    (Stage.DELIVERED, 1, timedelta(days=9)),
    (Stage.PAID, 2, timedelta(days=5)),
    (Stage.PAID, 3, timedelta(days=5)),
)


@dataclass
class Offers:
    """Plans everything that sellers offer, in a town whose shelves are known by their ids."""

    town: Town
    categories: dict[str, int]
    brands: dict[str, int]
    until: datetime

    def plan(self) -> None:
        """This function will plan all that is put up for sale until the newcomer comes."""
        self._keys = count(1)
        for place, number in enumerate(_mixed_numbers()):
            for _ in range(_SOLD_BEFORE[place % len(_SOLD_BEFORE)]):
                self._plan_sold(number)
            if place % _UNSOLD_EVERY == 0:
                self._plan_sold(number, bids=0)
            self._plan_open(number, place)
        for number, (last, winner, ago) in zip(_of_first_seller(), _UNDER_WAY, strict=False):
            self._plan_under_way(number, last, self.town.buyers[winner], self.until - ago)

    def _plan_sold(self, number: int, *, bids: int | None = None) -> None:
        dice = self.town.dice
        begins = self.town.now + timedelta(days=dice.uniform(0.5, 26))
        ends_at = begins + timedelta(days=dice.uniform(2, 5))
        listing = self._used(number, begins, ends_at)
        sale = Sale(
            self.town,
            seller_id=self._seller_of(LOTS[number - 1]),
            listing=listing,
            limit=int(listing.start_price * dice.uniform(1.2, 1.8)),
            bids=dice.randint(2, 9) if bids is None else bids,
            last=dice.choice((Stage.REVIEWED, Stage.REVIEWED, Stage.REVIEWED, Stage.SETTLED)),
        )
        self.town.plan(begins, sale.begin)

    def _plan_under_way(self, number: int, last: Stage, winner_id: int, begins: datetime) -> None:
        listing = self._used(number, begins, begins + timedelta(days=3))
        sale = Sale(
            self.town,
            seller_id=self._seller_of(LOTS[number - 1]),
            listing=listing,
            limit=listing.start_price * 3 // 2,
            bids=4,
            last=last,
            winner_id=winner_id,
        )
        self.town.plan(begins, sale.begin)

    def _plan_open(self, number: int, place: int) -> None:
        begins = self.until - timedelta(hours=self.town.dice.uniform(1, 96))
        ends_at = self.until + _SOONEST + (_LATEST - _SOONEST) * (place * _GOLDEN % 1)
        listing = self._listing(LOTS[number - 1], number, begins, ends_at)
        self.town.plan(begins, partial(self._open, self._seller_of(LOTS[number - 1]), listing))

    def _open(self, seller_id: int, listing: Listing, *, now: datetime) -> None:
        dice = self.town.dice
        goods = self.town.register(seller_id, listing)
        limit = int(listing.start_price * dice.uniform(1.1, 1.5))
        if listing.buy_now_price:
            limit = min(limit, listing.buy_now_price - 1_000)
        bidding = self.town.bidding(goods, listing, limit)
        bids = dice.choice((0, 1, 2, 3, 5, 8))
        bidding.plan(self.town.timeline, begins=now, ends=self.until, most=bids)
        plan_interest(self.town, goods, hours=(self.until - now) / timedelta(hours=1))

    def _used(self, number: int, begins: datetime, ends_at: datetime) -> Listing:
        """Goods like a lot, in another state; without a limit below or above."""
        dice, lot = self.town.dice, LOTS[number - 1]
        quality = dice.choice(list(INFOS))
        like_it = lot._replace(
            info=dice.choice(INFOS[quality]),
            quality=quality,
            start_price=int(lot.start_price * dice.uniform(0.6, 0.9)) // 1_000 * 1_000,
            buy_now_price=None,
            reserve_price=None,
        )
        return self._listing(like_it, number, begins, ends_at)

    def _listing(self, lot: Lot, number: int, begins: datetime, ends_at: datetime) -> Listing:
        return Listing(
            name=lot.name,
            info=lot.info,
            category_id=self.categories[lot.category],
            brand_id=self.brands[lot.brand],
            quality=lot.quality,
            gender=lot.gender,
            size=lot.size,
            start_price=lot.start_price,
            buy_now_price=lot.buy_now_price,
            reserve_price=lot.reserve_price,
            shipping_price=lot.shipping_price,
            starts_at=None,
            ends_at=ends_at,
            soft_close=True,
            upload_ids=[self._upload(self._seller_of(lot), number, begins)],
        )

    def _upload(self, member_id: int, number: int, now: datetime) -> int:
        upload = Upload.create(
            member=member_id,
            kind="GOODS",
            content_type="image/webp",
            state="READY",
            # Nothing was posted; whatever tidies up posted files must not find the pictures here.
            source_key=f"incoming/demo-{next(self._keys)}",
            thumb_key=thumb_key(number),
            full_key=full_key(number),
            created_at=now,
            expires_at=now + LIFE,
        )
        return int(upload.upload_id)

    def _seller_of(self, lot: Lot) -> int:
        return self.town.sellers[root_of(lot.category)]


def _mixed_numbers() -> list[int]:
    """The numbers of all lots, so that the newest goods are not all from one shelf."""
    return sorted(range(1, len(LOTS) + 1), key=lambda number: number_of(LOTS[number - 1].name))


def _of_first_seller() -> Iterator[int]:
    """The numbers of lots that the seller to try sells."""
    first = SELLERS[0].sells
    return (number for number in _mixed_numbers() if root_of(LOTS[number - 1].category) in first)
