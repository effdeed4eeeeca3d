"""Where is a parcel? The steps that a control played, as SweetTracker shows them."""

import sqlite3
from datetime import datetime, timedelta, timezone

KST = timezone(timedelta(hours=9))

LEVELS = range(1, 7)

#: Place and kind of the scan at each level.
_SCANS = {
    1: ("온라인접수", "배송준비중"),
    2: ("서울강남집배점", "집화완료"),
    3: ("옥천HUB", "배송중"),
    4: ("부산해운대지점", "지점도착"),
    5: ("부산해운대집배점", "배송출발"),
    6: ("부산해운대집배점", "배송완료"),
}


def move_parcel(
    db: sqlite3.Connection, *, t_code: str, t_invoice: str, level: int, now_ms: int
) -> int:
    """This function will add the steps missing up to `level`, the last of them now."""
    steps = _steps(db, t_code, t_invoice)
    reached = steps[-1]["level"] if steps else 0
    last = steps[-1]["time"] if steps else 0
    for missing in range(reached + 1, level + 1):
        last = max(last + 1, now_ms - (level - missing) * 1000)
        db.execute(
            "INSERT INTO parcel_steps VALUES (?, ?, ?, ?)", (t_code, t_invoice, missing, last)
        )
    return max(reached, level)


def _steps(db: sqlite3.Connection, t_code: str, t_invoice: str) -> list[sqlite3.Row]:
    return db.execute(
        "SELECT level, time FROM parcel_steps WHERE t_code = ? AND t_invoice = ? ORDER BY level",
        (t_code, t_invoice),
    ).fetchall()


def tracking_body(db: sqlite3.Connection, *, t_code: str, t_invoice: str) -> dict[str, object]:
    """This function will show a parcel; one that nobody scanned is no error, but level 0."""
    details = [_detail(row) for row in _steps(db, t_code, t_invoice)]
    level = len(details)
    return {
        "result": "Y" if details else "N",
        "senderName": "보*이" if details else "",
        "receiverName": "받*이" if details else "",
        "itemName": "",
        "invoiceNo": t_invoice,
        "receiverAddr": "",
        "orderNumber": None,
        "adUrl": None,
        "estimate": None,
        "level": level,
        "complete": level == LEVELS[-1],
        "recipient": "",
        "itemImage": "",
        "trackingDetails": details,
        "productInfo": None,
        "zipCode": None,
        "lastDetail": details[-1] if details else None,
        "lastStateDetail": details[-1] if details else None,
        "firstDetail": details[0] if details else None,
        "completeYN": "Y" if level == LEVELS[-1] else "N",
    }


def _detail(row: sqlite3.Row) -> dict[str, object]:
    where, kind = _SCANS[row["level"]]
    at = datetime.fromtimestamp(row["time"] / 1000, KST)
    return {
        "time": row["time"],
        "timeString": at.strftime("%Y-%m-%d %H:%M:%S"),
        "code": None,
        "where": where,
        "kind": kind,
        "telno": "",
        "telno2": "",
        "remark": None,
        "level": row["level"],
        "manName": "",
        "manPic": "",
    }
