"""What is compared when words are looked for? Texts folded into one form, and parts of them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

#: Fillers, joiners, marks of direction, selectors: nobody sees them, and nobody looks for them.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_HANGUL = "\u1100-\u11ff\uac00-\ud7ff"
_BETWEEN_SYLLABLES = re.compile(f"(?<=[{_HANGUL}]) (?=[{_HANGUL}])")
_FIRST_OF_WORD = re.compile(r"(?<!\w)\w|(?<!\S)\S")


def folded(text: str) -> str:
    """
    This function will fold what is not told apart: how it is composed, width, capitals, blanks.

    What nobody sees is dropped.
    """
    if not text.isascii():
        text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text).lower())
        text = unicodedata.normalize("NFKC", text)
    return " ".join(text.lower().split())


def compared(text: str) -> str:
    """This function will give a text as it is compared: without blanks between syllables."""
    return _BETWEEN_SYLLABLES.sub("", folded(text))


def heads(text: str) -> str:
    """This function will tell with what the words of a text begin, each once and in order."""
    return "".join(sorted(set(_FIRST_OF_WORD.findall(folded(text)))))


def words_of(query: str) -> list[str]:
    """This function will name the words to be found, without those that another one implies."""
    words = set(folded(query).split())
    return sorted(word for word in words if len(word) == 1 or not _is_implied(word, words))


def _is_implied(word: str, words: set[str]) -> bool:
    return any(word in other for other in words if other != word)


def is_in(word: str, text: str, first_letters: str) -> bool:
    """This function will look for a word in a compared text; for one letter, where words begin."""
    return word in (text if len(word) > 1 else first_letters)


def parts(text: str) -> Iterator[str]:
    """This function will give every run of two and of three letters of a compared text."""
    for word in text.split():
        for start in range(len(word) - 1):
            yield word[start : start + 2]
            if start + 3 <= len(word):
                yield word[start : start + 3]


def parts_to_find(word: str) -> Iterable[str]:
    """This function will name runs that are in every text that `word` is in."""
    if len(word) <= 3:
        return [word]
    return {word[start : start + 3] for start in range(len(word) - 2)}
