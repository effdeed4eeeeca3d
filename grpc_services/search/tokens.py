"""What may be true of goods? Each such thing is a token: its kind, and which of them, in a number.

A token is 63 bits: seven of kind, 56 of what it is. Three letters are 18 bits each.
"""

from bisect import bisect_right
from enum import IntEnum

STATES = ("SCHEDULED", "OPEN", "WON", "SOLD", "FAILED", "CANCELLED")
QUALITIES = ("NEW", "LIKE_NEW", "USED", "WORN")
GENDERS = ("FEMALE", "MALE", "UNISEX", "KIDS")
#: Where bands of prices begin, in won.
BANDS = (0, 10_000, 30_000, 50_000, 100_000, 200_000, 300_000, 500_000, 1_000_000, 3_000_000)
_KIND_AT, _LETTER = 56, 18
_LAST_LETTER = (1 << _LETTER) - 1


class Kind(IntEnum):
    #: With what a word of the name begins, and what is in the name.
    HEAD = 1
    PART = 2
    BRAND = 3
    CATEGORY = 4
    #: From here on goods have exactly one of each kind, and it changes.
    STATE = 5
    QUALITY = 6
    GENDER = 7
    BAND = 8


FIRST_CHANGING, AFTER_CHANGING = Kind.STATE << _KIND_AT, (Kind.BAND + 1) << _KIND_AT


def token(kind: Kind, what: int) -> int:
    return kind << _KIND_AT | what


def state_token(state: str) -> int:
    return token(Kind.STATE, STATES.index(state))


def quality_token(quality: str) -> int:
    return token(Kind.QUALITY, QUALITIES.index(quality))


def gender_token(gender: str) -> int:
    return token(Kind.GENDER, GENDERS.index(gender))


def band_of(price: int) -> int:
    """This function will number the band of a price."""
    return bisect_right(BANDS, price) - 1


def band_token(band: int) -> int:
    return token(Kind.BAND, band)


def head_token(letter: str) -> int:
    return token(Kind.HEAD, ord(letter))


def part_token(part: str) -> int:
    """This function will name a run of one to three letters of a name."""
    number = 0
    for letter in part:
        number = number << _LETTER | min(ord(letter), _LAST_LETTER)
    return token(Kind.PART, number)


def is_exact(word: str) -> bool:
    """Whether exactly those names hold a word of which its tokens are true."""
    return len(word) <= 3 and all(ord(letter) < _LAST_LETTER for letter in word)
