"""Which goods wait for the operator, and who sees them meanwhile? Those with a forbidden word."""

from typing import Protocol

from grpc_services.refusals import Conflict
from grpc_services.search.words import compared
from models.admin import AdminScope
from models.base import tuples
from models.catalogue import ForbiddenWord


class HasForbiddenWord(Conflict):
    """Somebody has bid, and what would be added holds a forbidden word."""


class _Held(Protocol):
    """Whatever stands for goods."""

    @property
    def seller_id(self) -> int: ...

    @property
    def is_waiting(self) -> bool: ...


def may_see(goods: _Held, viewer_id: int) -> bool:
    """Whether a reader is shown goods: while they wait, only their seller and the operator."""
    return not goods.is_waiting or viewer_id == goods.seller_id or _is_operator(viewer_id)


def _is_operator(viewer_id: int) -> bool:
    return bool(viewer_id and AdminScope.select().where(AdminScope.member == viewer_id).exists())


def has_forbidden_word(*texts: str) -> bool:
    """This function will look for forbidden words, however they are typed."""
    said = [compared(text) for text in texts]
    words = (compared(word) for (word,) in tuples(ForbiddenWord.select(ForbiddenWord.word)))
    return any(word in text for word in words if word for text in said)
