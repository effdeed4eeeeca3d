"""How does the demo catalogue come into an empty database? All of it, or nothing."""

from datetime import datetime, timedelta

from demo.catalogue.faqs import FAQS
from demo.catalogue.lots import LOTS, Lot
from demo.catalogue.pictures import full_key, logo_key, thumb_key
from demo.catalogue.sellers import SELLERS
from demo.catalogue.shelves import BRANDS, CATEGORIES
from demo.drawings.canvas import number_of
from grpc_services.catalogue.goods import Lengths, Listing, register_goods
from grpc_services.catalogue.uploads import LIFE
from grpc_services.facts import atomic
from grpc_services.members.registration import Applicant, sign_up
from grpc_services.members.terms import required_versions
from models.catalogue import Brand, Category, Upload
from models.helpdesk import Faq
from models.members import Store

_SOONEST, _LATEST = timedelta(days=1), timedelta(days=14)
#: Multiples of it, without their whole part, lie far from each other and all over 0 to 1.
_GOLDEN = 0.6180339887


def is_loaded() -> bool:
    first = next(iter(CATEGORIES))
    return bool(Category.select().where(Category.name == first.ko).exists())


@atomic
def load(*, password_hash: str, now: datetime) -> None:
    """This function will store categories, brands, FAQs, sellers and their goods, all open."""
    categories = _store_categories()
    brands = _store_brands()
    _store_faqs()
    sellers = _sign_up_sellers(password_hash, now)

    for place, number in enumerate(_mixed_numbers()):
        lot = LOTS[number - 1]
        member_id = sellers[_root_of(lot.category)]
        register_goods(
            member_id=member_id,
            listing=_listing(
                lot,
                category_id=categories[lot.category],
                brand_id=brands[lot.brand],
                ends_at=now + _length(place),
                upload_id=_store_upload(member_id, number, now),
            ),
            lengths=Lengths(_SOONEST, _LATEST),
            now=now,
        )


def _store_categories() -> dict[str, int]:
    ids: dict[str, int] = {}
    for place, (root, children) in enumerate(CATEGORIES.items()):
        parent = Category.create(position=place, name=root.ko, name_en=root.en)
        for child_place, child in enumerate(children):
            row = Category.create(
                parent=parent, position=child_place, name=child.ko, name_en=child.en
            )
            ids[child.ko] = row.category_id
    return ids


def _store_brands() -> dict[str, int]:
    return {
        brand.ko: Brand.create(name=brand.ko, name_en=brand.en, image=logo_key(number)).brand_id
        for number, brand in enumerate(BRANDS, 1)
    }


def _store_faqs() -> None:
    Faq.insert_many(
        [{"position": place, **faq._asdict()} for place, faq in enumerate(FAQS)]
    ).execute()


def _sign_up_sellers(password_hash: str, now: datetime) -> dict[str, int]:
    """The member ids of the sellers, by the root categories they sell from."""
    ids: dict[str, int] = {}
    for seller in SELLERS:
        member = sign_up(
            applicant=Applicant(
                login_id=seller.login_id,
                name=seller.name,
                email=seller.email,
                phone=seller.phone,
                birth=seller.birth,
                gender=seller.gender,
                language="ko",
                agreed_to=required_versions(),
            ),
            password_hash=password_hash,
            now=now,
        )
        Store.update(name=seller.store).where(Store.member == member).execute()
        ids |= dict.fromkeys(seller.sells, member.member_id)
    return ids


def _mixed_numbers() -> list[int]:
    """The numbers of all lots, so that the newest goods are not all from one shelf."""
    return sorted(range(1, len(LOTS) + 1), key=lambda number: number_of(LOTS[number - 1].name))


def _root_of(child: str) -> str:
    return next(
        root.ko
        for root, children in CATEGORIES.items()
        if any(category.ko == child for category in children)
    )


def _length(place: int) -> timedelta:
    return _SOONEST + (_LATEST - _SOONEST) * (place * _GOLDEN % 1)


def _store_upload(member_id: int, number: int, now: datetime) -> int:
    upload = Upload.create(
        member=member_id,
        kind="GOODS",
        content_type="image/webp",
        state="READY",
        # Nothing was posted; whatever tidies up posted files must not find the pictures here.
        source_key=f"incoming/demo-{number}",
        thumb_key=thumb_key(number),
        full_key=full_key(number),
        created_at=now,
        expires_at=now + LIFE,
    )
    return int(upload.upload_id)


def _listing(
    lot: Lot, *, category_id: int, brand_id: int, ends_at: datetime, upload_id: int
) -> Listing:
    return Listing(
        name=lot.name,
        info=lot.info,
        category_id=category_id,
        brand_id=brand_id,
        quality=lot.quality,
        gender=lot.gender,
        size=lot.size,
        start_price=lot.start_price,
        buy_now_price=lot.buy_now_price,
        reserve_price=lot.reserve_price,
        shipping_price=lot.shipping_price,
        starts_at=None,
        ends_at=ends_at,
        soft_close=True,
        upload_ids=[upload_id],
    )
