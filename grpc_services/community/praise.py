"""What is there to praise, or to complain about, in a word? A fixed list, in both languages."""

CHOICES: dict[str, dict[str, str]] = {
    "AS_DESCRIBED": {"ko": "설명과 같아요", "en": "As described"},
    "FAST_SHIPPING": {"ko": "배송이 빨라요", "en": "Fast shipping"},
    "WELL_PACKED": {"ko": "포장이 꼼꼼해요", "en": "Well packed"},
    "KIND": {"ko": "친절해요", "en": "Kind seller"},
    "FAIR_PRICE": {"ko": "가격이 좋아요", "en": "Fair price"},
    "NOT_AS_DESCRIBED": {"ko": "설명과 달라요", "en": "Not as described"},
    "SLOW_SHIPPING": {"ko": "배송이 느려요", "en": "Slow shipping"},
    "BADLY_PACKED": {"ko": "포장이 부실해요", "en": "Badly packed"},
    "UNKIND": {"ko": "불친절해요", "en": "Unkind seller"},
}
