"""What are goods called? Names as sellers type them, made of real words, always the same ones."""

import random
from dataclasses import dataclass

BRANDS = (
    "나이키/Nike", "아디다스/Adidas", "뉴발란스/New Balance", "루이비통/Louis Vuitton",
    "구찌/Gucci", "샤넬/Chanel", "프라다/Prada", "에르메스/Hermes", "스톤아일랜드/Stone Island",
    "몽클레르/Moncler", "메종 마르지엘라/Maison Margiela", "슈프림/Supreme", "스투시/Stussy",
    "노스페이스/The North Face", "아크테릭스/Arcteryx", "컨버스/Converse", "반스/Vans",
    "아식스/Asics", "살로몬/Salomon", "크록스/Crocs", "버켄스탁/Birkenstock",
    "닥터마틴/Dr. Martens", "폴로 랄프로렌/Polo Ralph Lauren", "타미힐피거/Tommy Hilfiger",
    "캘빈클라인/Calvin Klein", "리바이스/Levis", "칼하트/Carhartt", "파타고니아/Patagonia",
    "롤렉스/Rolex", "오메가/Omega", "카시오/Casio", "애플/Apple", "삼성/Samsung", "소니/Sony",
    "닌텐도/Nintendo", "레고/Lego", "다이슨/Dyson", "보스/Bose", "캐논/Canon", "라이카/Leica",
)  # fmt: skip
CATEGORIES = (
    "스니커즈/Sneakers", "구두/Dress shoes", "부츠/Boots", "샌들/Sandals", "재킷/Jackets",
    "패딩/Puffers", "후드/Hoodies", "셔츠/Shirts", "니트/Knitwear", "청바지/Jeans", "가방/Bags",
    "지갑/Wallets", "시계/Watches", "모자/Hats", "안경/Eyewear", "휴대폰/Phones", "카메라/Cameras",
    "게임기/Consoles", "헤드폰/Headphones", "피규어/Figures",
)  # fmt: skip
_MODELS = (
    "에어 조던 1", "에어 포스 1", "에어맥스 97", "덩크 로우", "코르테즈", "줌 보메로 5", "가젤",
    "삼바 OG", "슈퍼스타", "이지 부스트 350", "울트라 부스트", "992", "993 그레이", "2002R", "530",
    "알마 BB", "네버풀 MM", "스피디 30", "마몬트", "디오니서스", "클래식 미디움", "보이 샤넬",
    "갤러리아", "버킨 30", "켈리 25", "고스트 피스", "크링클 랩스", "마야 다운", "5AC", "타비 슈즈",
    "박스 로고", "월드투어", "눕시 1996", "히말라얀", "알파 SV", "베타 LT", "척 테일러 70",
    "올드스쿨", "젤 카야노 14", "XT-6", "스피드크로스", "클로그", "보스턴", "1460", "옥스포드",
    "치노", "501", "디트로이트", "레트로 X", "서브마리너", "데이토나", "스피드마스터", "지샥",
    "아이폰 15 프로", "에어팟 맥스", "갤럭시 S24 울트라", "플레이스테이션 5", "스위치 OLED",
    "테크닉", "에어랩", "QC 울트라", "R6 Mark II", "M11",
)  # fmt: skip
_COLOURS = (
    "블랙", "화이트", "시카고", "브레드", "판다", "그레이", "네이비", "카키", "베이지",
    "유니버시티 블루", "트리플 블랙", "세일", "라이트 본", "에스프레소", "Black", "White",
    "Off White", "모노그램",
)  # fmt: skip
_REMARKS = (
    "새상품", "미개봉", "정품", "한정판", "급처", "박스 풀구성", "택포", "실착 1회", "S급", "A급",
    "국내매장판", "보증서 있음", "거의 새것", "빈티지", "DEADSTOCK", "", "", "", "",
)  # fmt: skip
_SIZES = (
    "230", "240", "250", "255", "260", "265", "270", "275", "280", "S", "M", "L", "XL", "95", "100",
    "",
)  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What goods are called, and on which shelf they stand, by number from 1 on."""

    name: str
    brand_id: int
    category_id: int


def named(count: int) -> list[Named]:
    """This function will name so many goods; a few brands make most of them, as in any market."""
    chance = random.Random(9)
    weights = [1 / (1 + rank) for rank in range(len(BRANDS))]
    brands = chance.choices(range(len(BRANDS)), weights, k=count)
    return [_named(chance, brand) for brand in brands]


def _named(chance: random.Random, brand: int) -> Named:
    korean, english = BRANDS[brand].split("/")
    model = chance.randrange(len(_MODELS))
    parts = (
        chance.choice((korean, korean, english, "")),
        _MODELS[model],
        chance.choice(_COLOURS),
        _code(chance) if chance.random() < 0.4 else "",
        chance.choice(_SIZES),
        chance.choice(_REMARKS),
    )
    return Named(" ".join(filter(None, parts)), brand + 1, model % len(CATEGORIES) + 1)


def _code(chance: random.Random) -> str:
    letters = "".join(chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ", k=2))
    return f"{letters}{chance.randrange(1000, 10_000)}-{chance.randrange(100, 1_000)}"
