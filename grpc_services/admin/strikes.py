"""How is a strike lifted that was not deserved?"""

from datetime import datetime

from grpc_services.admin.trail import By, note
from grpc_services.facts import atomic
from grpc_services.trade import strikes


@atomic
def lift(*, strike_id: int, by: By, now: datetime) -> None:
    """
    This function will count a strike no more; a second time changes nothing.

    :raises StrikeNotFound: if there is none
    """
    strike = strikes.lift_strike(strike_id=strike_id, now=now)

    before = {"member": strike.member_id, "reason": strike.reason}
    note(by, "LIFT_STRIKE", target="STRIKE", target_id=strike_id, before=before, now=now)
