"""What is a seller owed, what was credited, and what paid out?"""

from typing import IO, Annotated

from google.protobuf.message import Message
from msgspec import Meta, field

from api_http import shapes
from api_http.kinds.moments import Day
from api_http.operations import Call, Resource, Routes, operation
from api_http.promises import CSV
from api_http.shapes import Shape
from api_http.sheets import sheet
from protos import money_pb2 as pb
from protos import payouts_pb2


class SettlementQuery(shapes.Page, frozen=True, kw_only=True):
    #: The first and the last day in Korea, both in it; with either come the totals.
    first: Day | None = field(default=None, name="from")
    last: Day | None = field(default=None, name="to")


class Settlements(Resource):
    @operation(
        "listSettlements",
        "What you were credited, newest first, and what that comes to in a period",
        query=SettlementQuery,
        answer=pb.ListSettlementsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSettlementsRequest(
            member_id=call.member_id,
            from_day=_text(call.query.first),
            to_day=_text(call.query.last),
            **call.page,
        )
        return await call.ask(self.stubs.money.ListSettlements, request)


def _text(day: Day | None) -> str:
    return day.isoformat() if day else ""


class Balance(Resource):
    @operation(
        "readBalance",
        "What is held for you, what you are owed, and what you owe",
        answer=pb.Balance,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.GetBalanceRequest(member_id=call.member_id)
        return await call.ask(self.stubs.money.GetBalance, request)


class Payouts(Resource):
    @operation(
        "listPayouts",
        "What was paid into your bank account, or is held, newest first",
        query=shapes.Page,
        answer=payouts_pb2.ListPayoutsResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = payouts_pb2.ListPayoutsRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.payouts.ListPayouts, request)


class StatementQuery(Shape, frozen=True, kw_only=True):
    #: In Korea.
    year: Annotated[int, Meta(ge=2000, le=2100)]


class Statement(Resource):
    @operation(
        "downloadStatement",
        "What you were credited in a year, for your tax return, as a table in CSV",
        query=StatementQuery,
        file=CSV,
    )
    async def on_get(self, call: Call) -> IO[bytes]:
        request = pb.WriteStatementRequest(
            member_id=call.member_id, year=call.query.year, language=call.language
        )
        return await sheet(
            call, self.stubs.money.WriteStatement, request, f"settlements-{call.query.year}.csv"
        )


ROUTES: Routes = (
    ("/v1/me/settlements", Settlements),
    ("/v1/me/settlements.csv", Statement),
    ("/v1/me/payouts", Payouts),
    ("/v1/me/balance", Balance),
)
