"""How does somebody end mails of one kind, with nothing but such a mail? By the link in it."""

import hmac
from dataclasses import dataclass

from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.preferences import Channels, keep_channels, preferences
from grpc_services.facts import atomic
from grpc_services.refusals import NotFound


class UnsubscribeLinkInvalid(NotFound):
    """The link is none of ours, or a part of it is missing."""


@dataclass(frozen=True)
class Links:
    """Makes links that are good for one member and one kind, and for nothing else."""

    secret: bytes
    base_url: str

    def url(self, *, member_id: int, kind: str) -> str:
        return f"{self.base_url}/v1/unsubscribe/{self._token(member_id, kind)}"

    def read(self, token: str) -> tuple[int, AlarmKind]:
        """:raises UnsubscribeLinkInvalid: if we did not make it"""
        member_id, _, rest = token.partition(".")
        kind = rest.partition(".")[0]
        is_ours = member_id.isdecimal() and kind in AlarmKind.__members__
        if not is_ours or not hmac.compare_digest(
            self._token(int(member_id), kind).encode(), token.encode()
        ):
            raise UnsubscribeLinkInvalid
        return int(member_id), AlarmKind(kind)

    def _token(self, member_id: int, kind: str) -> str:
        named = f"{member_id}.{kind}"
        return f"{named}.{hmac.digest(self.secret, named.encode(), 'sha256').hex()[:32]}"


@atomic
def unsubscribe(*, token: str, links: Links) -> None:
    """
    This function will mail a member no more alarms of a kind; a second time changes nothing.

    :raises UnsubscribeLinkInvalid: if we did not make the token
    """
    member_id, kind = links.read(token)
    push = preferences(member_id=member_id).of_kind(kind).push

    keep_channels(member_id=member_id, kind=kind, by=Channels(push=push, email=False))
