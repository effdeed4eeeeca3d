"""What is refused to who wants to leave, or to have what is kept of them?"""

from api_http.problems.words import Told

PROBLEMS = {
    "BIDS_LEADING": Told(
        409,
        "최고 입찰 중이거나 낙찰된 경매가 있습니다. 경매와 결제가 끝난 뒤에 탈퇴해 주세요.",
        "You lead in an auction or have won one. Leave when it is over and paid for.",
    ),
    "GOODS_FOR_SALE": Told(
        409,
        "판매 중인 상품이 있습니다. 판매를 취소하거나 끝난 뒤에 탈퇴해 주세요.",
        "You have goods for sale. Leave when they are sold or taken off.",
    ),
    "ORDERS_OPEN": Told(
        409,
        "끝나지 않은 주문이 있습니다. 구매 확정과 정산이 끝난 뒤에 탈퇴해 주세요.",
        "Orders that you have bought or sold are open. Leave when they are settled.",
    ),
    "EXPORT_TOO_SOON": Told(
        429,
        "내 정보 파일은 하루에 한 번 받을 수 있습니다. {retryAfter:,}초 후 다시 요청해 주세요.",
        "A copy can be had once a day. Come back in {retryAfter:,} seconds.",
    ),
    "EXPORT_NOT_FOUND": Told(404, "없는 요청입니다.", "There is no such export."),
}
