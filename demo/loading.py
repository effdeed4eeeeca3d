"""How does the demo come into an empty database? All of it, or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from demo.catalogue.shelves import CATEGORIES
from demo.catalogue.stocking import store_brands, store_categories, store_faqs
from demo.past import people, talk
from demo.past.nights import plan_nights
from demo.past.offers import Offers
from demo.past.timeline import Timeline
from demo.past.town import Terms, Town
from grpc_services.alarms.inbox import read_alarms
from grpc_services.auction.house import House
from grpc_services.facts import atomic
from models.alarms import Alarm
from models.auction import Auction
from models.catalogue import Category

WEEKS = 6
#: What came before was read when it came.
_UNREAD = timedelta(days=2)


def is_loaded() -> bool:
    first = next(iter(CATEGORIES))
    return bool(Category.select().where(Category.name == first.ko).exists())


@atomic
def load(
    *,
    house: House,
    terms: Terms,
    hashes: people.Hashes,
    now: datetime,
    passed: Callable[[int], None],
) -> None:
    """
    This function will store a market that people have traded on for weeks, by the rules.

    `passed` is called with the number of each week that is over.
    """
    begins_at = now - timedelta(weeks=WEEKS)
    categories, brands = store_categories(), store_brands()
    store_faqs()
    talk.publish_notices(now=now)
    town = _settle(house, terms, hashes, begins_at)
    everybody = [*dict.fromkeys(town.sellers.values()), *town.buyers]
    # No mail goes out about what is long past.
    people.switch_alarms(everybody, on=False, now=begins_at)

    talk.plan_ties(town, brand_ids=list(brands.values()), hours=WEEKS * 7 * 24)
    Offers(town, categories, brands, until=now).plan()
    plan_nights(town.timeline, house=town.house, until=now)
    town.timeline.play(until=now, passed=passed)

    people.switch_alarms(everybody, on=True, now=now)
    for member_id in everybody:
        _read(member_id, now - _UNREAD)
    talk.turn_to_operator(town, goods_id=_newest_goods())


def _settle(house: House, terms: Terms, hashes: people.Hashes, now: datetime) -> Town:
    timeline = Timeline(now)
    people.welcome_operator(hashes=hashes, now=now)
    return Town(
        house=replace(house, clock=timeline.clock),
        terms=terms,
        timeline=timeline,
        # Nothing secret comes of it, and everybody is shown the same.
        dice=Random(WEEKS),  # noqa: S311
        sellers=people.welcome_sellers(hashes=hashes, now=now),
        buyers=people.welcome_buyers(hashes=hashes, now=now),
    )


def _read(member_id: int, until: datetime) -> None:
    mine = Alarm.select(Alarm.alarm_id).where(Alarm.member == member_id, Alarm.created_at < until)
    last = mine.order_by(Alarm.alarm_id.desc()).first()
    if last:
        read_alarms(member_id=member_id, up_to=last.alarm_id, now=until)


def _newest_goods() -> int:
    return int(Auction.select(Auction.goods).order_by(Auction.goods.desc()).limit(1).scalar())
