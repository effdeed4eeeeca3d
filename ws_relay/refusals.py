"""Why does a connection end, and what is its client told?"""

# Close codes of RFC 6455.
PROTOCOL, POLICY, TOO_BIG, RESTART, LATER = 1002, 1008, 1009, 1012, 1013


class Refused(Exception):
    """The client is told why, and the connection ends."""

    def __init__(
        self,
        code: str,
        text: str,
        *,
        close: int = POLICY,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        super().__init__(text)
        self.code = code
        self.close = close
        self.headers = headers
