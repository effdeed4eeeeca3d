"""How is served who writes for the operator? Protobuf in, one call of a rule, protobuf out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from grpc_services.admin.trail import By
from grpc_services.catalogue.pictures import Pictures
from grpc_services.editorial import faqs, notices, shelves, terms, words
from grpc_services.editorial.messages import (
    brand_file,
    category_file,
    faq_file,
    notice_files,
    terms_file,
    word_file,
)
from grpc_services.members.terms import newest_terms
from grpc_services.messages import enum_name
from grpc_services.server import keyed_rpc, rpc
from protos import editorial_pb2 as pb
from protos import editorial_pb2_grpc, helpdesk_pb2


@dataclass(frozen=True)
class Editorial(editorial_pb2_grpc.EditorialServicer):
    pictures: Pictures

    @rpc
    def ListAllNotices(self, request: pb.ListAllNoticesRequest, now: datetime) -> Message:
        rows, following = notices.notices(limit=request.limit, cursor=request.cursor)
        return pb.ListAllNoticesResponse(items=notice_files(*rows), next_cursor=following)

    @keyed_rpc(pb.PublishedNotice)
    def PublishNotice(self, request: pb.PublishNoticeRequest, now: datetime) -> pb.PublishedNotice:
        notice = notices.publish_notice(
            texts=_texts(request),
            audience=enum_name(pb.Audience, request.audience) or "ALL",
            by=_by(request),
            now=now,
        )
        return notice_files(notice)[0]

    @rpc
    def UpdateNotice(self, request: pb.UpdateNoticeRequest, now: datetime) -> Message:
        notice = notices.change_notice(
            notice_id=request.notice_id, texts=_changes(request), by=_by(request), now=now
        )
        return notice_files(notice)[0]

    @rpc
    def RetireNotice(self, request: pb.RetireNoticeRequest, now: datetime) -> Message:
        notices.retire_notice(notice_id=request.notice_id, by=_by(request), now=now)
        return pb.RetireNoticeResponse()

    @rpc
    def ListAllCategories(self, request: pb.ListAllCategoriesRequest, now: datetime) -> Message:
        return pb.ListAllCategoriesResponse(items=map(category_file, shelves.categories()))

    @keyed_rpc(pb.CategoryFile)
    def CreateCategory(self, request: pb.CreateCategoryRequest, now: datetime) -> pb.CategoryFile:
        category = shelves.add_category(
            parent_id=request.parent_id if request.HasField("parent_id") else None,
            values={name: getattr(request, name) for name in ("position", "name", "name_en")},
            by=_by(request),
            now=now,
        )
        return category_file(category)

    @rpc
    def UpdateCategory(self, request: pb.UpdateCategoryRequest, now: datetime) -> Message:
        category = shelves.change_category(
            category_id=request.category_id,
            values=_with_retired_at(_changes(request), now),
            by=_by(request),
            now=now,
        )
        return category_file(category)

    @rpc
    def ListAllBrands(self, request: pb.ListAllBrandsRequest, now: datetime) -> Message:
        rows, following = shelves.brands(limit=request.limit, cursor=request.cursor)
        items = [brand_file(self.pictures, row) for row in rows]
        return pb.ListAllBrandsResponse(items=items, next_cursor=following)

    @keyed_rpc(pb.BrandFile)
    def CreateBrand(self, request: pb.CreateBrandRequest, now: datetime) -> pb.BrandFile:
        brand = shelves.add_brand(
            values={name: getattr(request, name) for name in ("position", "name", "name_en")},
            upload_id=_upload_id(request),
            by=_by(request),
            now=now,
        )
        return brand_file(self.pictures, brand)

    @rpc
    def UpdateBrand(self, request: pb.UpdateBrandRequest, now: datetime) -> Message:
        changes = _with_retired_at(_changes(request), now)
        changes.pop("upload_id", None)
        brand = shelves.change_brand(
            brand_id=request.brand_id,
            values=changes,
            upload_id=_upload_id(request),
            by=_by(request),
            now=now,
        )
        return brand_file(self.pictures, brand)

    @rpc
    def ListAllFaqs(self, request: pb.ListAllFaqsRequest, now: datetime) -> Message:
        rows, following = faqs.faqs(limit=request.limit, cursor=request.cursor)
        return pb.ListAllFaqsResponse(items=map(faq_file, rows), next_cursor=following)

    @keyed_rpc(pb.FaqFile)
    def CreateFaq(self, request: pb.CreateFaqRequest, now: datetime) -> pb.FaqFile:
        said = ("position", "question", "answer", "question_en", "answer_en")
        values = {name: getattr(request, name) for name in said}
        values["category"] = _help_category(request)
        return faq_file(faqs.add_faq(values=values, by=_by(request), now=now))

    @rpc
    def UpdateFaq(self, request: pb.UpdateFaqRequest, now: datetime) -> Message:
        changes = _changes(request)
        if "category" in changes:
            changes["category"] = _help_category(request)
        faq = faqs.change_faq(faq_id=request.faq_id, values=changes, by=_by(request), now=now)
        return faq_file(faq)

    @rpc
    def DeleteFaq(self, request: pb.DeleteFaqRequest, now: datetime) -> Message:
        faqs.remove_faq(faq_id=request.faq_id, by=_by(request), now=now)
        return pb.DeleteFaqResponse()

    @rpc
    def ListForbiddenWords(self, request: pb.ListForbiddenWordsRequest, now: datetime) -> Message:
        rows, following = words.words(limit=request.limit, cursor=request.cursor)
        return pb.ListForbiddenWordsResponse(items=map(word_file, rows), next_cursor=following)

    @keyed_rpc(pb.ForbiddenWord)
    def CreateForbiddenWord(
        self, request: pb.CreateForbiddenWordRequest, now: datetime
    ) -> pb.ForbiddenWord:
        return word_file(words.add_word(values={"word": request.word}, by=_by(request), now=now))

    @rpc
    def UpdateForbiddenWord(self, request: pb.UpdateForbiddenWordRequest, now: datetime) -> Message:
        word = words.change_word(
            word_id=request.word_id, values=_changes(request), by=_by(request), now=now
        )
        return word_file(word)

    @rpc
    def DeleteForbiddenWord(self, request: pb.DeleteForbiddenWordRequest, now: datetime) -> Message:
        words.remove_word(word_id=request.word_id, by=_by(request), now=now)
        return pb.DeleteForbiddenWordResponse()

    @rpc
    def ListAllTerms(self, request: pb.ListAllTermsRequest, now: datetime) -> Message:
        return pb.ListAllTermsResponse(items=map(terms_file, newest_terms()))

    @keyed_rpc(pb.TermsFile)
    def PublishTerms(self, request: pb.PublishTermsRequest, now: datetime) -> pb.TermsFile:
        published = terms.publish_terms(
            kind=request.kind, texts=_texts(request), by=_by(request), now=now
        )
        return terms_file(published)


def _by(request: Any) -> By:
    return By(request.operator_id, request.reason, request.client)


def _changes(request: Any) -> dict[str, Any]:
    """What may be absent, and is not."""
    return {field.name: value for field, value in request.ListFields() if field.has_presence}


def _texts(request: Any) -> dict[str, str]:
    return {name: getattr(request, name) for name in ("title", "text", "title_en", "text_en")}


def _with_retired_at(changes: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Whether a shelf is retired, as when it was."""
    is_retired = changes.pop("retired", None)
    return changes if is_retired is None else {**changes, "retired_at": now if is_retired else None}


def _upload_id(request: Any) -> int | None:
    return request.upload_id if request.HasField("upload_id") else None


def _help_category(request: Any) -> str:
    return enum_name(helpdesk_pb2.HelpCategory, request.category) or "OTHER"
