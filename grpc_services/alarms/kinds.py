"""Which kinds of alarm are there, and how does each reach a member who has said nothing?"""

import enum


class AlarmKind(enum.StrEnum):
    BID_RECEIVED = "BID_RECEIVED"
    OUTBID = "OUTBID"
    LEADING_AGAIN = "LEADING_AGAIN"
    AUCTION_WON = "AUCTION_WON"
    AUCTION_LOST = "AUCTION_LOST"
    AUCTION_FAILED = "AUCTION_FAILED"
    ENDING_SOON = "ENDING_SOON"
    PAYMENT_DUE = "PAYMENT_DUE"
    PAYMENT_COMPLETED = "PAYMENT_COMPLETED"
    PAYMENT_FAILED = "PAYMENT_FAILED"
    REFUNDED = "REFUNDED"
    SECOND_CHANCE = "SECOND_CHANCE"
    SHIPPED = "SHIPPED"
    DELIVERED = "DELIVERED"
    DELIVERY_STALLED = "DELIVERY_STALLED"
    SHIP_DUE = "SHIP_DUE"
    CONFIRM_DUE = "CONFIRM_DUE"
    ORDER_CONFIRMED = "ORDER_CONFIRMED"
    SETTLED = "SETTLED"
    PAYOUT_SENT = "PAYOUT_SENT"
    PAYOUT_FAILED = "PAYOUT_FAILED"
    CASE_OPENED = "CASE_OPENED"
    CASE_CHANGED = "CASE_CHANGED"
    CASE_CLOSED = "CASE_CLOSED"
    QUESTION_RECEIVED = "QUESTION_RECEIVED"
    QUESTION_ANSWERED = "QUESTION_ANSWERED"
    REVIEW_RECEIVED = "REVIEW_RECEIVED"
    STRIKE = "STRIKE"
    MESSAGE_RECEIVED = "MESSAGE_RECEIVED"
    INQUIRY_ANSWERED = "INQUIRY_ANSWERED"
    STORE_NEW_GOODS = "STORE_NEW_GOODS"
    BRAND_NEW_GOODS = "BRAND_NEW_GOODS"
    NOTICE = "NOTICE"
    #: What quiet hours held back, told at their end; it brings what is in the inbox already.
    DIGEST = "DIGEST"


#: Mailed unless the member says otherwise: what asks for an act or moves money.
MAILED = frozenset(
    {
        AlarmKind.AUCTION_WON,
        AlarmKind.PAYMENT_DUE,
        AlarmKind.PAYMENT_COMPLETED,
        AlarmKind.PAYMENT_FAILED,
        AlarmKind.REFUNDED,
        AlarmKind.SECOND_CHANCE,
        AlarmKind.SHIPPED,
        AlarmKind.DELIVERED,
        AlarmKind.DELIVERY_STALLED,
        AlarmKind.SHIP_DUE,
        AlarmKind.CONFIRM_DUE,
        AlarmKind.STRIKE,
        AlarmKind.CASE_OPENED,
        AlarmKind.CASE_CHANGED,
        AlarmKind.CASE_CLOSED,
        AlarmKind.SETTLED,
        AlarmKind.PAYOUT_SENT,
        AlarmKind.PAYOUT_FAILED,
        AlarmKind.MESSAGE_RECEIVED,
        AlarmKind.INQUIRY_ANSWERED,
        AlarmKind.DIGEST,
    }
)
