"""What do people like, follow, ask and answer on the market?"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from demo.past.town import Town
from demo.past.words import INQUIRY, NOTICES, QUESTIONS, REPORT, Asked
from grpc_services.catalogue.likes import like_brand, like_goods
from grpc_services.community.questions import answer_question, ask_question
from grpc_services.community.reports import file_report
from grpc_services.helpdesk.inquiries import Words, open_inquiry
from grpc_services.stores.follows import follow_store
from models.catalogue import Goods
from models.helpdesk import Notice
from models.members import Store


def plan_ties(town: Town, *, brand_ids: Sequence[int], hours: float) -> None:
    """This function will have every buyer follow stores and like brands, within some hours."""
    dice = town.dice
    selling = Store.member.in_(list(town.sellers.values()))
    store_ids = [store.store_id for store in Store.select().where(selling)]
    for member_id in town.buyers:
        for store_id in dice.sample(store_ids, dice.randint(1, 2)):
            follow = partial(follow_store, member_id=member_id, store_id=store_id)
            town.plan_within(1, hours, follow)
        for brand_id in dice.sample(brand_ids, dice.randint(1, 3)):
            town.plan_within(1, hours, partial(like_brand, member_id=member_id, brand_id=brand_id))


def plan_interest(town: Town, goods: Goods, *, hours: float) -> None:
    """This function will have some buyers like goods and ask about them, within some hours."""
    dice = town.dice
    for member_id in dice.sample(town.buyers, dice.choice((0, 1, 1, 2, 3, 5))):
        like = partial(like_goods, member_id=member_id, goods_id=goods.goods_id)
        town.plan_within(0.2, hours, like)
    for asked in dice.sample(QUESTIONS, dice.choice((0, 0, 1, 1, 2, 3))):
        town.plan_within(0.2, hours, partial(_ask, town, goods, asked))


def _ask(town: Town, goods: Goods, asked: Asked, *, now: datetime) -> None:
    question = ask_question(
        member_id=town.dice.choice(town.buyers),
        goods_id=goods.goods_id,
        text=asked.question,
        secret=asked.is_secret,
        upload_ids=(),
        now=now,
    )
    answer = partial(
        answer_question,
        member_id=goods.seller_id,
        question_id=question.question_id,
        text=asked.answer,
        upload_ids=(),
    )
    # What was asked in the last hours still waits.
    town.plan_within(3, 20, answer)


def publish_notices(*, now: datetime) -> None:
    """This function will store what the operator has announced meanwhile."""
    rows = [notice._asdict() for notice in NOTICES]
    Notice.insert_many([{"published_at": now - row.pop("ago"), **row} for row in rows]).execute()


def turn_to_operator(town: Town, *, goods_id: int) -> None:
    """This function will leave something for the operator to look at."""
    category, title, text = INQUIRY
    asking, reporting = town.buyers[:2]
    words = Words(text)
    open_inquiry(member_id=asking, category=category, title=title, words=words, now=town.now)
    reason, detail = REPORT
    file_report(
        member_id=reporting,
        target="GOODS",
        target_id=goods_id,
        reason=reason,
        detail=detail,
        now=town.now,
    )
