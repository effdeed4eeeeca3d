"""What do people look for, and what may they be about to type?"""

from typing import Annotated

from google.protobuf.message import Message
from msgspec import Meta, field

from api_http import shapes
from api_http.kinds.texts import SearchWords
from api_http.operations import Call, Resource, Routes, operation
from api_http.shapes import Shape
from protos import search_pb2 as pb


class PopularQuery(Shape, frozen=True, kw_only=True):
    limit: Annotated[int, Meta(ge=1, le=100)] = 10


class Prefix(Shape, frozen=True, kw_only=True):
    prefix: SearchWords = field(default_factory=SearchWords)


class PopularSearches(Resource):
    @operation(
        "listPopularSearches",
        "What is looked for most these hours",
        query=PopularQuery,
        answer=pb.ListPopularSearchesResponse,
        public=True,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListPopularSearchesRequest(limit=call.query.limit)
        return await call.ask(self.stubs.search.ListPopularSearches, request)


class Suggestions(Resource):
    @operation(
        "suggestSearches",
        "What may be meant by what was typed so far",
        query=Prefix,
        answer=pb.ListSuggestionsResponse,
        public=True,
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSuggestionsRequest(prefix=call.query.prefix)
        return await call.ask(self.stubs.search.ListSuggestions, request)


class OwnSearches(Resource):
    @operation(
        "listMySearches",
        "What you looked for, the latest first",
        query=shapes.Page,
        answer=pb.ListSearchesResponse,
        refuses=("INVALID_CURSOR",),
    )
    async def on_get(self, call: Call) -> Message:
        request = pb.ListSearchesRequest(member_id=call.member_id, **call.page)
        return await call.ask(self.stubs.search.ListSearches, request)

    @operation("forgetMySearches", "Forget all that you looked for", status=204)
    async def on_delete(self, call: Call) -> None:
        request = pb.DeleteSearchesRequest(member_id=call.member_id)
        await call.ask(self.stubs.search.DeleteSearches, request)


class OwnSearch(Resource):
    @operation(
        "forgetMySearch",
        "Forget something that you looked for",
        status=204,
        refuses=("SEARCH_NOT_FOUND",),
    )
    async def on_delete(self, call: Call, search_id: int) -> None:
        request = pb.DeleteSearchRequest(member_id=call.member_id, search_id=search_id)
        await call.ask(self.stubs.search.DeleteSearch, request)


ROUTES: Routes = (
    ("/v1/search/popular", PopularSearches),
    ("/v1/search/suggestions", Suggestions),
    ("/v1/me/searches", OwnSearches),
    ("/v1/me/searches/{search_id:id}", OwnSearch),
)
