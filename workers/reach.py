"""What can an actor reach? The services and the outside world, set once by the composition root."""

from collections.abc import Mapping
from dataclasses import dataclass

import requests

from workers.clients.mail import MailServer
from workers.clients.pictures import PictureStore
from workers.clients.provider import Provider
from workers.clients.sweettracker import SweetTracker
from workers.services import Services


@dataclass(frozen=True)
class Reach:
    services: Services
    #: Those that we have access to, by the names that payments have.
    providers: Mapping[str, Provider]
    sweettracker: SweetTracker
    mail: MailServer
    pictures: PictureStore

    def provider(self, name: str) -> Provider:
        """:raises ProviderUnknown: if the settings do not say how to reach it"""
        if name not in self.providers:
            raise ProviderUnknown(f"payments with {name} cannot be reached: see its settings")
        return self.providers[name]


class ProviderUnknown(requests.RequestException):
    """There are payments with a provider that is not set any more; later it may be again."""


_reach: Reach | None = None


def use(reach: Reach) -> None:
    """This function will give all actors of this process their reach."""
    global _reach
    _reach = reach


def reach() -> Reach:
    if _reach is None:
        raise RuntimeError("The composition root has not said what actors can reach.")
    return _reach
