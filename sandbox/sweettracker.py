"""How does SweetTracker answer a shop's server? Its lookup API, quotas and errors included."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any, Literal

import falcon

from sandbox import carriers, inputs, parcels, store
from sandbox.inputs import Fields
from sandbox.store import Store

KEY = "sandbox-key"

Method = Literal["POST", "GET"]

#: What the largest plan allows; reported when no quota is played.
_LARGEST_PLAN = 30_000

_MESSAGES = {
    "101": "유효하지 않은 API 키 입니다.",
    "102": "만료된 API 키 입니다.",
    "103": "키 사용량을 초과하였습니다.",
    "104": "유효하지 않은 운송장번호 이거나 택배사 코드 입니다.",
    "105": "동일한 운송장번호의 하루 요청 제한 건수를 초과하였습니다.",
    "106": "운송장번호 조회 에러 입니다.",
}


class _Failure(Exception):
    """Carries the code of an error answer."""


def app(kept: Store, *, method: Method) -> falcon.App[Any, Any]:
    made: falcon.App[Any, Any] = falcon.App()
    made.add_error_handler(_Failure, _answer_failure)
    made.set_error_serializer(_answer_error)
    for path, lookup in (
        ("trackingInfo", _tracking),
        ("companylist", _company_list),
        ("recommend", _recommendation),
        ("key/usage", _usage),
    ):
        made.add_route(f"/api/v1/{path}", _Lookup(kept, lookup, by_get=method == "GET"))
    made.add_route("/_sandbox/parcels/{t_code}/{t_invoice}", _Parcel(kept))
    made.add_route("/_sandbox/quota", _Quota(kept))
    made.add_route("/_sandbox/error", _PlayedError(kept))
    return made


def _answer_failure(
    _req: falcon.Request, resp: falcon.Response, failure: Exception, _params: object
) -> None:
    """An error is HTTP 200 with `status: false`; a success has no `status` at all."""
    code = str(failure)
    resp.media = {"status": False, "msg": _MESSAGES[code], "code": code}


def _answer_error(req: falcon.Request, resp: falcon.Response, error: falcon.HTTPError) -> None:
    """A broken request is answered by the Spring framework behind, its `status` a number."""
    message = error.description or error.title
    if req.path.startswith("/_sandbox/"):
        resp.media = {"error": message}
        return
    resp.media = {
        "timestamp": datetime.now(parcels.KST).isoformat(timespec="milliseconds"),
        "status": error.status_code,
        "error": error.title,
        "message": message,
        "path": req.path,
    }


class _Lookup:
    """One question, asked by POST and JSON, or by GET and query where that is still allowed."""

    def __init__(self, kept: Store, lookup: Any, *, by_get: bool) -> None:
        self._store = kept
        self._lookup = lookup
        self._by_get = by_get

    def on_post(self, req: falcon.Request, resp: falcon.Response) -> None:
        self._answer(_posted(req), resp)

    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        if not self._by_get:
            raise falcon.HTTPMethodNotAllowed(
                ["POST"], description="Request method 'GET' not supported"
            )
        self._answer(req.params, resp)

    def _answer(self, given: Fields, resp: falcon.Response) -> None:
        with self._store.transaction() as db:
            _check_key(db, given)
            resp.media = self._lookup(db, given, _in_korea(self._store))


def _posted(req: falcon.Request) -> Fields:
    body = inputs.raw_body(req)
    if not body:
        raise inputs.bad("Required request body is missing")
    content_type = req.content_type or ""
    if not content_type.startswith("application/json"):
        raise falcon.HTTPUnsupportedMediaType(
            description=f"Content type '{content_type}' not supported"
        )
    return inputs.json_fields(body)


def _check_key(db: sqlite3.Connection, given: Fields) -> None:
    if given.get("t_key") != KEY:
        raise _Failure("101")
    played = store.setting(db, "played_error")
    if played:
        raise _Failure(played)


def _in_korea(kept: Store) -> datetime:
    return datetime.fromtimestamp(kept.now(), parcels.KST)


def _tracking(db: sqlite3.Connection, given: Fields, now: datetime) -> dict[str, object]:
    t_code, t_invoice = _field(given, "t_code"), _field(given, "t_invoice")
    if t_code not in carriers.NAMES or not _is_invoice(t_invoice):
        raise _Failure("104")
    _count_lookup(db, t_code, t_invoice, now.strftime("%Y-%m-%d"))
    return parcels.tracking_body(db, t_code=t_code, t_invoice=t_invoice)


def _field(given: Fields, name: str) -> str:
    value = given.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _is_invoice(t_invoice: str) -> bool:
    return t_invoice.isascii() and t_invoice.isdigit() and 9 <= len(t_invoice) <= 14


def _count_lookup(db: sqlite3.Connection, t_code: str, t_invoice: str, today: str) -> None:
    parcel = (t_code, t_invoice)
    total = store.setting(db, "total_quota")
    if total and not _is_counted(db, parcel) and _invoices_used(db) >= int(total):
        raise _Failure("103")

    per_day = store.setting(db, "per_invoice_per_day")
    if per_day and _lookups_on(db, parcel, today) >= int(per_day):
        raise _Failure("105")

    db.execute(
        "INSERT INTO lookups VALUES (?, ?, ?, 1)"
        " ON CONFLICT (t_code, t_invoice, day) DO UPDATE SET count = count + 1",
        (*parcel, today),
    )


def _is_counted(db: sqlite3.Connection, parcel: tuple[str, str]) -> bool:
    query = "SELECT 1 FROM lookups WHERE t_code = ? AND t_invoice = ?"
    return db.execute(query, parcel).fetchone() is not None


def _invoices_used(db: sqlite3.Connection) -> int:
    query = "SELECT COUNT(DISTINCT t_code || '/' || t_invoice) FROM lookups"
    return int(db.execute(query).fetchone()[0])


def _lookups_on(db: sqlite3.Connection, parcel: tuple[str, str], day: str) -> int:
    query = "SELECT count FROM lookups WHERE t_code = ? AND t_invoice = ? AND day = ?"
    row = db.execute(query, (*parcel, day)).fetchone()
    return 0 if row is None else int(row["count"])


def _company_list(_db: sqlite3.Connection, _given: Fields, _now: datetime) -> dict[str, object]:
    return {"Company": carriers.companies()}


def _recommendation(_db: sqlite3.Connection, given: Fields, _now: datetime) -> dict[str, object]:
    t_invoice = _field(given, "t_invoice")
    if not _is_invoice(t_invoice):
        raise _Failure("104")
    return {"Recommend": carriers.likely_companies(t_invoice)}


def _usage(db: sqlite3.Connection, _given: Fields, now: datetime) -> dict[str, object]:
    total = int(store.setting(db, "total_quota") or _LARGEST_PLAN)
    start = now.replace(day=1, hour=0, minute=0, second=0)
    return {
        "key": KEY,
        "totalAmount": total,
        "leftAmount": max(0, total - _invoices_used(db)),
        "startDate": start.strftime("%Y-%m-%d %H:%M:%S"),
        "endDate": (start + timedelta(days=31)).strftime("%Y-%m-%d %H:%M:%S"),
    }


class _Parcel:
    def __init__(self, kept: Store) -> None:
        self._store = kept

    def on_put(
        self, req: falcon.Request, resp: falcon.Response, t_code: str, t_invoice: str
    ) -> None:
        if t_code not in carriers.NAMES:
            raise inputs.bad(f"t_code {t_code} is not a carrier.")
        if not _is_invoice(t_invoice):
            raise inputs.bad("t_invoice must be 9 to 14 digits.")
        level = inputs.number(inputs.fields(req), "level", at_most=parcels.LEVELS[-1])
        with self._store.transaction() as db:
            reached = parcels.move_parcel(
                db,
                t_code=t_code,
                t_invoice=t_invoice,
                level=level,
                now_ms=int(self._store.now() * 1000),
            )
        resp.media = {"t_code": t_code, "t_invoice": t_invoice, "level": reached}


class _Quota:
    def __init__(self, kept: Store) -> None:
        self._store = kept

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        given = inputs.fields(req)
        per_day = inputs.optional_number(given, "per_invoice_per_day")
        total = inputs.optional_number(given, "total")
        with self._store.transaction() as db:
            store.keep_setting(db, "per_invoice_per_day", per_day)
            store.keep_setting(db, "total_quota", total)
        resp.media = {"per_invoice_per_day": per_day, "total": total}


class _PlayedError:
    """Lets every lookup fail with one code until it is taken back with null."""

    def __init__(self, kept: Store) -> None:
        self._store = kept

    def on_put(self, req: falcon.Request, resp: falcon.Response) -> None:
        code = inputs.optional_text(inputs.fields(req), "code")
        if code is not None and code not in _MESSAGES:
            raise inputs.bad(f"code must be null or one of {', '.join(_MESSAGES)}.")
        with self._store.transaction() as db:
            store.keep_setting(db, "played_error", code)
        resp.media = {"code": code}
