"""What do sellers pay, and from when on?"""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import UNSET, Meta, UnsetType

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.kinds.moments import Moment
from api_http.kinds.numbers import Percent
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, asked, by
from protos import finance_pb2 as pb
from protos import stores_pb2


class FeeScope(Choice, of=pb.FeeScope):
    """For whose sales a rule is."""


class SellerKind(Choice, of=stores_pb2.StoreKind):
    """Whether a seller is a business."""


class NewFeeRule(Reasoned, frozen=True, kw_only=True):
    """For whom, with the category, the seller or their kind; and how much, one way or the other."""

    name: texts.Name
    scope: FeeScope
    category_id: shapes.Id | UnsetType = UNSET
    seller_id: shapes.Id | UnsetType = UNSET
    seller_kind: SellerKind | UnsetType = UNSET
    #: Of the price without shipping.
    percent: Percent | UnsetType = UNSET
    #: In won.
    fixed: shapes.Won | UnsetType = UNSET
    min: shapes.Won = 0
    max: shapes.Won | UnsetType = UNSET
    #: Percent of the fee without it, which includes it.
    vat: Annotated[int, Meta(ge=0, le=100)] = 10
    #: At once, if nothing is said.
    valid_from: Moment | UnsetType = UNSET


class FeeRuleChange(Reasoned, frozen=True, kw_only=True):
    #: From when on it is for no new order.
    valid_until: Moment


class FeeRules(Resource):
    @operation(
        "listFeeRules",
        "Rules by which sellers pay, those that are over too, the newest first",
        query=shapes.Page,
        answer=pb.ListFeeRulesResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListFeeRulesRequest(operator_id=call.member_id, **call.page)
        return await call.ask(self.stubs.finance.ListFeeRules, request)

    @operation(
        "addFeeRule",
        "Have sellers pay for orders that are made from a moment on; of one name the most specific "
        "rule holds, then the latest",
        body=NewFeeRule,
        answer=pb.FeeRule,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/admin/fee-rules/{rule_id}",
        refuses=(
            "FEE_RULE_UNCLEAR",
            "FEE_RULE_TOO_EARLY",
            "CATEGORY_NOT_FOUND",
            "MEMBER_NOT_FOUND",
            *NOT_YOURS,
        ),
    )
    async def on_post(self, call: Call) -> Message:
        sent = asked(call)
        sent["valid_from"] = shapes.timestamp(sent.get("valid_from"))
        return await call.ask(self.stubs.finance.CreateFeeRule, pb.CreateFeeRuleRequest(**sent))


class OneFeeRule(Resource):
    @operation(
        "changeFeeRule",
        "Say when a rule ends; what else is to change is another rule",
        body=FeeRuleChange,
        answer=pb.FeeRule,
        refuses=("FEE_RULE_NOT_FOUND", "FEE_RULE_ENDED", "FEE_RULE_TOO_EARLY", *NOT_YOURS),
    )
    async def on_patch(self, call: Call, rule_id: int) -> Message:
        request = pb.EndFeeRuleRequest(
            rule_id=rule_id,
            valid_until=shapes.timestamp(call.body.valid_until),
            **by(call, call.body.reason),
        )
        return await call.ask(self.stubs.finance.EndFeeRule, request)

    @operation(
        "endFeeRule",
        "Have a rule be for no order from now on; those that were made keep their fees",
        body=Reasoned,
        status=204,
        refuses=("FEE_RULE_NOT_FOUND", "FEE_RULE_ENDED", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, rule_id: int) -> None:
        request = pb.EndFeeRuleRequest(rule_id=rule_id, **by(call, call.body.reason))
        await call.ask(self.stubs.finance.EndFeeRule, request)


ROUTES: Routes = (
    ("/v1/admin/fee-rules", FeeRules),
    ("/v1/admin/fee-rules/{rule_id:id}", OneFeeRule),
)
