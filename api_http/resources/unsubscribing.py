"""How does the reader of a mail end such mails? By the link in it, with one click (RFC 8058)."""

from typing import Literal

from msgspec import field

from api_http.kinds.texts import Opaque
from api_http.operations import Call, Resource, Routes, operation
from api_http.problems.words import Words
from api_http.shapes import Shape
from protos import alarms_pb2 as pb

_TITLE = Words("메일 수신 거부", "No more mails")
_QUESTION = Words(
    "이런 알림을 더는 메일로 받지 않으시겠어요?",
    "Shall we mail you no more alarms like this?",
)
_BUTTON = Words("그만 받기", "No more")
_DONE = Words(
    "이런 알림은 더 이상 메일로 보내지 않습니다. 알림 설정에서 되돌릴 수 있습니다.",
    "You get no more such mails. You can take it back in your alarm settings.",
)
_PAGE = (
    '<!doctype html><html lang="{language}"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>PIKCUR · {title}</title>'
    "<style>body{{font:16px/1.6 sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}}"
    "button{{font:inherit;padding:.5rem 1.5rem}}</style>"
    "<main><h1>{title}</h1>{content}</main></html>"
)
#: It goes where the page came from.
_FORM = (
    '<p>{question}</p><form method="post">'
    '<button name="List-Unsubscribe" value="One-Click">{button}</button></form>'
)


class OneClick(Shape, frozen=True, kw_only=True):
    """What programs that read mail send, and the button of our page."""

    list_unsubscribe: Literal["One-Click"] = field(name="List-Unsubscribe")


class Unsubscription(Resource):
    @operation(
        "askToUnsubscribe",
        "A page with a button that ends mails of one kind; it changes nothing itself",
        public=True,
        is_page=True,
    )
    async def on_get(self, call: Call, token: Opaque) -> str:
        question, button = _QUESTION.in_(call.language), _BUTTON.in_(call.language)
        return _page(call, _FORM.format(question=question, button=button))

    @operation(
        "unsubscribe",
        "End mails of one kind, as the link in such a mail asks",
        body=OneClick,
        accepts_form=True,
        public=True,
        is_page=True,
        refuses=("UNSUBSCRIBE_LINK_INVALID",),
    )
    async def on_post(self, call: Call, token: Opaque) -> str:
        await call.ask(self.stubs.alarms.Unsubscribe, pb.UnsubscribeRequest(token=token))
        return _page(call, f"<p>{_DONE.in_(call.language)}</p>")


def _page(call: Call, content: str) -> str:
    return _PAGE.format(language=call.language, title=_TITLE.in_(call.language), content=content)


ROUTES: Routes = (("/v1/unsubscribe/{token}", Unsubscription),)
