"""What can an actor reach? The services and the outside world, set once by the composition root."""

from dataclasses import dataclass

from workers.clients.mail import MailServer
from workers.clients.pictures import PictureStore
from workers.clients.portone import PortOne
from workers.clients.sweettracker import SweetTracker
from workers.services import Services


@dataclass(frozen=True)
class Reach:
    services: Services
    portone: PortOne
    sweettracker: SweetTracker
    mail: MailServer
    pictures: PictureStore
    #: What nobody has reported or finished is looked for when it is this old, in seconds.
    payment_poll_seconds: float


_reach: Reach | None = None


def use(reach: Reach) -> None:
    """This function will give all actors of this process their reach."""
    global _reach
    _reach = reach


def reach() -> Reach:
    if _reach is None:
        raise RuntimeError("The composition root has not said what actors can reach.")
    return _reach
