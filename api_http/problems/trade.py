"""What is refused about orders and money?"""

from api_http.problems.words import Told

PROBLEMS = {
    "ORDER_NOT_FOUND": Told(404, "없는 주문입니다.", "You have no such order."),
    "ALREADY_SHIPPED": Told(409, "이미 발송되었습니다.", "The parcel is on its way."),
    "ORDER_CLOSED": Told(
        409,
        "끝난 주문입니다.",
        "The order was cancelled, refunded or never paid.",
    ),
    "ORDER_NOT_PAID": Told(
        409,
        "결제되지 않았거나 이미 발송된 주문입니다.",
        "The order is not paid, or is past shipping.",
    ),
    "ORDER_NOT_SHIPPED": Told(
        409,
        "발송된 후에 확정할 수 있습니다.",
        "An order can be confirmed once its parcel is on its way.",
    ),
    "ORDER_PACKED": Told(
        409,
        "판매자가 포장을 마쳐 취소할 수 없습니다. 받은 뒤에 문제를 알려 주세요.",
        "It is packed already. If something is wrong with it, say so once it has arrived.",
    ),
    "EXTENSION_TOO_LATE": Told(409, "발송 기한이 지났습니다.", "The time to ship is over."),
    "EXTENSION_ASKED_BEFORE": Told(
        409,
        "발송 기한 연장은 한 번만 요청할 수 있습니다.",
        "More time to ship can be asked for once.",
    ),
    "EXTENSION_NOT_ASKED": Told(
        409,
        "판매자가 발송 기한 연장을 요청하지 않았습니다.",
        "The seller has not asked for more time.",
    ),
    "STRIKE_NOT_FOUND": Told(404, "없는 경고입니다.", "There is no such strike."),
    "ORDER_NOT_CONFIRMED": Told(
        409,
        "구매 확정 전입니다.",
        "The buyer has not confirmed the order.",
    ),
    "ORDER_NOT_PAYABLE": Told(
        409,
        "결제할 수 없는 주문입니다.",
        "Nothing is to be paid for this order, or not any more.",
    ),
    "ADDRESS_MISSING": Told(
        409,
        "배송지를 먼저 정해 주세요.",
        "Say where it is to be sent first.",
    ),
    "VIRTUAL_ACCOUNT_TOO_SLOW": Told(
        409,
        "즉시 구매는 가상계좌로 결제할 수 없습니다.",
        "What you buy at once cannot be paid by virtual account; the goods are kept too shortly.",
    ),
    "REFUND_ACCOUNT_MISSING": Told(
        409,
        "환불받을 계좌를 먼저 정해 주세요.",
        "Say first to which of your bank accounts it would go back.",
    ),
    "PAYMENT_NOT_FOUND": Told(404, "없는 결제입니다.", "You have no such payment."),
    "SIGNATURE_INVALID": Told(
        401,
        "서명이 올바르지 않거나 오래되었습니다.",
        "The signature is not the provider's, or not of just now.",
    ),
    "PROVIDER_PENDING": Told(
        409,
        "결제를 준비하고 있습니다. 잠시 후 다시 시도해 주세요.",
        "The payment is being prepared. Try again in a moment.",
        retry_after=1,
    ),
    "OPERATION_NOT_FOUND": Told(404, "없는 작업입니다.", "There is no such operation."),
    "OPERATION_NOT_STUCK": Told(
        409,
        "저절로 진행 중이거나 이미 끝난 작업입니다.",
        "It goes on by itself, or somebody has ended it.",
    ),
    "SECOND_ADMIN_NEEDED": Told(
        409,
        "제안한 분 말고 다른 운영자가 동의해야 합니다.",
        "You have proposed it. Somebody else has to agree.",
    ),
    "SUSPENSE_NOT_FOUND": Told(
        404,
        "가수금에 남은 금액이 없습니다.",
        "Nothing of this payment is in suspense.",
    ),
    "SUSPENSE_GONE": Told(
        409,
        "결제사가 이미 내준 돈이라 상각만 할 수 있습니다.",
        "The provider has given it away. It can only be written off.",
    ),
    "REMITTANCE_BOOKED": Told(
        409,
        "이미 기록한 입금입니다. 목록을 확인해 주세요.",
        "This reference was recorded already. Please look at the list.",
    ),
    "REMITTANCE_TOO_EARLY": Told(422, "아직 오지 않은 날입니다.", "That day has not come."),
    "REMITTANCE_TOO_LARGE": Told(
        409,
        "결제사가 보관 중인 금액보다 많습니다.",
        "It is more than the provider holds for us.",
    ),
    "RECONCILIATION_NOT_FOUND": Told(
        404, "진행 중인 대사가 아닙니다.", "There is no such comparison under way."
    ),
    "FEE_RULE_NOT_FOUND": Told(404, "없는 수수료 규칙입니다.", "There is no such rule of fees."),
    "FEE_RULE_UNCLEAR": Told(
        422,
        "대상은 scope대로, 금액은 percent와 fixed 중 하나로, max는 min 이상으로 적어 주세요.",
        "Say for whom as the scope needs it, either percent or fixed, and a max not below min.",
    ),
    "FEE_RULE_TOO_EARLY": Told(
        422,
        "이미 지난 시각입니다. 만들어진 주문의 수수료는 바뀌지 않습니다.",
        "That moment is over. Orders keep the fees that they were made under.",
    ),
    "FEE_RULE_ENDED": Told(409, "이미 끝난 수수료 규칙입니다.", "The rule is over."),
    "REFUND_NOT_FOUND": Told(404, "없는 환불입니다.", "There is no such refund."),
}
