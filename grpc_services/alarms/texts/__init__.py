"""In which words is an alarm told? A title and a text each, in Korean and English."""

from collections.abc import Mapping

from grpc_services.alarms.texts import auction, community, delivery, helpdesk, trade
from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    **auction.TEXTS,
    **trade.TEXTS,
    **delivery.TEXTS,
    **community.TEXTS,
    **helpdesk.TEXTS,
}
#: How a mail speaks to its reader.
LETTERS = {
    "ko": ("[PIKCUR] {title}", "{name}님,\n\n{text}\n"),
    "en": ("[PIKCUR] {title}", "Hello {name},\n\n{text}\n"),
}


def told(template: str, language: str, values: Mapping[str, int | str]) -> tuple[str, str]:
    """
    This function will fill in title and text; numbers get thousands separators.

    Only what is a number is: goods may be named "1984".

    :raises KeyError: if the template names a value that there is not
    """
    words = TEXTS[template]
    title, text = words.get(language, words["ko"])
    shown = {
        name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()
    }
    return title, text.format(**shown)


def letter(language: str, *, name: str, title: str, text: str) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that brings an alarm."""
    subject, body = LETTERS.get(language, LETTERS["ko"])
    return subject.format(title=title), body.format(name=name, text=text)
