"""How is searching served? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime

from google.protobuf.message import Message

from grpc_services.catalogue import describing, finding
from grpc_services.catalogue.messages import goods_items, goods_list, name
from grpc_services.catalogue.pictures import Pictures
from grpc_services.messages import enum_name, enum_value, timestamp
from grpc_services.searches import own
from grpc_services.searches.notes import Note, Notes
from grpc_services.searches.popular import MOST, Popular
from grpc_services.searches.suggestions import suggestions
from grpc_services.server import rpc
from protos import catalogue_pb2 as catalogue
from protos import search_pb2 as pb
from protos import search_pb2_grpc


@dataclass(frozen=True)
class Search(search_pb2_grpc.SearchServicer):
    pictures: Pictures
    popular: Popular
    notes: Notes

    @rpc
    def ListGoods(self, request: pb.ListGoodsRequest, now: datetime) -> Message:
        wanted = _filter(request)
        found, following = finding.lots(
            wanted=wanted,
            sort=enum_name(pb.GoodsSort, request.sort) or "RECENT",
            limit=request.limit,
            cursor=request.cursor,
        )
        items = goods_items(
            self.pictures, found, viewer_id=request.viewer_id, language=request.language
        )
        listed = goods_list(items, following)
        if request.facets:
            listed.facets.CopyFrom(_facets(finding.counts(wanted=wanted), request))
        if request.query and not request.cursor:
            self.notes.add(Note(request.query, request.viewer_id, request.client, bool(found), now))
        return listed

    @rpc
    def ListPopularSearches(self, request: pb.ListPopularSearchesRequest, now: datetime) -> Message:
        popular = self.popular.most(limit=request.limit, now=now)
        return pb.ListPopularSearchesResponse(
            items=[
                pb.PopularSearch(rank=rank, query=query)
                for rank, query in enumerate(popular, start=1)
            ]
        )

    @rpc
    def ListSuggestions(self, request: pb.ListSuggestionsRequest, now: datetime) -> Message:
        popular = self.popular.most(limit=MOST, now=now)
        queries = suggestions(prefix=request.prefix, popular=popular)
        return pb.ListSuggestionsResponse(items=[pb.Suggestion(query=query) for query in queries])

    @rpc
    def ListSearches(self, request: pb.ListSearchesRequest, now: datetime) -> Message:
        rows, following = own.searches_of(
            member_id=request.member_id, limit=request.limit, cursor=request.cursor
        )
        return pb.ListSearchesResponse(
            items=[
                pb.OwnSearch(
                    search_id=row.search_id,
                    query=row.words,
                    searched_at=timestamp(row.searched_at),
                )
                for row in rows
            ],
            next_cursor=following,
        )

    @rpc
    def DeleteSearch(self, request: pb.DeleteSearchRequest, now: datetime) -> Message:
        own.forget_search(member_id=request.member_id, search_id=request.search_id)
        return pb.DeleteSearchResponse()

    @rpc
    def DeleteSearches(self, request: pb.DeleteSearchesRequest, now: datetime) -> Message:
        own.forget_searches(member_id=request.member_id)
        return pb.DeleteSearchesResponse()

    @rpc
    def RebuildSearch(self, request: pb.RebuildSearchRequest, now: datetime) -> Message:
        done = describing.rebuild_search(after_goods_id=request.after_goods_id)
        return pb.RebuildSearchResponse(
            last_goods_id=done.last_goods_id, goods_done=done.count, goods_left=done.left
        )


def _facets(counts: finding.Counts, request: pb.ListGoodsRequest) -> catalogue.Facets:
    return catalogue.Facets(
        total=counts.total,
        categories=[
            catalogue.CategoryCount(
                category_id=row.category_id, name=name(row, request.language), count=count
            )
            for row, count in counts.categories
        ],
        brands=[
            catalogue.BrandCount(
                brand_id=row.brand_id, name=name(row, request.language), count=count
            )
            for row, count in counts.brands
        ],
        qualities=[
            catalogue.QualityCount(quality=enum_value(catalogue.Quality, quality), count=count)
            for quality, count in counts.qualities.most_common()
        ],
        genders=[
            catalogue.GenderCount(gender=enum_value(catalogue.GoodsGender, gender), count=count)
            for gender, count in counts.genders.most_common()
        ],
        prices=[
            catalogue.PriceCount(least=least, most=most, count=count)
            for least, most, count in counts.prices
        ],
    )


def _filter(request: pb.ListGoodsRequest) -> finding.Filter:
    def given(name: str) -> int | None:
        return getattr(request, name) if request.HasField(name) else None

    return finding.Filter(
        query=request.query,
        category_id=given("category_id"),
        brand_id=given("brand_id"),
        store_id=given("store_id"),
        state=enum_name(catalogue.GoodsState, request.state),
        gender=enum_name(catalogue.GoodsGender, request.gender),
        quality=enum_name(catalogue.Quality, request.quality),
        min_price=given("min_price"),
        max_price=given("max_price"),
    )
