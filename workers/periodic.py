"""What is looked for now and then? Jobs that find by themselves what is due, each at its pace."""

from typing import Any

from workers.admin import end_suspensions
from workers.announcing import announce
from workers.auction import tell_of_ends
from workers.delivery import look_at_parcels, look_at_returns
from workers.images import forget_unused_uploads, look_for_arrivals
from workers.mail import end_quiet_hours, mail_alarms
from workers.orders import act_on_due_cases, act_on_due_orders, remind_of_payouts
from workers.payments import look_at_payments, work_off_operations
from workers.privacy import send_exports
from workers.reconciling import reconcile_night
from workers.unfinished import finish_unfinished

#: How often it is looked for what is due, or has come, or is left over.
_PROVIDER_SECONDS = 1.0
_ORDERS_SECONDS = 1.0
_NIGHT_SECONDS = 60.0
_PAYOUTS_SECONDS = 60.0
_PARCELS_SECONDS = 5.0
_ARRIVALS_SECONDS = 1.0
_MAILS_SECONDS = 5.0
_ANNOUNCEMENTS_SECONDS = 1.0
_UNUSED_SECONDS = 600.0
_EXPORTS_SECONDS = 60.0
_ENDS_SECONDS = 10.0
_SUSPENSIONS_SECONDS = 30.0


def periodic(*, payments_seconds: float) -> list[tuple[float, Any]]:
    """This function will name the jobs that are sent now and then, and every how many seconds."""
    return [
        (payments_seconds, finish_unfinished),
        (_PROVIDER_SECONDS, work_off_operations),
        (_PROVIDER_SECONDS, look_at_payments),
        (_ORDERS_SECONDS, act_on_due_orders),
        (_NIGHT_SECONDS, reconcile_night),
        (_ORDERS_SECONDS, act_on_due_cases),
        (_PAYOUTS_SECONDS, remind_of_payouts),
        (_PARCELS_SECONDS, look_at_parcels),
        (_PARCELS_SECONDS, look_at_returns),
        (_ARRIVALS_SECONDS, look_for_arrivals),
        (_MAILS_SECONDS, mail_alarms),
        (_MAILS_SECONDS, end_quiet_hours),
        (_ANNOUNCEMENTS_SECONDS, announce),
        (_UNUSED_SECONDS, forget_unused_uploads),
        (_EXPORTS_SECONDS, send_exports),
        (_ENDS_SECONDS, tell_of_ends),
        (_SUSPENSIONS_SECONDS, end_suspensions),
    ]
