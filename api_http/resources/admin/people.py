"""How are members looked after?"""

from google.protobuf.message import Message
from msgspec import field

from api_http import shapes
from api_http.kinds.choices import Choice, number
from api_http.kinds.moments import Moment
from api_http.kinds.texts import SearchWords
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.resources.admin.acts import NOT_YOURS, Reasoned, by
from protos import admin_pb2 as pb


class MemberState(Choice, of=pb.MemberState):
    """How a member stands."""


class MembersQuery(shapes.Page, frozen=True, kw_only=True):
    query: SearchWords = field(default_factory=SearchWords)
    state: MemberState | None = None


class Suspension(Reasoned, frozen=True, kw_only=True):
    #: Absent: until it is lifted.
    until: Moment | None = None


class Members(Resource):
    @operation(
        "listMembers",
        "Members by how their login id begins, or by their e-mail address",
        query=MembersQuery,
        answer=pb.ListMembersResponse,
        refuses=("INVALID_CURSOR", *NOT_YOURS),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListMembersRequest(
            operator_id=call.member_id,
            query=call.query.query,
            state=number(call.query.state),
            **call.page,
        )
        return await call.ask(self.stubs.admin.ListMembers, request)


class Member(Resource):
    @operation(
        "readMember",
        "What is known of a member",
        answer=pb.MemberFile,
        refuses=("MEMBER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_get(self, call: Call, member_id: int) -> Message:
        request = pb.GetMemberFileRequest(operator_id=call.member_id, member_id=member_id)
        return await call.ask(self.stubs.admin.GetMemberFile, request)


class MemberSuspension(Resource):
    @operation(
        "suspendMember",
        "Let a member only read and do what they owe; they are told why",
        body=Suspension,
        answer=pb.MemberFile,
        key=Key.ACCEPTED,
        refuses=("MEMBER_NOT_FOUND", "MEMBER_IS_ADMIN", "SUSPENSION_OVER", *NOT_YOURS),
    )
    async def on_post(self, call: Call, member_id: int) -> Message:
        request = pb.SuspendMemberRequest(
            member_id=member_id,
            until=shapes.timestamp(call.body.until),
            **by(call, call.body.reason),
        )
        return await call.ask(self.stubs.admin.SuspendMember, request)


class MemberReinstatement(Resource):
    @operation(
        "reinstateMember",
        "Let a suspended member act again",
        body=Reasoned,
        answer=pb.MemberFile,
        key=Key.ACCEPTED,
        refuses=("MEMBER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_post(self, call: Call, member_id: int) -> Message:
        request = pb.ReinstateMemberRequest(member_id=member_id, **by(call, call.body.reason))
        return await call.ask(self.stubs.admin.ReinstateMember, request)


class MemberSignOut(Resource):
    @operation(
        "signMemberOut",
        "End all sessions of a member, at once everywhere",
        body=Reasoned,
        status=204,
        key=Key.ACCEPTED,
        refuses=("MEMBER_NOT_FOUND", *NOT_YOURS),
    )
    async def on_post(self, call: Call, member_id: int) -> None:
        request = pb.SignMemberOutRequest(member_id=member_id, **by(call, call.body.reason))
        await call.ask(self.stubs.admin.SignMemberOut, request)


class Strike(Resource):
    @operation(
        "liftStrike",
        "Count a strike no more",
        body=Reasoned,
        status=204,
        refuses=("STRIKE_NOT_FOUND", *NOT_YOURS),
    )
    async def on_delete(self, call: Call, strike_id: int) -> None:
        request = pb.LiftStrikeRequest(strike_id=strike_id, **by(call, call.body.reason))
        await call.ask(self.stubs.admin.LiftStrike, request)


ROUTES: Routes = (
    ("/v1/admin/members", Members),
    ("/v1/admin/members/{member_id:id}", Member),
    ("/v1/admin/members/{member_id:id}/suspend", MemberSuspension),
    ("/v1/admin/members/{member_id:id}/reinstate", MemberReinstatement),
    ("/v1/admin/members/{member_id:id}/sign-out", MemberSignOut),
    ("/v1/admin/strikes/{strike_id:id}", Strike),
)
