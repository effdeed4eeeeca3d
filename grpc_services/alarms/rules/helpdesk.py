"""Who hears of what the operator says?"""

from collections.abc import Iterator

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, hears
from grpc_services.helpdesk.facts import InquiryAnswered, InquiryEnded


@hears(InquiryAnswered)
def the_operator_answered_you(inquiry: InquiryAnswered) -> Iterator[Alarm]:
    # As text: the number of an inquiry is written as it is.
    values = {"title": inquiry.title, "inquiryId": str(inquiry.inquiry_id)}
    yield Alarm(inquiry.member_id, AlarmKind.INQUIRY_ANSWERED, values=values)


@hears(InquiryEnded)
def the_operator_closed_your_inquiry(inquiry: InquiryEnded) -> Iterator[Alarm]:
    values = {
        "title": inquiry.title,
        "inquiryId": str(inquiry.inquiry_id),
        "because": inquiry.because,
    }
    yield Alarm(
        inquiry.member_id, AlarmKind.INQUIRY_ANSWERED, values=values, template="INQUIRY_CLOSED"
    )
