"""Who may hear what?"""

import re

from ws_relay.destinations import alarm_key, goods_key, queue_key
from ws_relay.refusals import Refused
from ws_relay.stomp import Frame
from ws_relay.tickets import Ticket, TicketRefused, Tickets

_NUMBER = re.compile(r"[1-9][0-9]{0,18}")


def ticket_of(frame: Frame, tickets: Tickets) -> Ticket | None:
    """
    This function will read the token of a CONNECT; without one the session is anonymous.

    :raises Refused: if there is one, and it is not valid
    """
    authorization = frame.headers.get("Authorization") or frame.headers.get("authorization")
    if not authorization:
        return None
    scheme, _, token = authorization.strip().partition(" ")
    if scheme.lower() != "bearer":
        raise Refused("INVALID_TOKEN", "Authorization is not 'Bearer' and a token.")
    try:
        return tickets.check(token.strip())
    except TicketRefused as refusal:
        raise Refused(refusal.code, str(refusal)) from refusal


def key_of(destination: str, ticket: Ticket | None) -> str:
    """
    This function will say where the holder's messages for `destination` are.

    :raises Refused: if there is no such destination, or it is not for the holder
    """
    kind, _, id_ = destination.rpartition("/")
    if kind == "/topic/goods" and _NUMBER.fullmatch(id_):
        return goods_key(int(id_))
    is_own_queue = destination == "/user/queue/alarms"
    if not is_own_queue and not (kind == "/topic/alarm" and _NUMBER.fullmatch(id_)):
        raise Refused("UNKNOWN_DESTINATION", "There is no such destination.")
    if ticket is None:
        raise Refused("NO_TOKEN", "This destination needs a token in CONNECT.")
    if is_own_queue:
        return queue_key(ticket.member_id)
    if int(id_) != ticket.member_id:
        raise Refused("FORBIDDEN_DESTINATION", "These are another member's alarms.")
    return alarm_key(ticket.member_id)
