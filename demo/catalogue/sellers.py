"""Who sells the demo's goods?"""

from typing import NamedTuple


class Seller(NamedTuple):
    """A member who cannot sign in, with a store."""

    login_id: str
    name: str
    gender: str
    birth: str
    store: str
    #: Root categories whose goods are theirs.
    sells: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"{self.login_id}@example.com"

    @property
    def phone(self) -> str:
        return f"0100000000{self.login_id[-1]}"


SELLERS = (
    Seller("demo_seller1", "김서윤", "FEMALE", "1993-04-18", "성수 옷장", ("의류", "신발")),
    Seller(
        "demo_seller2",
        "이도현",
        "MALE",
        "1988-11-02",
        "소월길 빈티지",
        ("가방·지갑", "시계·주얼리"),
    ),
    Seller("demo_seller3", "박지훈", "MALE", "1990-07-25", "전자 정리함", ("디지털", "카메라")),
    Seller("demo_seller4", "최유진", "FEMALE", "1985-01-30", "느린 책장", ("리빙", "도서·음반")),
    Seller(
        "demo_seller5",
        "정민재",
        "MALE",
        "1996-09-09",
        "주말 창고",
        ("스포츠·레저", "게임·키덜트"),
    ),
)
