"""What stands ready before anybody trades? Shelves, brands, and answers to what many ask."""

from demo.catalogue.faqs import FAQS
from demo.catalogue.pictures import logo_key
from demo.catalogue.shelves import BRANDS, CATEGORIES
from models.catalogue import Brand, Category
from models.helpdesk import Faq


def store_categories() -> dict[str, int]:
    """This function will store all shelves, and give the ids of those that goods stand on."""
    ids: dict[str, int] = {}
    for place, (root, children) in enumerate(CATEGORIES.items()):
        parent = Category.create(position=place, name=root.ko, name_en=root.en)
        for child_place, child in enumerate(children):
            row = Category.create(
                parent=parent, position=child_place, name=child.ko, name_en=child.en
            )
            ids[child.ko] = row.category_id
    return ids


def store_brands() -> dict[str, int]:
    """This function will store all brands, and give their ids."""
    return {
        brand.ko: Brand.create(name=brand.ko, name_en=brand.en, image=logo_key(number)).brand_id
        for number, brand in enumerate(BRANDS, 1)
    }


def store_faqs() -> None:
    """This function will store what newcomers ask, and the answers."""
    Faq.insert_many(
        [{"position": place, **faq._asdict()} for place, faq in enumerate(FAQS)]
    ).execute()


def root_of(child: str) -> str:
    """This function will name the root category above another."""
    return next(
        root.ko
        for root, children in CATEGORIES.items()
        if any(category.ko == child for category in children)
    )
