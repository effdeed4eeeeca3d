"""Who sells the demo's goods?"""

from typing import NamedTuple


class Seller(NamedTuple):
    """A member with a store."""

    login_id: str
    store: str
    info: str
    #: Root categories whose goods are theirs.
    sells: tuple[str, ...]


SELLERS = (
    Seller(
        "demo_seller1",
        "성수 옷장",
        "작아서, 어울리지 않아서 못 입는 옷과 신발을 정리합니다. 평일 저녁에 포장하고 다음 날 "
        "보냅니다. 실측이 필요하면 문의로 남겨 주세요.",
        ("의류", "신발"),
    ),
    Seller(
        "demo_seller2",
        "소월길 빈티지",
        "오래 쓸 수 있는 가방과 시계를 골라 손질해 내놓습니다. 상처는 설명에 모두 적고, 부속과 "
        "보증서가 있으면 함께 보냅니다.",
        ("가방·지갑", "시계·주얼리"),
    ),
    Seller(
        "demo_seller3",
        "전자 정리함",
        "초기화와 동작 확인을 마친 기기만 올립니다. 배터리 상태와 컷수는 설명에 있습니다. 받고 "
        "나서 이상이 있으면 바로 알려 주세요.",
        ("디지털", "카메라"),
    ),
    Seller(
        "demo_seller4",
        "느린 책장",
        "읽은 책과 쓰던 살림을 천천히 내보냅니다. 깨지는 물건은 상자를 두 겹으로 쌉니다.",
        ("리빙", "도서·음반"),
    ),
    Seller(
        "demo_seller5",
        "주말 창고",
        "주말에만 문을 여는 작은 창고입니다. 토요일에 포장해 월요일에 보냅니다. 큰 물건은 직접 "
        "가져가셔도 됩니다.",
        ("스포츠·레저", "게임·키덜트"),
    ),
)
