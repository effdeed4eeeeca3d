"""Which shelves and which brands does the demo have?"""

from typing import NamedTuple


class Names(NamedTuple):
    """One thing's name in Korean and in English."""

    ko: str
    en: str


#: Root categories in order, each with its children in order.
CATEGORIES: dict[Names, tuple[Names, ...]] = {
    Names("신발", "Shoes"): (
        Names("스니커즈", "Sneakers"),
        Names("러닝화", "Running shoes"),
        Names("구두·로퍼", "Dress shoes & loafers"),
        Names("부츠", "Boots"),
    ),
    Names("의류", "Clothing"): (
        Names("아우터", "Outerwear"),
        Names("상의", "Tops"),
        Names("하의", "Bottoms"),
        Names("원피스", "Dresses"),
    ),
    Names("가방·지갑", "Bags & wallets"): (
        Names("백팩", "Backpacks"),
        Names("핸드백", "Handbags"),
        Names("토트백", "Totes"),
        Names("지갑", "Wallets"),
    ),
    Names("시계·주얼리", "Watches & jewellery"): (
        Names("손목시계", "Watches"),
        Names("반지", "Rings"),
        Names("목걸이", "Necklaces"),
    ),
    Names("디지털", "Electronics"): (
        Names("스마트폰", "Smartphones"),
        Names("노트북", "Laptops"),
        Names("태블릿", "Tablets"),
        Names("음향기기", "Audio"),
        Names("스마트워치", "Smartwatches"),
    ),
    Names("카메라", "Cameras"): (
        Names("디지털 카메라", "Digital cameras"),
        Names("필름 카메라", "Film cameras"),
        Names("렌즈", "Lenses"),
    ),
    Names("리빙", "Home"): (
        Names("의자", "Chairs"),
        Names("조명", "Lighting"),
        Names("책상·테이블", "Desks & tables"),
        Names("주방", "Kitchen"),
    ),
    Names("도서·음반", "Books & records"): (
        Names("도서", "Books"),
        Names("만화", "Comics"),
        Names("LP", "Vinyl"),
    ),
    Names("스포츠·레저", "Sports & outdoors"): (
        Names("캠핑", "Camping"),
        Names("자전거", "Bicycles"),
        Names("골프", "Golf"),
    ),
    Names("게임·키덜트", "Games & toys"): (
        Names("게임기", "Consoles"),
        Names("피규어", "Figures"),
        Names("블록", "Building blocks"),
    ),
}

BRANDS: tuple[Names, ...] = (
    Names("나이키", "Nike"),
    Names("아디다스", "adidas"),
    Names("뉴발란스", "New Balance"),
    Names("아식스", "ASICS"),
    Names("컨버스", "Converse"),
    Names("닥터마틴", "Dr. Martens"),
    Names("금강제화", "Kumkang"),
    Names("노스페이스", "The North Face"),
    Names("코오롱스포츠", "Kolon Sport"),
    Names("파타고니아", "Patagonia"),
    Names("리바이스", "Levi's"),
    Names("아더에러", "ADER error"),
    Names("마르디 메크르디", "Mardi Mercredi"),
    Names("구찌", "Gucci"),
    Names("MCM", "MCM"),
    Names("메트로시티", "Metrocity"),
    Names("조셉앤스테이시", "Joseph & Stacey"),
    Names("까르띠에", "Cartier"),
    Names("오메가", "Omega"),
    Names("세이코", "Seiko"),
    Names("스톤헨지", "Stonehenge"),
    Names("삼성", "Samsung"),
    Names("LG", "LG"),
    Names("애플", "Apple"),
    Names("소니", "Sony"),
    Names("보스", "Bose"),
    Names("캐논", "Canon"),
    Names("니콘", "Nikon"),
    Names("후지필름", "Fujifilm"),
    Names("라이카", "Leica"),
    Names("허먼밀러", "Herman Miller"),
    Names("시디즈", "Sidiz"),
    Names("데스커", "Desker"),
    Names("루이스폴센", "Louis Poulsen"),
    Names("광주요", "Kwangjuyo"),
    Names("민음사", "Minumsa"),
    Names("대원씨아이", "Daewon C.I."),
    Names("지구레코드", "Jigu Records"),
    Names("스노우피크", "Snow Peak"),
    Names("헬리녹스", "Helinox"),
    Names("브롬톤", "Brompton"),
    Names("삼천리자전거", "Samchuly"),
    Names("타이틀리스트", "Titleist"),
    Names("닌텐도", "Nintendo"),
    Names("반다이", "Bandai"),
    Names("레고", "LEGO"),
    Names("옥스포드", "Oxford"),
)
