"""In which words is told what happens to payouts?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "PAYOUT_SENT": {
        "ko": ("정산금 송금 중", "정산금 {amount}원을 {bank} {account} 계좌로 보내고 있습니다."),
        "en": ("Payout on its way", "{amount} won are on their way to {bank}, {account}."),
    },
    "PAYOUT_SENT_EARLIER": {
        "ko": (
            "정산금 송금 중",
            "정산금 {amount}원을 계좌를 바꾸시기 전의 {bank} {account} 계좌로 보내고 있습니다.",
        ),
        "en": (
            "Payout on its way",
            "{amount} won are on their way to {bank}, {account}, your account of before.",
        ),
    },
    "PAYOUT_PAID": {
        "ko": ("정산금 입금 완료", "정산금 {amount}원이 {bank} {account} 계좌에 입금되었습니다."),
        "en": ("Paid out", "{amount} won were paid into {bank}, {account}."),
    },
    "PAYOUT_FAILED": {
        "ko": (
            "정산금 입금 실패",
            "정산금 {amount}원이 {bank} {account} 계좌에 입금되지 않았습니다({because}). "
            "정산 계좌를 확인해 주세요.",
        ),
        "en": (
            "Payout failed",
            "{amount} won could not be paid into {bank}, {account} ({because}). "
            "Please check your bank account.",
        ),
    },
    "PAYOUT_HELD_NO_ACCOUNT": {
        "ko": ("정산금 송금 보류", "정산금 {amount}원을 받을 계좌를 등록해 주세요."),
        "en": ("Payout held", "Please add a bank account for your {amount} won."),
    },
    "PAYOUT_HELD_REFUSED_BEFORE": {
        "ko": (
            "정산금 송금 보류",
            "지난번에 은행이 거절한 계좌라 정산금 {amount}원을 보내지 못했습니다. "
            "다른 계좌를 기본으로 등록해 주세요.",
        ),
        "en": (
            "Payout held",
            "The bank refused your account before. Please make another the default one "
            "for your {amount} won.",
        ),
    },
    "PAYOUT_HELD_SUSPENDED": {
        "ko": (
            "정산금 송금 보류",
            "이용이 정지되어 정산금 {amount}원을 보내지 않았습니다. 고객센터에 문의해 주세요.",
        ),
        "en": (
            "Payout held",
            "Your {amount} won are held while you are suspended. Please ask the help desk.",
        ),
    },
    "PAYOUT_HELD_WITHDRAWN": {
        "ko": ("정산금 송금 보류", "탈퇴하셔서 정산금 {amount}원을 운영자가 확인하고 있습니다."),
        "en": ("Payout held", "You have left; the operator looks after your {amount} won."),
    },
    "PAYOUT_HELD_BALANCE_CHANGED": {
        "ko": (
            "정산금 송금 보류",
            "정산 금액이 바뀌어 {amount}원을 보내지 않았습니다. 다음 정산에서 다시 계산합니다.",
        ),
        "en": (
            "Payout held",
            "Your balance has changed, and {amount} won were not sent. The next payout will be.",
        ),
    },
    "PAYOUTS_DRAWN_UP": {
        "ko": ("정산금 송금 승인 요청", "송금 {run}번이 작성되었습니다. 확인하고 승인해 주세요."),
        "en": ("Payouts to approve", "Run {run} was drawn up. Please look at it and approve it."),
    },
    "PAYOUTS_WAITING": {
        "ko": (
            "정산금 송금 지연",
            "송금 {run}번이 멈춰 있습니다. 승인, 파일 전송, 결과 등록 중 남은 일을 해 주세요.",
        ),
        "en": (
            "Payouts wait",
            "Run {run} does not go on. Please approve it, send its file, or record its results.",
        ),
    },
    "PAYOUTS_DUE": {
        "ko": (
            "정산금 송금 필요",
            "송금 {run}번 뒤로 보낼 정산금이 쌓였습니다. 새 송금을 작성해 주세요.",
        ),
        "en": (
            "Payouts are due",
            "Sellers are owed money since run {run}. Please draw up another.",
        ),
    },
}
