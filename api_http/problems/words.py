"""In which words is something said? Always in Korean and English alike."""

from typing import NamedTuple


class Words(NamedTuple):
    """One thing, said in both languages."""

    korean: str
    english: str

    def in_(self, language: str) -> str:
        return self.english if language == "en" else self.korean

    def filled(self, **values: object) -> "Words":
        return Words(self.korean.format(**values), self.english.format(**values))


class Told(NamedTuple):
    """
    What a code means: its HTTP status, and sentences of which the first is the title.

    A place such as `{minimumBid:,}` is filled with a whole number, one such as `{name}` with text.
    """

    status: int
    korean: str
    english: str
    #: Seconds after which it makes sense to ask again, when nobody says so.
    retry_after: int | None = None

    @property
    def words(self) -> Words:
        return Words(self.korean, self.english)
