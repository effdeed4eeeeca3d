"""What did the provider answer about many payments, and what follows from it for all of them?"""

from collections.abc import Sequence

import structlog

from grpc_services.auction.house import House
from grpc_services.money.readings import Answer, record_all
from grpc_services.together import do_together

log = structlog.get_logger()


def record_answers(*, answers: Sequence[Answer], house: House) -> None:
    """
    This function will act on what the provider said of many payments.

    What cannot be recorded is logged; the provider is asked about it again once nobody is waited
    for any more.
    """
    do_together(answers, lambda some: record_all(answers=some, house=house), otherwise=_leave)


def _leave(answer: Answer, error: Exception) -> None:
    uid = answer.merchant_uid
    log.error("an answer is not recorded", uid=uid, error=str(error)[:200], exc_info=error)
