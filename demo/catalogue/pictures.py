"""Which pictures does the demo show, and how do they get where browsers find them?"""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from demo.catalogue.lots import LOTS
from demo.catalogue.shelves import BRANDS
from demo.drawings.goods import drawing
from demo.drawings.logos import logo

#: Keeps bytes under a key, in place of what was there.
Put = Callable[[str, bytes], None]

#: Enough to hide the way to a bucket; a drawing takes 8 MB while it is made.
_AT_ONCE = 4
_LATIN = {brand.ko: brand.en for brand in BRANDS}


def full_key(number: int) -> str:
    return f"public/demo/{number}-full.webp"


def thumb_key(number: int) -> str:
    return f"public/demo/{number}-thumb.webp"


def logo_key(number: int) -> str:
    return f"public/demo/brand-{number}.webp"


def into_folder(folder: Path) -> Put:
    """This function will keep pictures below `folder`; nobody ever sees half a file."""

    def put(key: str, content: bytes) -> None:
        path = folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        unfinished.write_bytes(content)
        unfinished.replace(path)

    return put


def into_bucket(client: Any, bucket: str) -> Put:
    """This function will keep pictures in an S3 bucket."""

    def put(key: str, content: bytes) -> None:
        client.put_object(Bucket=bucket, Key=key, Body=content, ContentType="image/webp")

    return put


def draw_all(put: Put) -> None:
    """This function will draw every picture of the demo, always the same, and `put` it."""
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        drawn = [threads.submit(_draw_goods, number, put) for number in range(1, len(LOTS) + 1)]
        drawn += [threads.submit(_draw_logo, number, put) for number in range(1, len(BRANDS) + 1)]
    for done in drawn:
        done.result()


def _draw_goods(number: int, put: Put) -> None:
    lot = LOTS[number - 1]
    full, thumb = drawing(thing=lot.thing, name=lot.name, brand=_LATIN[lot.brand])
    put(full_key(number), full)
    put(thumb_key(number), thumb)


def _draw_logo(number: int, put: Put) -> None:
    put(logo_key(number), logo(name=BRANDS[number - 1].en))
