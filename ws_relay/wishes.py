"""What do the headers of a frame ask for?"""

import re

from ws_relay.history import position_of
from ws_relay.refusals import PROTOCOL, Refused
from ws_relay.stomp import VERSIONS, Frame

_BEATS = re.compile(r"\s*([0-9]{1,9})\s*,\s*([0-9]{1,9})\s*")


def agreed_version(offered: str | None) -> str:
    if offered is None:
        return "1.0"
    versions = {version.strip() for version in offered.split(",")}
    for version in VERSIONS:
        if version in versions:
            return version
    raise Refused(
        "UNSUPPORTED_VERSION",
        "Supported versions are 1.0, 1.1 and 1.2.",
        close=PROTOCOL,
        headers=(("version", "1.0,1.1,1.2"),),
    )


def resume_point(text: str) -> int:
    """What is no id of ours is treated as one that is no longer kept."""
    position = position_of(text)
    return -1 if position is None else position


def beats(frame: Frame) -> tuple[float, float]:
    """What the client can send, and what it wants; in seconds."""
    beats = _BEATS.fullmatch(frame.headers.get("heart-beat", "0,0"))
    if beats is None:
        raise Refused("MALFORMED_HEADER", "heart-beat is not two numbers.", close=PROTOCOL)
    return int(beats[1]) / 1000, int(beats[2]) / 1000


def required(frame: Frame, name: str) -> str:
    value = frame.headers.get(name)
    if not value:
        raise Refused("MISSING_HEADER", f"{frame.command} needs {name}.", close=PROTOCOL)
    return value
