"""What is refused about cases?"""

from api_http.problems.words import Told

PROBLEMS = {
    "CASE_NOT_FOUND": Told(404, "없는 분쟁입니다.", "There is no such case of yours."),
    "CASE_OPEN": Told(
        409, "이미 진행 중인 분쟁이 있습니다.", "There is a case of this order already."
    ),
    "CASE_TOO_EARLY": Told(
        409,
        "아직 배송 중입니다. 도착한 뒤에, 또는 오래 오지 않으면 알려 주세요.",
        "It has not arrived yet. Open a case once it has, or when it does not come for long.",
    ),
    "CASE_TOO_LATE": Told(
        409,
        "분쟁을 열 수 있는 기간이 지났습니다.",
        "It arrived too long ago, or you have said that all is well.",
    ),
    "SELLER_PRIVATE": Told(
        409,
        "개인 판매자에게는 단순 변심으로 반품할 수 없습니다.",
        "A private seller need not take back what you do not want any more.",
    ),
    "AMOUNT_NEEDED": Told(422, "금액을 적어 주세요.", "Say how much of it you want back."),
    "OFFER_TOO_LARGE": Told(
        409, "묶인 금액보다 많습니다.", "It is more than all that is frozen for the order."
    ),
    "TOO_MANY_OFFERS": Told(
        409,
        "더 제안할 수 없습니다. 수락하거나 운영자의 판단을 요청해 주세요.",
        "There were enough offers. Accept, reject, or have the operator decide.",
    ),
    "NOTHING_TO_RETURN": Told(
        409,
        "받지 못한 상품은 반품할 수 없습니다.",
        "What has not been received cannot be sent back.",
    ),
    "RETURN_NEEDED": Told(
        409,
        "단순 변심이면 상품을 돌려보내야 합니다.",
        "If you have changed your mind, the goods have to go back.",
    ),
    "RETURN_NOT_DUE": Told(
        409,
        "지금은 돌려보낼 상품이 없습니다.",
        "Nothing is to be sent back, or it was already.",
    ),
    "RETURN_UNDER_WAY": Told(
        409,
        "반품이 진행 중입니다.",
        "The goods go back, as was agreed or decided; that comes first.",
    ),
    "NOT_YOUR_TURN": Told(
        409, "상대방의 차례입니다.", "This is for the other side to do, or not to be done now."
    ),
    "CASE_CLOSED": Told(409, "끝난 분쟁입니다.", "The case is over."),
    "CASE_ESCALATED": Told(409, "운영자가 판단하고 있습니다.", "The operator decides now."),
    "CASE_NOT_ESCALATED": Told(
        409,
        "운영자에게 넘어오지 않은 분쟁입니다.",
        "The two sides have not asked the operator to decide.",
    ),
    "CASE_TOO_LONG": Told(
        409, "더 적을 수 없습니다.", "So much was said that nothing can be added."
    ),
}
