"""What do all acts of the operator share? A reason, and who they are refused to."""

from typing import Any

from api_http import shapes
from api_http.kinds import texts
from api_http.kinds.choices import Choice
from api_http.operations import Call
from api_http.shapes import Shape

#: What anybody else is told.
NOT_YOURS = ("ADMINS_ONLY", "SCOPE_MISSING")


class Reasoned(Shape, frozen=True, kw_only=True):
    """Why it is done; it is written down, and told to whom it concerns."""

    reason: texts.Reason


def by(call: Call, reason: str) -> dict[str, Any]:
    """This function will say who acts, why, and from where, as services take it."""
    return {"operator_id": call.member_id, "reason": reason, "client": call.address}


def asked(call: Call) -> dict[str, Any]:
    """This function will say who acts and from where, with all that was sent, for services."""
    sent = {
        name: value.number if isinstance(value, Choice) else value
        for name, value in shapes.given(call.body).items()
    }
    return {"operator_id": call.member_id, "client": call.address, **sent}
