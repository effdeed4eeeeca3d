"""In which words is told what the operator says?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "INQUIRY_ANSWERED": {
        "ko": ("1:1 문의 답변", "{inquiryId}번 문의 '{title}'에 답변이 등록되었습니다."),
        "en": ("Inquiry answered", "Your inquiry no. {inquiryId}, '{title}', was answered."),
    },
    "INQUIRY_CLOSED": {
        "ko": (
            "1:1 문의 종료",
            "{inquiryId}번 문의 '{title}'이(가) 종료되었습니다. 사유: {because}",
        ),
        "en": (
            "Inquiry closed",
            "Your inquiry no. {inquiryId}, '{title}', is closed. Reason: {because}",
        ),
    },
}
