"""In which words is told what happens to money?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "PAYMENT_COMPLETED": {
        "ko": ("결제 완료", "'{goods}' {total}원 결제가 완료되었습니다."),
        "en": ("Payment received", "{total} won for '{goods}' was paid and is in escrow."),
    },
    "PAYMENT_FAILED": {
        "ko": ("결제 실패", "'{goods}' 결제가 이루어지지 않았습니다. 다시 시도해 주세요."),
        "en": ("Payment failed", "'{goods}' could not be paid for. Please try again."),
    },
    "PAYMENT_REFUSED": {
        "ko": ("결제 거절", "'{goods}'에 {amount}원이 결제되어 전액 돌려드립니다."),
        "en": ("Payment refused", "{amount} won came in for '{goods}'; all of it goes back."),
    },
    "REFUNDED": {
        "ko": ("환불 완료", "'{goods}' {amount}원이 환불되었습니다."),
        "en": ("Refunded", "{amount} won for '{goods}' was given back."),
    },
    "SETTLED": {
        "ko": ("정산 완료", "'{goods}' 판매 대금이 정산되었습니다."),
        "en": ("Settled", "You were credited for '{goods}'."),
    },
    "PAYMENT_REVERSED": {
        "ko": (
            "결제 취소",
            "'{goods}' 결제 금액 중 {amount}원이 결제사에서 취소되었습니다. 거래를 확인해 주세요.",
        ),
        "en": (
            "Payment reversed",
            "{amount} won for '{goods}' went back at the payment provider. See your order.",
        ),
    },
    "REVERSAL_SEEN": {
        "ko": (
            "결제사에서 취소됨",
            "주문 {order}의 {amount}원이 결제사에서 취소되었습니다. 확인이 필요합니다.",
        ),
        "en": (
            "Reversed at the provider",
            "{amount} won of order {order} went back at the provider. Please look at it.",
        ),
    },
    "FOREIGN_MONEY": {
        "ko": (
            "외화 결제",
            "주문 {order}에 {amount} {currency}가 들어왔습니다({payment}). "
            "결제사에서 취소해 주세요.",
        ),
        "en": (
            "Paid in foreign money",
            "{amount} {currency} came in for order {order} ({payment}). "
            "Please cancel it at the provider.",
        ),
    },
    "OPERATION_STUCK": {
        "ko": ("결제사 작업 멈춤", "{operation}: {error}. 다시 시도하거나 직접 처리해 주세요."),
        "en": ("Stuck at the provider", "{operation}: {error}. Try again, or do it by hand."),
    },
    "END_PROPOSED_DONE": {
        "ko": (
            "직접 처리 확인 요청",
            "다른 관리자가 작업 {number}({operation})을 직접 처리했다고 합니다. "
            "증빙을 확인하고 동의해 주세요.",
        ),
        "en": (
            "Done by hand, they say",
            "Another admin says that operation {number} ({operation}) was done by hand. "
            "Please look at the evidence, and agree.",
        ),
    },
    "END_PROPOSED_DROP": {
        "ko": (
            "작업 취소 확인 요청",
            "다른 관리자가 작업 {number}({operation})을 취소하려고 합니다. 확인하고 동의해 주세요.",
        ),
        "en": (
            "To be dropped, they say",
            "Another admin would drop operation {number} ({operation}). "
            "Please look at it, and agree.",
        ),
    },
    "SUSPENSE_BOOKED": {
        "ko": (
            "주인을 모르는 돈",
            "결제 {payment}의 {amount}원이 가수금에 기록되었습니다. 누구의 돈인지 확인해 주세요.",
        ),
        "en": (
            "Money of nobody known",
            "{amount} won of {payment} were booked into suspense. Please find out whose they are.",
        ),
    },
    "CLEARING_PROPOSED_RETURN": {
        "ko": (
            "가수금 환불 확인 요청",
            "다른 관리자가 결제 {payment}의 가수금 {amount}원을 구매자에게 돌려주려고 합니다. "
            "확인하고 동의해 주세요.",
        ),
        "en": (
            "To be given back, they say",
            "Another admin would give {amount} won of {payment} in suspense back to their buyer. "
            "Please look at it, and agree.",
        ),
    },
    "CLEARING_PROPOSED_ASSIGN": {
        "ko": (
            "가수금 주문 연결 확인 요청",
            "다른 관리자가 결제 {payment}의 가수금 {amount}원으로 주문을 결제하려고 합니다. "
            "확인하고 동의해 주세요.",
        ),
        "en": (
            "To pay its order, they say",
            "Another admin would have {amount} won of {payment} in suspense pay their order. "
            "Please look at it, and agree.",
        ),
    },
    "CLEARING_PROPOSED_WRITE_OFF": {
        "ko": (
            "가수금 상각 확인 요청",
            "다른 관리자가 결제 {payment}의 가수금 {amount}원을 상각하려고 합니다. "
            "확인하고 동의해 주세요.",
        ),
        "en": (
            "To be written off, they say",
            "Another admin would write off {amount} won of {payment} in suspense. "
            "Please look at it, and agree.",
        ),
    },
    "REMITTANCE_RECORDED": {
        "ko": (
            "결제사 입금 확인 요청",
            "다른 관리자가 결제사 입금 {reference}({amount}원, 수수료 {fee}원)을 기록했습니다. "
            "통장을 확인하고 같은 내용을 기록해 주세요.",
        ),
        "en": (
            "The provider has paid, they say",
            "Another admin has recorded {reference}: {amount} won, less a fee of {fee} won. "
            "Please look at the bank's statement, and record the same.",
        ),
    },
    "BOOKS_DIFFER": {
        "ko": (
            "대사 불일치",
            "{day} 결제 중 {differences}건이 결제사와 다릅니다. 대사 내역을 확인해 주세요.",
        ),
        "en": (
            "The books differ",
            "{differences} payments of {day} differ from the provider's list. Please look at them.",
        ),
    },
    "BOOKS_UNCOMPARED": {
        "ko": (
            "대사 지연",
            "마지막 대사({day}) 뒤로 26시간이 지났습니다. 결제사 연결을 확인해 주세요.",
        ),
        "en": (
            "The books are not compared",
            "No day was compared for 26 hours; the last was {day}. Is the provider up?",
        ),
    },
    "DAY_UNCOMPARED": {
        "ko": (
            "대사 미완료",
            "{day} 결제를 26시간 동안 대사하지 못했습니다. 계속 시도하니 로그를 확인해 주세요.",
        ),
        "en": (
            "A day cannot be compared",
            "The payments of {day} could not be compared for 26 hours. It is still tried: see the "
            "logs.",
        ),
    },
}
