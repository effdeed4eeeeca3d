"""What is told to who means something that our contracts do not know yet?"""

from datetime import timedelta

import grpc
import pytest

from grpc_services.catalogue.goods import Lengths
from grpc_services.catalogue.pictures import FolderPictures
from grpc_services.catalogue.service import Catalogue
from grpc_services.messages import OfAnotherRelease, enum_name
from protos import catalogue_pb2 as pb
from protos import catalogue_pb2_grpc
from tests.support import factories
from tests.support.servers import EDGE_SECRET
from tests.support.serving import rpc_threads

_OF_THE_NEXT = 1_000


class TestAValueOfAnotherRelease:
    def test_has_no_name_here(self):
        with pytest.raises(OfAnotherRelease):
            enum_name(pb.UploadKind, _OF_THE_NEXT)
        assert enum_name(pb.UploadKind, pb.UPLOAD_KIND_GOODS) == "GOODS"
        assert enum_name(pb.UploadKind, 0) is None

    def test_is_answered_as_an_unknown_rpc_is(self, database):
        member = factories.member("ann")
        request = pb.CreateUploadRequest(
            member_id=member.member_id, kind=_OF_THE_NEXT, content_type="image/png", size=10
        )

        def register(server: grpc.aio.Server) -> None:
            lengths = Lengths(timedelta(hours=1), timedelta(days=30))
            service = Catalogue(FolderPictures("secret", "/media"), lengths)
            catalogue_pb2_grpc.add_CatalogueServicer_to_server(service, server)

        with (
            rpc_threads(1),
            factories.serving(register) as address,
            grpc.insecure_channel(address) as channel,
        ):
            stub = catalogue_pb2_grpc.CatalogueStub(channel)
            proof = (("authorization", f"Bearer {EDGE_SECRET}"), ("idempotency-key", "k"))
            with pytest.raises(grpc.RpcError) as refused:
                stub.CreateUpload(request, timeout=60, metadata=proof)
        assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
