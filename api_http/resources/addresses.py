"""Where may one's parcels go?"""

from google.protobuf.message import Message
from msgspec import UNSET, UnsetType, field

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.contacts import Phone, Postcode
from api_http.operations import Call, Key, Resource, Routes, operation
from api_http.shapes import Shape
from protos import members_pb2 as pb


class NewAddress(Shape, frozen=True, kw_only=True):
    name: texts.Name
    phone: Phone
    postcode: Postcode
    address: texts.Line
    address_detail: texts.OptionalLine = field(default_factory=texts.OptionalLine)
    default: bool = False


class AddressChange(Shape, frozen=True, kw_only=True):
    name: texts.Name | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    postcode: Postcode | UnsetType = UNSET
    address: texts.Line | UnsetType = UNSET
    address_detail: texts.OptionalLine | UnsetType = UNSET


class Addresses(Resource):
    @operation("listAddresses", "Your delivery addresses", answer=pb.ListAddressesResponse)
    async def on_get(self, call: Call) -> Message:
        request = pb.ListAddressesRequest(member_id=call.member_id)
        return await call.ask(self.stubs.members.ListAddresses, request)

    @operation(
        "addAddress",
        "Add a delivery address",
        body=NewAddress,
        answer=pb.Address,
        status=201,
        key=Key.ACCEPTED,
        location="/v1/me/addresses/{address_id}",
        refuses=("TOO_MANY_ADDRESSES", "MEMBER_SUSPENDED"),
    )
    async def on_post(self, call: Call) -> Message:
        request = pb.CreateAddressRequest(member_id=call.member_id, **shapes.given(call.body))
        return await call.ask(self.stubs.members.CreateAddress, request)


class Address(Resource):
    @operation(
        "changeAddress",
        "Change a delivery address",
        body=AddressChange,
        answer=pb.Address,
        refuses=("ADDRESS_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_patch(self, call: Call, address_id: int) -> Message:
        request = pb.UpdateAddressRequest(
            member_id=call.member_id, address_id=address_id, **shapes.given(call.body)
        )
        return await call.ask(self.stubs.members.UpdateAddress, request)

    @operation(
        "deleteAddress",
        "Delete a delivery address",
        status=204,
        refuses=("ADDRESS_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_delete(self, call: Call, address_id: int) -> None:
        request = pb.DeleteAddressRequest(member_id=call.member_id, address_id=address_id)
        await call.ask(self.stubs.members.DeleteAddress, request)


class DefaultAddress(Resource):
    @operation(
        "makeAddressDefault",
        "Make an address the default",
        answer=pb.Address,
        refuses=("ADDRESS_NOT_FOUND", "MEMBER_SUSPENDED"),
    )
    async def on_put(self, call: Call, address_id: int) -> Message:
        request = pb.SetDefaultAddressRequest(member_id=call.member_id, address_id=address_id)
        return await call.ask(self.stubs.members.SetDefaultAddress, request)


ROUTES: Routes = (
    ("/v1/me/addresses", Addresses),
    ("/v1/me/addresses/{address_id:id}", Address),
    ("/v1/me/addresses/{address_id:id}/default", DefaultAddress),
)
