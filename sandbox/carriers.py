"""Which carriers does SweetTracker know, by which code? As its `companylist` has them."""

NAMES = {
    "01": "우체국택배",
    "04": "CJ대한통운",
    "05": "한진택배",
    "06": "로젠택배",
    "08": "롯데택배",
    "11": "일양로지스",
    "12": "EMS",
    "13": "DHL",
    "14": "UPS",
    "16": "한의사랑택배",
    "17": "천일택배",
    "18": "건영택배",
    "20": "한덱스",
    "21": "Fedex",
    "22": "대신택배",
    "23": "경동택배",
    "24": "GS25(CVSnet 편의점택배)",
    "25": "TNT Express",
    "26": "USPS",
    "30": "KGL네트웍스",
    "32": "합동택배",
    "37": "LX판토스",
    "40": "굿투럭",
    "44": "SLX",
    "45": "우리택배",
    "46": "CU 편의점택배",
    "47": "우리한방택배",
    "52": "세방",
    "53": "농협택배",
    "54": "홈픽택배",
    "88": "큐런택배",
    "89": "두발히어로",
    "94": "오늘의픽업",
    "95": "큐익스프레스",
    "99": "롯데글로벌로지스",
    "110": "부릉",
    "145": "현대글로비스",
}

_INTERNATIONAL = frozenset({"12", "13", "14", "21", "25", "26", "37", "95", "99"})

#: How long the numbers of the carriers are that most parcels travel with.
_LENGTHS = {9: ("13",), 10: ("04", "05"), 11: ("06",), 12: ("04", "05", "08"), 13: ("01", "22")}


def companies() -> list[dict[str, str]]:
    return [
        {
            "International": "true" if code in _INTERNATIONAL else "false",
            "Code": code,
            "Name": name,
        }
        for code, name in NAMES.items()
    ]


def likely_companies(t_invoice: str) -> list[dict[str, str]]:
    return [
        {"Code": code, "Name": NAMES[code]} for code in _LENGTHS.get(len(t_invoice), ("46", "24"))
    ]
