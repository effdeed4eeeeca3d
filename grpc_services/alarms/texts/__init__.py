"""In which words is an alarm told? A title and a text each, in Korean and English."""

from collections.abc import Mapping, Sequence

from grpc_services.alarms.texts import (
    admin,
    alarms,
    auction,
    cases,
    catalogue,
    community,
    delivery,
    editorial,
    helpdesk,
    money,
    payouts,
    trade,
)
from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    **auction.TEXTS,
    **trade.TEXTS,
    **money.TEXTS,
    **payouts.TEXTS,
    **cases.TEXTS,
    **delivery.TEXTS,
    **community.TEXTS,
    **helpdesk.TEXTS,
    **catalogue.TEXTS,
    **alarms.TEXTS,
    **admin.TEXTS,
    **editorial.TEXTS,
}
#: How a mail speaks to its reader.
LETTERS = {
    "ko": (
        "[PIKCUR] {title}",
        "{name}님,\n\n{text}\n\n이런 메일을 그만 받으시려면: {unsubscribe_url}\n",
    ),
    "en": (
        "[PIKCUR] {title}",
        "Hello {name},\n\n{text}\n\nTo get no more mails like this one: {unsubscribe_url}\n",
    ),
}
#: What a digest says of those for which there is no room.
MORE = {"ko": "그 밖에 {count}건이 더 있습니다.", "en": "And {count} more."}


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


def letter(
    language: str, *, name: str, title: str, text: str, unsubscribe_url: str
) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that brings an alarm."""
    subject, body = LETTERS.get(language, LETTERS["ko"])
    return subject.format(title=title), body.format(
        name=name, text=text, unsubscribe_url=unsubscribe_url
    )


def digest(language: str, *, text: str, told: Sequence[tuple[str, str]], most: int) -> str:
    """This function will write what was held back below each other, up to `most` of it."""
    lines = [f"- {title}: {one}" for title, one in told[:most]]
    if len(told) > most:
        lines.append(MORE.get(language, MORE["ko"]).format(count=f"{len(told) - most:,}"))
    return "\n".join([text, "", *lines])
