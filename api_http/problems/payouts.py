"""What is refused about payouts?"""

from api_http.problems.words import Told

PROBLEMS = {
    "PAYOUT_RUN_NOT_FOUND": Told(404, "없는 송금입니다.", "There is no such run of payouts."),
    "PAYOUT_RUN_OPEN": Told(
        409,
        "보내지 않은 송금이 있습니다. 먼저 보내거나 취소해 주세요.",
        "There is a run that was not sent. Send or drop it first.",
    ),
    "NOTHING_TO_PAY_OUT": Told(409, "보낼 정산금이 없습니다.", "Nobody is owed enough to be paid."),
    "PAYOUT_RUN_NOT_DRAFT": Told(
        409,
        "이미 승인했거나 취소한 송금입니다.",
        "The run is approved, sent or dropped.",
    ),
    "PAYOUT_RUN_NOT_APPROVED": Told(
        409,
        "승인되지 않았거나 취소한 송금입니다.",
        "Nobody has approved the run, or it was dropped.",
    ),
    "PAYOUT_RUN_SENT": Told(
        409,
        "이미 보냈거나 취소한 송금입니다.",
        "The run was sent or dropped.",
    ),
    "PAYOUT_RUN_NOT_SENT": Told(409, "보내지 않은 송금입니다.", "The run was not sent."),
    "PAYOUT_NOT_FOUND": Told(
        404, "이 송금에 없는 건입니다.", "There is no such payout in the run."
    ),
    "PAYOUT_AMOUNT_DIFFERS": Told(
        409,
        "{payoutId}번은 {amount}원인데 은행은 {told}원이라고 합니다. 은행에서 확인해 주세요.",
        "Payout {payoutId} is of {amount} won, and the bank says {told}. Please ask the bank.",
    ),
    "PAYOUT_RESULT_CONTRADICTS": Told(
        409,
        "{payoutId}번은 이미 {state} 상태입니다. 은행에서 확인해 주세요.",
        "Payout {payoutId} is {state} already. Please ask the bank.",
    ),
}
