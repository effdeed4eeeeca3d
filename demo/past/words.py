"""What do people say to each other on the market, and what does the operator say?"""

from datetime import timedelta
from typing import NamedTuple


class Asked(NamedTuple):
    question: str
    answer: str
    is_secret: bool = False


QUESTIONS = (
    Asked("실물 사진을 더 볼 수 있을까요?", "네, 오늘 저녁에 설명에 더해 두겠습니다."),
    Asked("구입 시기가 언제인가요?", "작년 봄에 샀습니다. 영수증은 남아 있지 않습니다."),
    Asked("사용감이 어느 정도인가요?", "가까이서 봐야 보이는 정도입니다. 설명대로예요."),
    Asked("구성품이 모두 있나요?", "네, 살 때 들어 있던 것은 모두 함께 보냅니다."),
    Asked("정품이 맞나요?", "네, 공식 매장에서 샀습니다. 다르면 전액 돌려 드립니다."),
    Asked("박스도 같이 보내 주시나요?", "네, 원래 상자에 넣어 다시 한 번 포장합니다."),
    Asked("어느 택배로 보내시나요?", "CJ대한통운으로 보냅니다. 보통 다음 날 도착합니다."),
    Asked("제주도로도 배송되나요?", "네, 추가 요금 없이 보내 드립니다."),
    Asked("냄새가 배어 있지는 않나요?", "담배를 피우지 않고 반려동물도 없는 집입니다."),
    Asked("수리한 적이 있나요?", "없습니다. 산 그대로입니다."),
    Asked("비슷한 물건이 더 있나요?", "이것 하나뿐입니다. 새로 생기면 가게에 올리겠습니다."),
    Asked("낙찰되면 며칠 안에 보내 주시나요?", "결제하신 다음 날 보냅니다."),
    Asked(
        "다음 주에 이사를 가는데 주소를 나중에 알려 드려도 될까요?",
        "네, 발송 전까지 주문 화면에서 바꾸시면 됩니다.",
        is_secret=True,
    ),
    Asked(
        "선물용인데 가격표 없이 포장해 주실 수 있나요?",
        "네, 주문 메시지로 한 번 더 알려 주세요.",
        is_secret=True,
    ),
    Asked(
        "회사로 받으려는데 평일 낮에 도착할까요?",
        "저녁에 부치면 대개 다음 날 오후에 도착합니다.",
        is_secret=True,
    ),
)

#: What a seller tells of goods like those that are for sale now, by their quality.
INFOS = {
    "NEW": (
        "선물로 받은 새 제품입니다. 열어만 보고 다시 넣어 두었습니다.",
        "같은 것이 두 개 생겨 하나를 내놓습니다. 뜯지 않은 새 상품입니다.",
    ),
    "LIKE_NEW": (
        "몇 번 쓰지 않아 새것과 다름없습니다. 상자와 구성품이 모두 있습니다.",
        "쓸 일이 줄어 깨끗할 때 내놓습니다. 눈에 띄는 흠이 없습니다.",
    ),
    "USED": (
        "일 년쯤 썼고 생활 흠집이 조금 있습니다. 쓰는 데는 지장이 없습니다.",
        "아껴 쓰던 물건입니다. 모서리에 옅은 자국이 있어 사진에 담았습니다.",
    ),
    "WORN": (
        "오래 써서 낡았지만 아직 쓸 만합니다. 그만큼 낮게 시작합니다.",
        "흠집이 여러 군데 있습니다. 막 쓰실 분께 권합니다.",
    ),
}


class Said(NamedTuple):
    rating: int
    content: str
    choices: tuple[str, ...]
    answer: str = ""


REVIEWS = (
    Said(5, "사진보다 상태가 좋아요. 잘 쓰겠습니다.", ("AS_DESCRIBED", "WELL_PACKED")),
    Said(5, "결제한 다음 날 바로 도착했습니다.", ("FAST_SHIPPING",), "빨리 받으셨다니 다행입니다."),
    Said(5, "꼼꼼하게 포장해 주셔서 흠 하나 없이 왔어요.", ("WELL_PACKED", "KIND")),
    Said(5, "질문에도 친절하게 답해 주셨습니다.", ("KIND", "AS_DESCRIBED"), "고맙습니다!"),
    Said(5, "오래 찾던 것을 좋은 가격에 낙찰받았어요.", ("FAIR_PRICE", "AS_DESCRIBED")),
    Said(5, "설명에 적힌 그대로였습니다. 또 거래하고 싶어요.", ("AS_DESCRIBED",)),
    Said(4, "물건은 좋은데 상자가 조금 눌려 왔어요.", ("AS_DESCRIBED",), "더 단단히 싸겠습니다."),
    Said(4, "생각보다 사용감이 있지만 가격을 생각하면 만족해요.", ("FAIR_PRICE",)),
    Said(4, "배송이 하루 늦었지만 상태는 좋습니다.", ("AS_DESCRIBED", "SLOW_SHIPPING")),
    Said(5, "아이가 무척 좋아합니다. 감사합니다.", ("KIND", "FAST_SHIPPING")),
    Said(3, "색이 사진과 조금 달라 보여요.", ("NOT_AS_DESCRIBED",), "조명 탓이었습니다. 죄송해요."),
    Said(4, "잘 받았습니다. 잘 쓸게요.", ("FAST_SHIPPING", "WELL_PACKED")),
    Said(5, "새것 같아서 놀랐어요.", ("AS_DESCRIBED", "FAIR_PRICE"), "잘 써 주세요."),
    Said(2, "설명에 없던 흠집이 있었습니다.", ("NOT_AS_DESCRIBED",), "미처 못 봤어요. 죄송합니다."),
)


class Announced(NamedTuple):
    """A notice, in Korean and in English, and how long ago it was published."""

    ago: timedelta
    title: str
    text: str
    title_en: str
    text_en: str


NOTICES = (
    Announced(
        timedelta(days=38),
        "입찰 기록을 누구나 확인할 수 있습니다",
        "모든 경매의 입찰 기록이 해시로 이어져 공개됩니다. 기록이 바뀌지 않았는지 "
        "bin/verify-bid-log로 직접 확인해 보세요.",
        "Anybody can verify the bids",
        "The log of every auction is public and chained by hashes. "
        "See for yourself with bin/verify-bid-log that nothing was changed.",
    ),
    Announced(
        timedelta(days=17),
        "연휴 전후 배송 안내",
        "연휴 전후에는 택배가 하루 이틀 늦어질 수 있습니다. 구매 확정 기한은 배송 완료된 날부터 "
        "셉니다.",
        "Parcels around the holidays",
        "Around the holidays parcels may take a day or two longer. "
        "The time to confirm an order begins on the day it is delivered.",
    ),
    Announced(
        timedelta(days=3),
        "알림을 조용한 시간에 모아 받으세요",
        "알림 설정에서 조용한 시간을 정하면, 그동안 온 알림을 끝날 때 한 번에 알려 드립니다.",
        "Quiet hours for alarms",
        "Set quiet hours in your alarm settings, "
        "and what happens meanwhile is told in one message when they end.",
    ),
)

INQUIRY = (
    "PAYMENT",
    "결제 수단을 바꾸고 싶어요",
    "낙찰받은 뒤에 카드 대신 계좌 이체로 결제할 수 있나요?",
)
REPORT = ("OTHER", "같은 사진이 다른 상품에도 쓰인 것 같습니다. 확인해 주세요.")
