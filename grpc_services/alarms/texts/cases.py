"""In which words is told what happens to cases?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "CASE_OPENED": {
        "ko": (
            "분쟁 접수",
            "구매자가 '{goods}'에 문제가 있다며 {amount}원을 요청했습니다. "
            "{days}일 안에 답하지 않으면 받아들인 것이 됩니다.",
        ),
        "en": (
            "A case was opened",
            "Something is wrong with '{goods}'; its buyer asks for {amount} won. "
            "Answer within {days} days, or it counts as accepted.",
        ),
    },
    "CASE_REVERSED": {
        "ko": (
            "결제 취소 확인 중",
            "'{goods}' 결제가 결제사에서 취소되어 남은 금액을 운영자가 {days}일 안에 판단합니다.",
        ),
        "en": (
            "Money went back",
            "Money for '{goods}' went back at the payment provider; the operator decides "
            "about the rest within {days} days.",
        ),
    },
    "CASE_STALLED": {
        "ko": (
            "배송 중단 확인 중",
            "'{goods}' 택배가 오래 움직이지 않아 결제 금액을 어떻게 할지 운영자가 {days}일 안에 "
            "판단합니다.",
        ),
        "en": (
            "The parcel stands still",
            "The parcel of '{goods}' has not moved for long; the operator decides within {days} "
            "days who gets the money.",
        ),
    },
    "CASE_OFFERED": {
        "ko": (
            "분쟁 제안",
            "'{goods}' 분쟁에 {amount}원 환불이 제안되었습니다. "
            "{days}일 안에 답하지 않으면 받아들인 것이 됩니다.",
        ),
        "en": (
            "An offer",
            "{amount} won back is offered for '{goods}'. Answer within {days} days, or it "
            "counts as accepted.",
        ),
    },
    "CASE_REJECTED": {
        "ko": (
            "제안 거절",
            "'{goods}' 분쟁에서 제안이 거절되었습니다. {days}일 안에 다시 제안하거나 운영자의 "
            "판단을 요청하지 않으면 상대방의 뜻대로 됩니다.",
        ),
        "en": (
            "Rejected",
            "Your offer about '{goods}' was rejected. Make another or ask the operator within "
            "{days} days, or the other side has its way.",
        ),
    },
    "CASE_RETURNING": {
        "ko": (
            "반품 결정",
            "'{goods}'을(를) 돌려보내고 {amount}원을 환불합니다. 구매자는 {days}일 안에 "
            "보내야 하며, 보내지 않으면 환불하지 않습니다.",
        ),
        "en": (
            "The goods go back",
            "'{goods}' goes back for {amount} won. The buyer has to send it within {days} "
            "days, or nothing is refunded.",
        ),
    },
    "CASE_RETURN_SENT": {
        "ko": (
            "반품 발송",
            "'{goods}'이(가) 판매자에게 돌아가고 있습니다. 늦어도 {days}일 뒤에 {amount}원을 "
            "환불합니다.",
        ),
        "en": (
            "On its way back",
            "'{goods}' is on its way back; {amount} won is refunded in {days} days at the latest.",
        ),
    },
    "CASE_RETURNED": {
        "ko": (
            "반품 도착",
            "'{goods}'이(가) 판매자에게 돌아왔습니다. {days}일 안에 이의가 없으면 {amount}원을 "
            "환불합니다.",
        ),
        "en": (
            "It is back",
            "'{goods}' is back with its seller. Unless they object within {days} days, "
            "{amount} won is refunded.",
        ),
    },
    "CASE_ESCALATED": {
        "ko": ("운영자 판단 중", "'{goods}' 분쟁을 운영자가 {days}일 안에 판단합니다."),
        "en": ("The operator decides", "The operator decides about '{goods}' within {days} days."),
    },
    "CASE_CLOSED": {
        "ko": (
            "분쟁 종료",
            "'{goods}' 분쟁이 끝났습니다. 구매자 {buyer_gets}원, 판매자 {seller_gets}원입니다.",
        ),
        "en": (
            "The case is over",
            "It is settled about '{goods}': {buyer_gets} won for the buyer, {seller_gets} won "
            "for the seller.",
        ),
    },
    "CASE_WITHDRAWN": {
        "ko": ("분쟁 취하", "구매자가 '{goods}' 분쟁을 취하했습니다."),
        "en": ("Taken back", "The buyer has taken the case of '{goods}' back."),
    },
    "CASE_DUE": {
        "ko": (
            "분쟁 기한 안내",
            "'{goods}' 분쟁에 답할 기한이 하루 남았습니다. 그대로 두면 상대방의 뜻대로 끝납니다.",
        ),
        "en": (
            "A day is left",
            "The case of '{goods}' waits for you, and a day is left. If you do nothing, the other "
            "side has its way.",
        ),
    },
    "CASE_DECISION_DUE": {
        "ko": ("판단 기한 안내", "주문 {order}의 분쟁 {case}을(를) 하루 안에 판단해 주세요."),
        "en": ("A day is left", "A day is left to decide case {case} of order {order}."),
    },
    "CASE_ARRIVED": {
        "ko": ("분쟁 종료", "'{goods}'이(가) 도착하여 분쟁이 끝났습니다."),
        "en": ("The case is over", "'{goods}' has arrived after all; the order goes on."),
    },
    "CASE_TO_DECIDE": {
        "ko": (
            "판단할 분쟁",
            "주문 {order}의 분쟁 {case}을(를) {days}일 안에 판단해 주세요.",
        ),
        "en": (
            "A case to decide",
            "Please decide case {case} of order {order} within {days} days.",
        ),
    },
}
