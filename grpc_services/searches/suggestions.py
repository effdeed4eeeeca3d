"""What may somebody be about to type? Popular words, brands, categories, words of goods."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from grpc_services.catalogue.finding import Filter, lots
from grpc_services.search.words import compared, folded
from models.dialect import fetch

MOST = 10
#: Of the most popular goods that are found by what is typed so far, words are taken.
_GOODS = 30
_FINALS = (
    "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ",
    "ㄹㅍ", "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
)  # fmt: skip
#: A consonant below a vowel may become the first of the next syllable as typing goes on.
_AS_INITIALS = {
    0x11A8 + number: unicodedata.normalize("NFKC", letters)
    for number, letters in enumerate(_FINALS)
}


def suggestions(*, prefix: str, popular: Iterable[str]) -> list[str]:
    """This function will complete what was typed so far, also in the middle of a syllable."""
    begun = _letters(prefix)
    if not begun:
        return []
    known = (text for text in (*popular, *_labels()) if _letters(text).startswith(begun))
    return list(islice(_once((*known, *_words(prefix, begun))), MOST))


def _once(texts: Iterable[str]) -> Iterator[str]:
    seen = set[str]()
    for text in texts:
        if compared(text) not in seen:
            seen.add(compared(text))
            yield text


@lru_cache(maxsize=20_000)
def _letters(text: str) -> str:
    """The letters of a text as they are typed one by one, without blanks between syllables."""
    return unicodedata.normalize("NFD", compared(text)).translate(_AS_INITIALS)


def _labels() -> Iterator[str]:
    for table in ("brand", "category"):
        for names in fetch(
            "name, name_en", f"FROM {table} WHERE retired_at IS NULL ORDER BY {table}_id"
        ):
            yield from names


def _words(prefix: str, begun: str) -> list[str]:
    """What words of goods begin so, the most frequent first."""
    found, _ = lots(wanted=Filter(query=prefix), sort="POPULAR", limit=_GOODS, cursor="")
    words = Counter(word for lot in found for word in folded(lot.name).split())
    return [word for word, _ in words.most_common() if _letters(word).startswith(begun)]
