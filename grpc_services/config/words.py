"""What are codes called, in Korean and English? For screens that show them."""

from typing import NamedTuple

from grpc_services.community.praise import CHOICES


class Words(NamedTuple):
    ko: str
    en: str


#: By the name of the list: each code with its words, in the order in which to show them.
CODES: dict[str, dict[str, Words]] = {
    "gender": {
        "FEMALE": Words("여성", "Female"),
        "MALE": Words("남성", "Male"),
        "OTHER": Words("기타", "Other"),
    },
    "quality": {
        "NEW": Words("새 상품", "New"),
        "LIKE_NEW": Words("거의 새것", "Like new"),
        "USED": Words("사용감 있음", "Used"),
        "WORN": Words("낡음", "Worn"),
    },
    "goodsGender": {
        "FEMALE": Words("여성", "Women"),
        "MALE": Words("남성", "Men"),
        "UNISEX": Words("공용", "Unisex"),
        "KIDS": Words("아동", "Kids"),
    },
    "goodsState": {
        "SCHEDULED": Words("시작 전", "Scheduled"),
        "OPEN": Words("진행 중", "Open"),
        "WON": Words("낙찰", "Won"),
        "SOLD": Words("판매 완료", "Sold"),
        "FAILED": Words("유찰", "Failed"),
        "CANCELLED": Words("취소", "Cancelled"),
    },
    "goodsSort": {
        "recent": Words("최신순", "Newest"),
        "ending": Words("마감 임박순", "Ending soon"),
        "popular": Words("인기순", "Popular"),
        "priceAsc": Words("낮은 가격순", "Price, lowest first"),
        "priceDesc": Words("높은 가격순", "Price, highest first"),
        "relevance": Words("관련도순", "Best match"),
    },
    "reserve": {
        "NONE": Words("최저 낙찰가 없음", "No reserve"),
        "MET": Words("최저 낙찰가 도달", "Reserve met"),
        "NOT_MET": Words("최저 낙찰가 미달", "Reserve not met"),
    },
    "bidState": {
        "LEADING": Words("최고 입찰 중", "Leading"),
        "OUTBID": Words("상회 입찰됨", "Outbid"),
        "WON": Words("낙찰", "Won"),
        "LOST": Words("낙찰 실패", "Lost"),
    },
    "retractionReason": {
        "MISTYPED": Words("금액을 잘못 입력했어요", "I mistyped the amount"),
        "CHANGED_DESCRIPTION": Words("설명이 바뀌었어요", "The description has changed"),
    },
    "orderState": {
        "AWAITING_PAYMENT": Words("결제 대기", "Awaiting payment"),
        "PAID": Words("결제 완료", "Paid"),
        "SHIPPED": Words("배송 중", "Shipped"),
        "DELIVERED": Words("배송 완료", "Delivered"),
        "CONFIRMED": Words("구매 확정", "Confirmed"),
        "SETTLED": Words("정산 완료", "Settled"),
        "CANCELLED": Words("취소", "Cancelled"),
        "REFUNDED": Words("환불", "Refunded"),
        "DISPUTED": Words("분쟁 중", "Disputed"),
        "UNPAID": Words("미결제", "Unpaid"),
    },
    "storeKind": {
        "PRIVATE": Words("개인", "Private"),
        "BUSINESS": Words("사업자", "Business"),
    },
    "caseKind": {
        "CHANGED_MIND": Words("단순 변심", "Changed my mind"),
        "NOT_RECEIVED": Words("상품 미수령", "Not received"),
        "NOT_AS_DESCRIBED": Words("설명과 다름", "Not as described"),
        "DAMAGED": Words("파손", "Damaged"),
        "REVERSED": Words("결제사 취소", "Reversed at the provider"),
        "STALLED": Words("배송 중단", "Parcel stands still"),
    },
    "caseWish": {
        "REFUND": Words("전액 환불", "Refund"),
        "PARTIAL": Words("부분 환불", "Partial refund"),
        "RETURN": Words("반품 후 환불", "Return and refund"),
    },
    "caseState": {
        "OFFERED": Words("답변 대기", "Offered"),
        "REJECTED": Words("제안 거절", "Rejected"),
        "RETURNING": Words("반품 대기", "To be sent back"),
        "RETURN_SENT": Words("반품 배송 중", "On its way back"),
        "RETURNED": Words("반품 도착", "Sent back"),
        "ESCALATED": Words("운영자 판단 중", "With the operator"),
        "CLOSED": Words("종료", "Closed"),
        "WITHDRAWN": Words("취하", "Withdrawn"),
    },
    "paymentMethod": {
        "CARD": Words("카드", "Card"),
        "TRANSFER": Words("실시간 계좌이체", "Bank transfer"),
        "VIRTUAL_ACCOUNT": Words("가상계좌", "Virtual account"),
    },
    "paymentState": {
        "PREPARING": Words("준비 중", "Preparing"),
        "READY": Words("결제 가능", "Ready"),
        "PAID": Words("결제 완료", "Paid"),
        "FAILED": Words("실패", "Failed"),
        "REFUNDING": Words("환불 중", "Refunding"),
        "REFUNDED": Words("환불", "Refunded"),
    },
    "reviewChoice": {code: Words(**words) for code, words in CHOICES.items()},
    "reportReason": {
        "COUNTERFEIT": Words("가품", "Counterfeit"),
        "PROHIBITED": Words("판매 금지 물품", "Prohibited goods"),
        "FRAUD": Words("사기 의심", "Fraud"),
        "OFFENSIVE": Words("불쾌한 내용", "Offensive"),
        "SPAM": Words("광고, 도배", "Spam"),
        "PRIVACY": Words("개인정보 노출", "Exposes personal data"),
        "OTHER": Words("기타", "Other"),
    },
    "helpCategory": {
        "ACCOUNT": Words("계정", "Account"),
        "AUCTION": Words("경매", "Auctions"),
        "SELLING": Words("판매", "Selling"),
        "PAYMENT": Words("결제", "Payment"),
        "DELIVERY": Words("배송", "Delivery"),
        "OTHER": Words("기타", "Other"),
    },
    "inquiryState": {
        "WAITING": Words("답변 대기", "Waiting"),
        "ANSWERED": Words("답변 완료", "Answered"),
        "CLOSED": Words("종료", "Closed"),
    },
    "strikeReason": {
        "NOT_PAID": Words("낙찰 후 미결제", "Won and not paid"),
        "NOT_SHIPPED": Words("기한 내 미발송", "Not shipped in time"),
        "CANCELLED": Words("판매자 취소", "Cancelled by the seller"),
    },
    "alarmKind": {
        "BID_RECEIVED": Words("새 입찰", "New bids"),
        "OUTBID": Words("상회 입찰", "Outbid"),
        "LEADING_AGAIN": Words("다시 최고 입찰", "Leading again"),
        "AUCTION_WON": Words("낙찰", "Auction won"),
        "AUCTION_LOST": Words("낙찰 실패", "Auction lost"),
        "AUCTION_FAILED": Words("유찰", "Auction failed"),
        "ENDING_SOON": Words("마감 임박", "Ending soon"),
        "PAYMENT_DUE": Words("결제 기한", "Payment due"),
        "PAYMENT_COMPLETED": Words("결제 완료", "Payment completed"),
        "PAYMENT_FAILED": Words("결제 실패", "Payment failed"),
        "REFUNDED": Words("환불", "Refunded"),
        "SECOND_CHANCE": Words("차순위 기회", "Second chance"),
        "SHIPPED": Words("발송", "Shipped"),
        "DELIVERED": Words("배송 완료", "Delivered"),
        "DELIVERY_STALLED": Words("배송 지연", "Delivery stalled"),
        "SHIP_DUE": Words("발송 기한", "Shipment due"),
        "CONFIRM_DUE": Words("구매 확정 기한", "Confirmation due"),
        "ORDER_CONFIRMED": Words("구매 확정", "Order confirmed"),
        "SETTLED": Words("정산 완료", "Settled"),
        "CASE_OPENED": Words("분쟁 접수", "Case opened"),
        "CASE_CHANGED": Words("분쟁 진행", "Case goes on"),
        "CASE_CLOSED": Words("분쟁 종료", "Case closed"),
        "QUESTION_RECEIVED": Words("새 문의", "New question"),
        "QUESTION_ANSWERED": Words("문의 답변", "Question answered"),
        "REVIEW_RECEIVED": Words("새 후기", "New review"),
        "STRIKE": Words("경고", "Strike"),
        "MESSAGE_RECEIVED": Words("새 메시지", "New message"),
        "INQUIRY_ANSWERED": Words("고객센터 답변", "Help desk answered"),
        "STORE_NEW_GOODS": Words("팔로우한 스토어의 새 상품", "New goods of a store"),
        "BRAND_NEW_GOODS": Words("좋아하는 브랜드의 새 상품", "New goods of a brand"),
        "NOTICE": Words("공지", "Notices"),
        "DIGEST": Words("방해 금지 시간의 알림", "What quiet hours held back"),
    },
}
