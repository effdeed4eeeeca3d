"""Would an auction have gone otherwise by other rules?"""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import Meta

from api_http import shapes
from api_http.operations import Call, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS
from protos import audit_pb2 as pb

_Seconds = Annotated[int, Meta(ge=0, le=86_400)]
_Times = Annotated[int, Meta(ge=0, le=1_000)]


class WhatIfQuery(shapes.Shape, frozen=True, kw_only=True):
    """What is not said is as it was."""

    soft_close_seconds: _Seconds | None = None
    soft_close_extensions: _Times | None = None
    #: The least step, at every price.
    increment: shapes.Price | None = None
    start_price: shapes.Price | None = None
    #: Of these two, 0 is none.
    reserve_price: shapes.Won | None = None
    buy_now_price: shapes.Won | None = None


class WhatIf(Resource):
    @operation(
        "readWhatIf",
        "What other rules would have made of the bids on goods since they were last listed",
        query=WhatIfQuery,
        answer=pb.WhatIf,
        refuses=("GOODS_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, goods_id: int) -> Message:
        query = call.query
        request = pb.GetWhatIfRequest(
            operator_id=call.member_id,
            goods_id=goods_id,
            soft_close_seconds=query.soft_close_seconds,
            soft_close_extensions=query.soft_close_extensions,
            increment=query.increment,
            start_price=query.start_price,
            reserve_price=query.reserve_price,
            buy_now_price=query.buy_now_price,
        )
        return await call.ask(self.stubs.audit.GetWhatIf, request)


ROUTES: Routes = (("/v1/admin/auctions/{goods_id:id}/what-if", WhatIf),)
