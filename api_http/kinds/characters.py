"""Which characters can be seen, and which only deceive?

Unicode's general categories know most of it; the lists here are of those that they call letters,
marks or unassigned although nothing is drawn for them.
"""

import re
import unicodedata

#: Hangul fillers, the empty Braille pattern, and marks that draw nothing: letters only by category.
_BLANK = "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b-\u180f\u2065\ufff0-\ufff8"
#: Soft hyphens, zero-width spaces and joiners, marks of direction; selectors and tags of emoji.
_FORMAT = (
    "\u00ad\u061c\u200b-\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufe00-\ufe0f\U000e0000-\U000e0fff"
)
_UNSEEN = re.compile(f"[{_BLANK}{_FORMAT}]")
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u27ff\u2900-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff]\ufe0f?"
)
#: One emoji of several, a flag of tags, a keycap: here what is not seen has a meaning.
_EMOJI = f"{_PICTURE}[\U000e0020-\U000e007f]*(?:\u200d{_PICTURE})*|[0-9#*]\ufe0f\u20e3"
_EMOJI_OR_UNSEEN = re.compile(f"({_EMOJI})|{_UNSEEN.pattern}")
#: Embeddings, overrides and isolates: what follows is shown in another order than it is kept.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SEEN = frozenset("LNPSC")


def composed(text: str) -> str:
    """This function will write characters as one that came as several, as phones and files do."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def with_line_feeds(text: str) -> str:
    """This function will end every line alike."""
    return _BREAKS.sub("\n", text)


def is_harmful(text: str) -> bool:
    """This function will tell whether text holds control characters, or turns its own order."""
    return bool(_CONTROL.search(text)) or bool(_TURNING.search(text))


def is_visible(text: str) -> bool:
    """This function will tell whether there is anything to see."""
    return any(_is_seen(character) for character in text)


def without_unseen(text: str) -> str:
    """This function will drop what is not seen, unless it makes one emoji of several."""
    return text if text.isascii() else _EMOJI_OR_UNSEEN.sub(lambda found: found[1] or "", text)


def _is_seen(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category[0] in _SEEN and category not in ("Cc", "Cf", "Cs") and not _UNSEEN.match(character)
    )
