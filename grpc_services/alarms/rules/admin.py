"""Who hears of what the operator does?"""

from collections.abc import Iterator

from grpc_services.admin.facts import (
    ReportDismissed,
    ReportUpheld,
    SuspensionBegun,
    SuspensionEnded,
)
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.auction.facts import AuctionTakenDown, GoodsApproved
from grpc_services.korea import day_of


@hears(SuspensionBegun)
def you_are_suspended(suspension: SuspensionBegun) -> Iterator[Alarm]:
    values = {"because": suspension.because}
    if suspension.until is None:
        yield Alarm(suspension.member_id, AlarmKind.NOTICE, values=values, template="SUSPENDED")
        return
    values["day"] = day_of(suspension.until).isoformat()
    yield Alarm(suspension.member_id, AlarmKind.NOTICE, values=values, template="SUSPENDED_UNTIL")


@hears(SuspensionEnded)
def you_may_act_again(suspension: SuspensionEnded) -> Iterator[Alarm]:
    yield Alarm(suspension.member_id, AlarmKind.NOTICE, template="REINSTATED")


@hears(ReportDismissed)
def your_report_was_looked_at(report: ReportDismissed) -> Iterator[Alarm]:
    yield Alarm(report.reporter_id, AlarmKind.NOTICE, template="REPORT_DISMISSED")


@hears(ReportUpheld)
def your_report_was_acted_on(report: ReportUpheld) -> Iterator[Alarm]:
    yield Alarm(report.reporter_id, AlarmKind.NOTICE, template="REPORT_UPHELD")


@hears(GoodsApproved)
def your_goods_were_approved(goods: GoodsApproved) -> Iterator[Alarm]:
    yield Alarm(
        goods.seller_id, AlarmKind.NOTICE, goods_id=goods.goods_id, template="GOODS_APPROVED"
    )


@hears(AuctionTakenDown)
def your_goods_were_taken_down(auction: AuctionTakenDown) -> Iterator[Alarm]:
    yield Alarm(
        auction.seller_id,
        AlarmKind.AUCTION_FAILED,
        goods_id=auction.auction.goods_id,
        values={"because": auction.reason},
        template="GOODS_TAKEN_DOWN",
    )


@hears(AuctionTakenDown)
def what_you_bid_on_was_taken_down(auction: AuctionTakenDown) -> Iterator[Alarm]:
    for member_id in auction.bidders:
        yield Alarm(
            member_id,
            AlarmKind.AUCTION_LOST,
            goods_id=auction.auction.goods_id,
            template="AUCTION_TAKEN_DOWN",
        )
