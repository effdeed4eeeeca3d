"""In which words is told what members tell each other?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "QUESTION_RECEIVED": {
        "ko": ("새 문의", "'{goods}'에 문의가 들어왔습니다. 답변해 주세요."),
        "en": ("New question", "Somebody has a question about '{goods}'. Please answer it."),
    },
    "QUESTION_ANSWERED": {
        "ko": ("문의 답변", "'{goods}'에 남긴 문의에 판매자가 답변했습니다."),
        "en": ("Question answered", "The seller has answered your question about '{goods}'."),
    },
    "REVIEW_RECEIVED": {
        "ko": ("새 후기", "'{goods}' 거래에 별점 {rating}점의 후기가 등록되었습니다."),
        "en": ("New review", "The sale of '{goods}' was reviewed with {rating} of 5 stars."),
    },
    "MESSAGE_RECEIVED": {
        "ko": ("새 메시지", "'{goods}' 주문에 새 메시지가 있습니다."),
        "en": ("New message", "There is a new message about your order of '{goods}'."),
    },
}
