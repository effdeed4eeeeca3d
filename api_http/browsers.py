"""Which pages may keep a refresh token in a cookie, and what is that cookie like?"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from api_http.problems import Problem

#: The cookie that a refresh token is kept in: no script reads it, no other page has it sent.
KEPT_IN = "refreshToken"


@dataclass(frozen=True)
class Browsers:
    """The edge's own URL as browsers see it, and the origins of other pages that may call it."""

    url: str
    origins: tuple[str, ...] = ()

    def require_trusted(self, *, origin: str | None, host: str) -> None:
        """
        This function will keep other pages from acting by a cookie; no page hides its origin.

        :raises Problem: ORIGIN_NOT_ALLOWED
        """
        scheme, named = urlsplit(self.url)[:2]
        own = {f"{scheme}://{named}", f"{scheme}://{host}"}
        # What any page may do, none may do with a cookie.
        if origin is not None and origin not in own | set(self.origins) - {"*"}:
            raise Problem("ORIGIN_NOT_ALLOWED")

    def kept(self, token: str, *, seconds: int) -> str:
        """This function will write the cookie that keeps a refresh token while it lives."""
        secure = "; Secure" if self.url.startswith("https://") else ""
        limits = f"Max-Age={seconds}; Path=/v1/auth; HttpOnly; SameSite=Strict{secure}"
        return f"{KEPT_IN}={token}; {limits}"
