"""Which login ids may be taken? One answer for who asks first, and for who signs up."""

import re
from hashlib import sha256

from grpc_services.refusals import Conflict, Invalid, Refusal
from models.members import Member


class LoginIdInvalid(Invalid):
    """Login ids are 3 to 30 small letters, digits, dots, hyphens and underscores."""


class LoginIdReserved(Conflict):
    """The name could be taken for the operator's."""


class LoginIdTaken(Conflict):
    """Somebody has this login id; choose another."""


_is_one = re.compile(r"[a-z0-9_.-]{3,30}").fullmatch
_RESERVED = frozenset(
    """
    abuse account admin administrator anonymous api billing customerservice finance help helpdesk
    hostmaster info manager master moderator noreply notice null official operator owner payment
    payments pikcur pikcuradmin pikcurhelp pikcurofficial pikcursupport postmaster root security
    staff superuser support sysadmin system undefined webmaster www
    """.split()  # noqa: SIM905 - a word a line would be a page
)


def require_free(login_id: str) -> None:
    """
    :raises LoginIdInvalid: if it is none
    :raises LoginIdReserved: if it could be taken for the operator's, digits and separators aside
    :raises LoginIdTaken: if another member has it
    """
    if not _is_one(login_id):
        raise LoginIdInvalid("login_id")
    if re.sub(r"[^a-z]", "", login_id) in _RESERVED:
        raise LoginIdReserved
    if Member.select().where(Member.login_id.in_([login_id, left_behind(login_id)])).exists():
        raise LoginIdTaken


def left_behind(login_id: str) -> str:
    """This function will name a member who has left: as others saw them, and never again taken."""
    # No login id holds a tilde.
    return f"{login_id[:2]}~{sha256(login_id.encode()).hexdigest()[:27]}"


def is_free(*, login_id: str) -> bool:
    """Whether somebody who signs up now could take it."""
    try:
        require_free(login_id)
    except Refusal:
        return False
    return True
