"""How is the catalogue served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.catalogue import goods, likes, prices, recent, shelves, uploads
from grpc_services.catalogue.lots import lots_of
from grpc_services.catalogue.messages import (
    brand_messages,
    goods_items,
    goods_list,
    goods_message,
    name,
    price_message,
    shelf_message,
)
from grpc_services.catalogue.pictures import Pictures
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from grpc_services.server import keyed_rpc, rpc
from protos import catalogue_pb2 as pb
from protos import catalogue_pb2_grpc


@dataclass(frozen=True)
class Catalogue(catalogue_pb2_grpc.CatalogueServicer):
    pictures: Pictures
    lengths: goods.Lengths

    @rpc
    def ListCategories(self, request: pb.ListCategoriesRequest, now: datetime) -> Message:
        return pb.ListCategoriesResponse(
            items=[
                pb.Category(
                    category_id=root.category_id,
                    name=name(root, request.language),
                    children=[shelf_message(child, request.language) for child in children],
                )
                for root, children in shelves.category_tree()
            ]
        )

    @rpc
    def ListBrands(self, request: pb.ListBrandsRequest, now: datetime) -> Message:
        rows, following = shelves.brands(
            query=request.query, limit=request.limit, cursor=request.cursor
        )
        return pb.ListBrandsResponse(
            items=brand_messages(self.pictures, rows, **_reader(request)), next_cursor=following
        )

    @rpc
    def GetBrand(self, request: pb.GetBrandRequest, now: datetime) -> Message:
        row = shelves.brand(brand_id=request.brand_id)
        (message,) = brand_messages(self.pictures, [row], **_reader(request))
        return message

    @rpc
    def LikeBrand(self, request: pb.LikeBrandRequest, now: datetime) -> Message:
        likes.like_brand(member_id=request.member_id, brand_id=request.brand_id, now=now)
        return pb.LikeBrandResponse()

    @rpc
    def UnlikeBrand(self, request: pb.UnlikeBrandRequest, now: datetime) -> Message:
        likes.unlike_brand(member_id=request.member_id, brand_id=request.brand_id)
        return pb.UnlikeBrandResponse()

    @rpc
    def ListLikedBrands(self, request: pb.ListLikedBrandsRequest, now: datetime) -> Message:
        ids, following = likes.BRANDS.things_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        rows = shelves.brands_of(brand_ids=ids)
        items = brand_messages(
            self.pictures, rows, viewer_id=request.member_id, language=request.language
        )
        return pb.ListBrandsResponse(items=items, next_cursor=following)

    @keyed_rpc(pb.UploadTicket)
    def CreateUpload(self, request: pb.CreateUploadRequest, now: datetime) -> pb.UploadTicket:
        upload = uploads.prepare_upload(
            member_id=request.member_id,
            kind=enum_name(pb.UploadKind, request.kind) or "GOODS",
            content_type=request.content_type,
            size=request.size,
            now=now,
        )
        ticket = self.pictures.ticket(
            key=upload.source_key,
            content_type=request.content_type,
            size=request.size,
            expires_at=upload.expires_at,
        )
        return pb.UploadTicket(
            upload_id=upload.upload_id,
            url=ticket.url,
            fields=ticket.fields,
            expires_at=timestamp(upload.expires_at),
        )

    @rpc
    def GetUpload(self, request: pb.GetUploadRequest, now: datetime) -> Message:
        upload = uploads.upload(upload_id=request.upload_id)
        return pb.Upload(
            upload_id=upload.upload_id,
            key=upload.source_key,
            state=enum_value(pb.UploadState, upload.state),
            expires_at=timestamp(upload.expires_at),
            folder=uploads.folder_of(upload),
        )

    @rpc
    def RecordArrivals(self, request: pb.RecordArrivalsRequest, now: datetime) -> Message:
        unwanted = uploads.record_arrivals(keys=set(request.keys), now=now)
        return pb.RecordArrivalsResponse(unwanted_keys=unwanted)

    @rpc
    def ListUnusedUploads(self, request: pb.ListUnusedUploadsRequest, now: datetime) -> Message:
        return pb.ListUnusedUploadsResponse(
            items=[
                pb.UnusedUpload(
                    upload_id=row.upload_id,
                    keys=filter(None, (row.source_key, row.thumb_key, row.full_key)),
                )
                for row in uploads.unused_uploads(now=now)
            ]
        )

    @rpc
    def ForgetUploads(self, request: pb.ForgetUploadsRequest, now: datetime) -> Message:
        uploads.forget_uploads(upload_ids=set(request.upload_ids), now=now)
        return pb.ForgetUploadsResponse()

    @rpc
    def RecordImages(self, request: pb.RecordImagesRequest, now: datetime) -> Message:
        uploads.record_images(
            upload_id=request.upload_id, thumb_key=request.thumb_key, full_key=request.full_key
        )
        return pb.RecordImagesResponse()

    @rpc
    def RejectUpload(self, request: pb.RejectUploadRequest, now: datetime) -> Message:
        uploads.reject_upload(upload_id=request.upload_id, reason=request.reason)
        return pb.RejectUploadResponse()

    @keyed_rpc(pb.Goods)
    def CreateGoods(self, request: pb.CreateGoodsRequest, now: datetime) -> pb.Goods:
        made = goods.register_goods(
            member_id=request.member_id, listing=_listing(request), lengths=self.lengths, now=now
        )
        return goods_message(
            self.pictures, made.goods_id, viewer_id=request.member_id, language=request.language
        )

    @rpc
    def GetGoods(self, request: pb.GetGoodsRequest, now: datetime) -> Message:
        message = goods_message(self.pictures, request.goods_id, **_reader(request))
        if request.viewer_id:
            recent.note_view(member_id=request.viewer_id, goods_id=request.goods_id, now=now)
        return message

    @rpc
    def GetPriceHistory(self, request: pb.GetPriceHistoryRequest, now: datetime) -> Message:
        return price_message(
            prices.price_history(
                goods_id=request.goods_id, viewer_id=request.viewer_id, days=request.days, now=now
            )
        )

    @rpc
    def LikeGoods(self, request: pb.LikeGoodsRequest, now: datetime) -> Message:
        likes.like_goods(member_id=request.member_id, goods_id=request.goods_id, now=now)
        return pb.LikeGoodsResponse()

    @rpc
    def UnlikeGoods(self, request: pb.UnlikeGoodsRequest, now: datetime) -> Message:
        likes.unlike_goods(member_id=request.member_id, goods_id=request.goods_id)
        return pb.UnlikeGoodsResponse()

    @rpc
    def ListLikedGoods(self, request: pb.ListLikedGoodsRequest, now: datetime) -> Message:
        ids, following = likes.GOODS.things_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return self._goods(ids, request, following)

    @rpc
    def ListRecentGoods(self, request: pb.ListRecentGoodsRequest, now: datetime) -> Message:
        ids, following = recent.viewed_by(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return self._goods(ids, request, following)

    def _goods(self, ids: list[int], request: Any, following: str | None) -> Message:
        items = goods_items(
            self.pictures,
            lots_of(goods_ids=ids, viewer_id=request.member_id),
            viewer_id=request.member_id,
            language=request.language,
        )
        return goods_list(items, following)


def _reader(request: Any) -> dict[str, Any]:
    return {"viewer_id": request.viewer_id, "language": request.language}


def _listing(request: pb.CreateGoodsRequest) -> goods.Listing:
    return goods.Listing(
        name=request.name,
        info=request.info,
        category_id=request.category_id,
        brand_id=request.brand_id,
        quality=enum_name(pb.Quality, request.quality) or "USED",
        gender=enum_name(pb.GoodsGender, request.gender) or "UNISEX",
        size=request.size,
        start_price=request.start_price,
        buy_now_price=request.buy_now_price if request.HasField("buy_now_price") else None,
        reserve_price=request.reserve_price if request.HasField("reserve_price") else None,
        shipping_price=request.shipping_price,
        starts_at=moment(request.starts_at) if request.HasField("starts_at") else None,
        ends_at=moment(request.ends_at),
        soft_close=request.soft_close,
        upload_ids=list(request.upload_ids),
    )
