"""Who is barred from one's goods?"""

from api_http.operations import Call, Resource, Routes, operation
from protos import members_pb2 as pb


class StoreBlock(Resource):
    @operation(
        "blockStore",
        "Bar a store's owner from your goods",
        status=204,
        refuses=("STORE_NOT_FOUND", "OWN_STORE", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, store_id: int) -> None:
        request = pb.BlockStoreRequest(member_id=call.member_id, store_id=store_id)
        await call.ask(self.stubs.members.BlockStore, request)

    @operation(
        "unblockStore",
        "Take a block back",
        status=204,
        refuses=("STORE_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, store_id: int) -> None:
        request = pb.UnblockStoreRequest(member_id=call.member_id, store_id=store_id)
        await call.ask(self.stubs.members.UnblockStore, request)


ROUTES: Routes = (("/v1/stores/{store_id:id}/block", StoreBlock),)
