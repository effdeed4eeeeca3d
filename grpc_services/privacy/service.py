"""How is privacy served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.members.limits import client_of
from grpc_services.members.proofs import Proofs
from grpc_services.privacy import exports, letters, withdrawing
from grpc_services.server import Steps, rpc, stepwise_rpc
from protos import privacy_pb2 as pb
from protos import privacy_pb2_grpc


@dataclass(frozen=True)
class Privacy(privacy_pb2_grpc.PrivacyServicer):
    proofs: Proofs

    @stepwise_rpc
    async def Withdraw(self, request: pb.WithdrawRequest, steps: Steps) -> Message:
        attempt = await self.proofs.attempt(
            steps.do,
            member_id=request.member_id,
            password=request.password,
            client=client_of(request.address),
        )
        await steps.do(lambda now: withdrawing.withdraw(attempt=attempt, now=now))
        return pb.WithdrawResponse()

    @rpc
    def RequestExport(self, request: pb.RequestExportRequest, now: datetime) -> Message:
        exports.request_export(member_id=request.member_id, now=now)
        return pb.RequestExportResponse()

    @rpc
    def ClaimExport(self, request: pb.ClaimExportRequest, now: datetime) -> Message:
        claimed = exports.claim_export(now=now)
        if claimed is None:
            return pb.ClaimExportResponse()
        export, member = claimed
        subject, text = letters.export_letter(member.language)
        return pb.ClaimExportResponse(
            export=pb.Export(
                export_id=export.export_id, email=member.email, subject=subject, text=text
            )
        )

    @rpc
    def GetExportPage(self, request: pb.GetExportPageRequest, now: datetime) -> Message:
        page = exports.export_page(export_id=request.export_id, cursor=request.cursor)
        return pb.ExportPage(name=page.name, content=page.content, next_cursor=page.cursor)

    @rpc
    def RecordExport(self, request: pb.RecordExportRequest, now: datetime) -> Message:
        exports.record_export(export_id=request.export_id, now=now)
        return pb.RecordExportResponse()
