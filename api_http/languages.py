"""In which language is somebody answered? As RFC 9110 reads Accept-Language; Korean if unsaid."""

import re
from functools import lru_cache

#: Ours, the first one for whoever does not mind.
_OURS = ("ko", "en")
_RANGE = re.compile(r"([a-z]{1,8}|\*)(?:-[a-z0-9]{1,8})*(?:;q=([01](?:\.[0-9]{0,3})?))?")


@lru_cache(maxsize=1024)
def language(accepted: str) -> str:
    """This function will choose what is wanted most; of equals, what is named first."""
    wanted = _wanted(accepted)
    return max(_OURS, key=lambda ours: wanted.get(ours, wanted.get("*", (-0.5, 0))))


def _wanted(accepted: str) -> dict[str, tuple[float, int]]:
    """How much each is wanted: its q, below what is not named when that is 0, and its place."""
    wanted: dict[str, tuple[float, int]] = {}
    for place, part in enumerate(accepted.lower().replace(" ", "").split(",")):
        if found := _RANGE.fullmatch(part):
            quality = float(found[2] or 1)
            rank = (quality, -place) if quality else (-1.0, 0)
            wanted[found[1]] = max(rank, wanted.get(found[1], rank))
    return wanted
