"""How does what the operator writes look on the wire? Rows in, protobuf out."""

from grpc_services.catalogue.pictures import Pictures
from grpc_services.editorial.notices import Progress, progress_of
from grpc_services.messages import enum_value, timestamp
from models.catalogue import Brand, Category, ForbiddenWord
from models.helpdesk import Faq, Notice
from models.members import Terms
from protos import editorial_pb2 as pb
from protos import helpdesk_pb2


def notice_files(*rows: Notice) -> list[pb.PublishedNotice]:
    """This function will tell of notices, and how far each has been told."""
    progress = progress_of(notice_ids=[row.notice_id for row in rows])
    return [_notice(row, progress.get(row.notice_id, Progress())) for row in rows]


def _notice(row: Notice, progress: Progress) -> pb.PublishedNotice:
    return pb.PublishedNotice(
        notice_id=row.notice_id,
        title=row.title,
        text=row.text,
        title_en=row.title_en,
        text_en=row.text_en,
        audience=enum_value(pb.Audience, row.audience),
        published_at=timestamp(row.published_at),
        retired_at=timestamp(row.retired_at),
        told=progress.told,
        done=progress.is_done,
    )


def category_file(row: Category) -> pb.CategoryFile:
    return pb.CategoryFile(
        category_id=row.category_id,
        parent_id=row.parent_id,
        position=row.position,
        name=row.name,
        name_en=row.name_en,
        retired_at=timestamp(row.retired_at),
    )


def brand_file(pictures: Pictures, row: Brand) -> pb.BrandFile:
    return pb.BrandFile(
        brand_id=row.brand_id,
        position=row.position,
        name=row.name,
        name_en=row.name_en,
        image=row.image and pictures.url(row.image),
        retired_at=timestamp(row.retired_at),
    )


def faq_file(row: Faq) -> pb.FaqFile:
    return pb.FaqFile(
        faq_id=row.faq_id,
        position=row.position,
        category=enum_value(helpdesk_pb2.HelpCategory, row.category),
        question=row.question,
        answer=row.answer,
        question_en=row.question_en,
        answer_en=row.answer_en,
    )


def word_file(row: ForbiddenWord) -> pb.ForbiddenWord:
    return pb.ForbiddenWord(word_id=row.word_id, word=row.word)


def terms_file(row: Terms) -> pb.TermsFile:
    return pb.TermsFile(
        kind=row.kind,
        version=row.version,
        required=row.is_required,
        title=row.title,
        text=row.text,
        title_en=row.title_en,
        text_en=row.text_en,
        published_at=timestamp(row.published_at),
    )
