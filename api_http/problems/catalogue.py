"""What is refused about goods, shelves and pictures?"""

from api_http.problems.words import Told

PROBLEMS = {
    "CATEGORY_NOT_FOUND": Told(404, "없는 카테고리입니다.", "There is no such category."),
    "BRAND_NOT_FOUND": Told(404, "없는 브랜드입니다.", "There is no such brand."),
    "GOODS_NOT_FOUND": Told(404, "없는 상품입니다.", "There are no such goods."),
    "SEARCH_NOT_FOUND": Told(404, "없는 검색 기록입니다.", "You have no such search."),
    "UPLOAD_NOT_FOUND": Told(404, "없는 업로드입니다.", "You have no such upload."),
    "UPLOAD_TOO_LARGE": Told(422, "파일은 10 MiB까지입니다.", "A file may have 10 MiB."),
    "TOO_MANY_UPLOADS": Told(
        429,
        "진행 중인 업로드가 너무 많습니다.",
        "Too many uploads are under way.",
        retry_after=60,
    ),
    "UPLOAD_REJECTED": Told(
        409,
        "사진으로 쓸 수 없는 파일입니다. 온전한 JPEG, PNG, WebP가 아니거나 "
        "2,500만 화소가 넘습니다. 다른 파일을 올려 주세요.",
        "The file is not a picture that can be shown. It is no whole JPEG, PNG or WebP, or has "
        "more than 25 megapixels. Upload another.",
    ),
    "UPLOAD_USED": Told(
        409,
        "이미 쓰인 사진입니다. 다시 올려 주세요.",
        "The picture belongs to something already. Upload it again.",
    ),
    "PICTURES_PENDING": Told(
        409,
        "사진을 아직 확인하고 있습니다. 잠시 후 다시 시도해 주세요.",
        "The pictures have not arrived or are still being checked. Try again in a moment.",
        retry_after=1,
    ),
    "AUCTION_TOO_SHORT": Told(
        422,
        "경매 마감이 너무 이릅니다. 더 늦은 시각을 골라 주세요.",
        "The auction would be over already, or too soon. Choose a later end.",
    ),
    "AUCTION_TOO_LONG": Told(
        422,
        "경매 기간이 너무 깁니다. 더 이른 시각을 골라 주세요.",
        "The auction would last too long. Choose an earlier end.",
    ),
    "BUY_NOW_PRICE_TOO_LOW": Told(
        422,
        "즉시 구매가는 시작가보다 높아야 합니다.",
        "The buy-now price has to be above the start price.",
    ),
    "RESERVE_PRICE_TOO_LOW": Told(
        422,
        "최저 낙찰가는 시작가 이상이어야 합니다.",
        "The reserve has to be at least the start price.",
    ),
    "RESERVE_PRICE_TOO_HIGH": Told(
        422,
        "최저 낙찰가는 즉시 구매가 이하여야 합니다.",
        "The reserve has to be at most the buy-now price.",
    ),
}
