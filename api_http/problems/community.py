"""What is refused about questions, reviews, messages and reports?"""

from api_http.problems.words import Told

PROBLEMS = {
    "QUESTION_NOT_FOUND": Told(404, "없는 문의입니다.", "There is no such question for you."),
    "QUESTIONS_CLOSED": Told(
        409,
        "경매가 끝난 상품에는 문의할 수 없습니다.",
        "The auction is over. Questions are taken until it ends.",
    ),
    "ALREADY_ANSWERED": Told(409, "이미 답변이 있습니다.", "There is an answer already."),
    "REVIEW_NOT_FOUND": Told(404, "없는 후기입니다.", "There is no such review for you."),
    "REVIEW_TOO_LATE": Told(
        409,
        "구매 확정 후 90일이 지나 후기를 쓸 수 없습니다.",
        "An order is reviewed within 90 days of its confirmation.",
    ),
    "ALREADY_REVIEWED": Told(409, "이미 후기를 쓴 주문입니다.", "You have reviewed this order."),
    "ALREADY_REPORTED": Told(409, "이미 신고했습니다.", "You have reported this before."),
}
