"""What is refused about what the operator writes?"""

from api_http.problems.words import Told

PROBLEMS = {
    "NOTICE_NOT_FOUND": Told(
        404,
        "없거나 이미 내린 공지입니다.",
        "There is no such notice, or it was taken off.",
    ),
    "CATEGORY_TOO_DEEP": Told(
        409,
        "카테고리는 두 단계까지입니다. 상위 카테고리를 골라 주세요.",
        "Categories have two levels. Choose one of the first level.",
    ),
    "BRAND_NAME_TAKEN": Told(
        409,
        "같거나 똑같아 보이는 이름의 브랜드가 있습니다.",
        "Another brand is called so, or looks alike.",
    ),
    "WORD_TOO_SHORT": Told(
        422,
        "금지어는 두 글자 이상이어야 합니다. 한 글자로는 거의 모든 상품이 검토를 기다리게 됩니다.",
        "It has to be two characters at least: with one, nearly all goods would wait for review.",
    ),
    "WORD_NOT_FOUND": Told(404, "없는 금지어입니다.", "There is no such forbidden word."),
    "FAQ_NOT_FOUND": Told(404, "없는 질문입니다.", "There is no such frequent question."),
}
