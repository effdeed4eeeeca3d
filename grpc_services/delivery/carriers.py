"""Which carriers can we track? By the codes of SweetTracker."""

import re

from grpc_services.refusals import Invalid

CARRIERS = {
    "01": "우체국택배",
    "04": "CJ대한통운",
    "05": "한진택배",
    "06": "로젠택배",
    "08": "롯데택배",
    "11": "일양로지스",
    "12": "EMS",
    "16": "한의사랑택배",
    "17": "천일택배",
    "18": "건영택배",
    "20": "한덱스",
    "22": "대신택배",
    "23": "경동택배",
    "24": "GS Postbox 택배",
    "32": "합동택배",
    "40": "굿투럭",
    "44": "SLX택배",
    "45": "우리택배",
    "46": "CU 편의점택배",
    "53": "농협택배",
    "54": "홈픽택배",
    "89": "두발히어로",
    "94": "오늘의픽업",
}
#: Korean carriers number their parcels with nine to fourteen digits.
_INVOICE = re.compile(r"\d{9,14}")


class UnknownCarrier(Invalid):
    """There is no carrier with this code."""


class InvoiceInvalid(Invalid):
    """It cannot be the number of a parcel."""


def require_trackable(*, carrier: str, invoice: str) -> None:
    """
    :raises UnknownCarrier: if we do not know the carrier
    :raises InvoiceInvalid: if it cannot be a number of theirs
    """
    if carrier not in CARRIERS:
        raise UnknownCarrier("carrier")
    require_number(invoice)


def require_number(invoice: str) -> None:
    """:raises InvoiceInvalid: if it cannot be the number of a parcel"""
    if not _INVOICE.fullmatch(invoice):
        raise InvoiceInvalid("invoice")
