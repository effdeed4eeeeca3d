"""What does time do for the operator? Suspensions end."""

from protos import admin_pb2
from workers.broker import job
from workers.reach import reach
from workers.services import ask


@job(queue_name="orders", max_retries=0)
def end_suspensions() -> None:
    """Lets those act again whose suspension was until now."""
    ask(reach().services.admin.EndSuspensions, admin_pb2.EndSuspensionsRequest())
