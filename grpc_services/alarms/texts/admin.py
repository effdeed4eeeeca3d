"""In which words is told what the operator has done?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "SUSPENDED": {
        "ko": ("이용 정지", "계정 이용이 정지되었습니다. 사유: {because}"),
        "en": ("Suspended", "Your account is suspended. Reason: {because}"),
    },
    "SUSPENDED_UNTIL": {
        "ko": ("이용 정지", "계정 이용이 {day}까지 정지되었습니다. 사유: {because}"),
        "en": ("Suspended", "Your account is suspended until {day}. Reason: {because}"),
    },
    "REINSTATED": {
        "ko": ("이용 정지 해제", "계정을 다시 이용할 수 있습니다."),
        "en": ("Welcome back", "You may use your account again."),
    },
    "REPORT_DISMISSED": {
        "ko": ("신고 처리", "신고하신 내용을 확인했습니다. 규정 위반은 아니었습니다."),
        "en": ("Your report", "We have looked at what you reported. It breaks no rule."),
    },
    "REPORT_UPHELD": {
        "ko": ("신고 처리", "신고하신 내용을 확인하고 조치했습니다. 알려 주셔서 고맙습니다."),
        "en": ("Your report", "We have acted on what you reported. Thank you for telling us."),
    },
    "GOODS_APPROVED": {
        "ko": ("상품 검토 완료", "'{goods}' 상품이 검토를 마치고 공개되었습니다."),
        "en": ("Reviewed", "'{goods}' has been reviewed and is shown now."),
    },
    "GOODS_TAKEN_DOWN": {
        "ko": ("상품 삭제", "'{goods}'을(를) 운영자가 내렸습니다. 사유: {because}"),
        "en": ("Taken down", "The operator has taken '{goods}' down. Reason: {because}"),
    },
    "AUCTION_TAKEN_DOWN": {
        "ko": ("경매 취소", "'{goods}' 경매를 운영자가 취소했습니다. 입찰은 효력이 없습니다."),
        "en": ("Auction cancelled", "The operator has cancelled '{goods}'. Your bid is void."),
    },
}
