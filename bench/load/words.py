"""What do people look for? Words as they type them, taken from what goods are called."""

import random

from grpc_services.search.documents import Document
from grpc_services.search.words import compared

#: Of the brand that the most goods are of.
COMMONEST = "나이키"


def part(chance: random.Random, goods: list[Document]) -> str:
    """Two to four letters with which a word of goods begins, as somebody types them."""
    words = [word for word in chance.choice(goods).name.split() if len(word) > 1]
    word = chance.choice(words)
    return word[: chance.choice((2, 2, 3, 3, 4, 8))]


def some_words(chance: random.Random, goods: list[Document]) -> str:
    """Three words of one goods."""
    words = [word for word in chance.choice(goods).name.split() if len(word) > 1]
    return " ".join(chance.sample(words, min(3, len(words))))[:40]


def code(chance: random.Random, goods: list[Document]) -> str:
    while True:
        for word in chance.choice(goods).name.split():
            if "-" in word and len(word) > 8:
                return word[: chance.choice((6, 8, 10))]


def any_part(chance: random.Random, goods: list[Document]) -> str:
    """Any run of letters, also across words of Korean."""
    text = compared(chance.choice(goods).name)
    start = chance.randrange(len(text) - 1)
    begun = text[start : start + chance.choice((2, 3, 5))].split()
    return next((word for word in begun if len(word) > 1), COMMONEST)
