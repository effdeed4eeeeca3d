"""How is the catalogue served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.catalogue import goods, shelves, uploads
from grpc_services.catalogue.pictures import Pictures
from grpc_services.messages import enum_name, enum_value, moment, timestamp
from grpc_services.server import keyed_rpc, rpc
from models.catalogue import Brand, Category
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
                    name=_name(root, request.language),
                    children=[_shelf(child, request.language) for child in children],
                )
                for root, children in shelves.category_tree()
            ]
        )

    @rpc
    def ListBrands(self, request: pb.ListBrandsRequest, now: datetime) -> Message:
        rows, following = shelves.brands(
            query=request.query, limit=request.limit, cursor=request.cursor
        )
        counts = shelves.open_goods_by_brand(brand_ids=[row.brand_id for row in rows])
        return pb.ListBrandsResponse(
            items=[
                pb.Brand(
                    brand_id=row.brand_id,
                    name=_name(row, request.language),
                    image=row.image and self.pictures.url(row.image),
                    goods_count=counts.get(row.brand_id, 0),
                )
                for row in rows
            ],
            next_cursor=following,
        )

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
        return goods_message(self.pictures, made.goods_id, request.language)

    @rpc
    def GetGoods(self, request: pb.GetGoodsRequest, now: datetime) -> Message:
        return goods_message(self.pictures, request.goods_id, request.language)

    @rpc
    def ListGoods(self, request: pb.ListGoodsRequest, now: datetime) -> Message:
        found, following = goods.lots(
            wanted=_filter(request), limit=request.limit, cursor=request.cursor
        )
        return pb.ListGoodsResponse(
            items=[
                pb.GoodsItem(**goods_item(self.pictures, lot, request.language)) for lot in found
            ],
            next_cursor=following,
        )


def goods_message(pictures: Pictures, goods_id: int, language: str) -> pb.Goods:
    """This function will describe goods with everything around them."""
    lot = goods.lot(goods_id=goods_id)
    store = goods.store_of(goods=lot.goods)
    return pb.Goods(
        **goods_item(pictures, lot, language),
        info=lot.goods.info,
        shipping_price=lot.goods.shipping_price,
        soft_close=lot.goods.soft_close,
        images=[
            pb.Image(thumb=pictures.url(image.thumb_key), full=pictures.url(image.full_key))
            for image in goods.images(goods_id=goods_id)
        ],
        store=pb.Store(store_id=store.store_id, name=store.name),
        category_path=[
            _shelf(step, language) for step in shelves.path_to(category_id=lot.goods.category_id)
        ],
    )


def goods_item(pictures: Pictures, lot: goods.Lot, language: str) -> dict[str, Any]:
    """This function will give the fields of goods as they stand in any list."""
    row, auction = lot.goods, lot.auction
    return {
        "goods_id": row.goods_id,
        "name": row.name,
        "brand": pb.BrandName(brand_id=lot.brand.brand_id, name=_name(lot.brand, language)),
        "store_id": row.store_id,
        "image": lot.thumb_key and pictures.url(lot.thumb_key),
        "start_price": auction.start_price,
        "current_price": auction.current_price,
        "buy_now_price": auction.buy_now_price,
        "bid_count": auction.bid_count,
        "quality": enum_value(pb.Quality, row.quality),
        "gender": enum_value(pb.GoodsGender, row.gender),
        "size": row.size,
        "state": enum_value(pb.GoodsState, auction.state),
        "starts_at": timestamp(auction.starts_at),
        "ends_at": timestamp(auction.ends_at),
        "created_at": timestamp(row.created_at),
    }


def _name(row: Brand | Category, language: str) -> str:
    return str(row.name_en if language == "en" else row.name)


def _shelf(category: Category, language: str) -> pb.Subcategory:
    return pb.Subcategory(category_id=category.category_id, name=_name(category, language))


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


def _filter(request: pb.ListGoodsRequest) -> goods.Filter:
    def given(name: str) -> int | None:
        return getattr(request, name) if request.HasField(name) else None

    return goods.Filter(
        category_id=given("category_id"),
        brand_id=given("brand_id"),
        store_id=given("store_id"),
        state=enum_name(pb.GoodsState, request.state),
        gender=enum_name(pb.GoodsGender, request.gender),
        quality=enum_name(pb.Quality, request.quality),
        min_price=given("min_price"),
        max_price=given("max_price"),
        sort=enum_name(pb.GoodsSort, request.sort) or "RECENT",
    )
