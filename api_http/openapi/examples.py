"""How does what is sent and answered look? One example for each name, wherever it stands."""

from typing import Any

Schema = dict[str, Any]

_MOMENT = "2026-05-04T12:00:00Z"
#: Of names that mean the same everywhere, and of those that do not, with what they are part of.
#: Choices are the first that there is, switches are on, numbers that are not here 1, ids 42.
_BY_NAME: dict[str, Any] = {
    # Accounts
    "loginId": "ann_92",
    "password": "seven quiet rivers",
    "currentPassword": "seven quiet rivers",
    "newPassword": "staple and lantern",
    "email": "ann@example.com",
    "emailToken": "q8Zr2WmK1c0",
    "token": "q8Zr2WmK1c0",
    "phone": "010-1234-5678",
    "birth": "1992-03-14",
    "language": "ko",
    "agreedTo": "TERMS",
    "accessToken": "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl",
    "refreshToken": "kP3xV9sT",
    "expiresIn": 900,
    "refreshExpiresIn": 2_592_000,
    "device": "Mozilla/5.0",
    "client": "203.0.113.7",
    "EmailCode.code": "123456",
    "version": 1,
    # Names, each in its place
    "name": "나이키 덩크 로우 270",
    "SignUp.name": "김앤",
    "ProfileChange.name": "김앤",
    "Member.name": "김앤",
    "SignedIn.name": "김앤",
    "MemberItem.name": "김앤",
    "MemberFile.name": "김앤",
    "Address.name": "김앤",
    "NewAddress.name": "김앤",
    "AddressChange.name": "김앤",
    "OrderAddress.name": "김앤",
    "Counterpart.name": "앤의 가게",
    "Store.name": "앤의 가게",
    "StorePage.info": "신던 것, 신지 않은 것.",
    "StoreChange.info": "신던 것, 신지 않은 것.",
    "StorePage.name": "앤의 가게",
    "StoreItem.name": "앤의 가게",
    "StoreChange.name": "앤의 가게",
    "Brand.name": "나이키",
    "BrandName.name": "나이키",
    "BrandCount.name": "나이키",
    "Category.name": "신발",
    "Subcategory.name": "운동화",
    "CategoryCount.name": "운동화",
    "Bank.name": "카카오뱅크",
    "Carrier.name": "CJ대한통운",
    "CodeList.name": "quality",
    "ChoiceCount.name": "설명과 같아요",
    "goodsName": "나이키 덩크 로우 270",
    "storeName": "앤의 가게",
    "buyerName": "김앤",
    "carrierName": "CJ대한통운",
    "bankName": "카카오뱅크",
    "bidder": "a***2",
    "leader": "a***2",
    "AuctionOutcome.leader": "3f0c8a11d2b97e64",
    "RefusalCount.code": "BID_TOO_LOW",
    "asker": "a***2",
    "writer": "a***2",
    # Addresses and bank accounts
    "address": "서울특별시 강남구 테헤란로 1",
    "addressDetail": "101동 202호",
    "postcode": "06236",
    "bankCode": "090",
    "accountNumber": "3333012345678",
    "holder": "김앤",
    # Goods and stores
    "info": "두 번 신었습니다. 상자와 함께 보냅니다.",
    "addedInfo": "끈이 하나 더 있습니다.",
    "size": "270",
    "NewUpload.size": 204_800,
    "image": "/media/public/7f3a/thumb.webp",
    "thumb": "/media/public/7f3a/thumb.webp",
    "full": "/media/public/7f3a/full.webp",
    "url": "/media",
    "fields": {"key": "incoming/7f3a", "policy": "eyJrZXkiOiIifQ==", "signature": "9b1c"},
    "rating": 5,
    "average": 4.8,
    "byStars": {"5": 9, "4": 1},
    "goodsByState": {"OPEN": 3, "SOLD": 12},
    "salesByState": {"PAID": 1, "SETTLED": 12},
    "query": "덩크",
    "startsAt": _MOMENT,
    "endsAt": "2026-05-07T12:00:00Z",
    "until": "2026-05-11T12:00:00Z",
    "day": "2026-05-04",
    # Money
    "startPrice": 10_000,
    "currentPrice": 21_000,
    "minimumBid": 22_000,
    "reservePrice": 15_000,
    "buyNowPrice": 90_000,
    "shippingPrice": 3_000,
    "amount": 21_000,
    "maximum": 50_000,
    "yourAmount": 21_000,
    "yourMaximum": 50_000,
    "price": 21_000,
    "total": 24_000,
    "commission": 1_050,
    "vat": 95,
    "Fee.name": "판매 수수료",
    "FeeRule.name": "판매 수수료",
    "FeeRule.vat": 10,
    "GeneralFee.name": "판매 수수료",
    "GeneralFee.vat": 10,
    "NewFeeRule.name": "판매 수수료",
    "NewFeeRule.vat": 10,
    "NewFeeRule.reason": "수수료가 바뀝니다.",
    "FeeRuleChange.reason": "수수료가 바뀝니다.",
    "percent": 5,
    "Payout.bankCode": "090",
    "Payout.accountNumber": "*********0123",
    "failedBecause": "예금주 불일치",
    "NewPayoutResult.because": "예금주 불일치",
    "NewPayoutRun.reason": "주간 정산",
    "NewPayoutResults.reason": "은행 결과 파일 20260504",
    "drawnUpBy": 42,
    "approvedBy": 43,
    "year": 2026,
    "below": 10_000,
    "step": 500,
    "low": 19_000,
    "high": 24_000,
    "open": 20_000,
    "close": 21_000,
    "median": 21_000,
    "last": 21_000,
    "least": 10_000,
    "most": 50_000,
    # Bids
    "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "receipt": "cmVjZWlwdA==",
    "publicKeys": "MCowBQYDK2VwAyEA",
    # Payments and parcels
    "merchantUid": "order-42-1",
    "merchantUids": "order-42-1",
    "businessKey": "order:42:escrowed",
    "merchant_uid": "order-42-1",
    "impUid": "imp_448280090638",
    "imp_uid": "imp_448280090638",
    "providerUid": "imp_448280090638",
    "currency": "KRW",
    "Reading.method": "card",
    "transactionId": "StdpayCARDINIpayTest448280090638",
    "receiptUrl": "https://iniweb.inicis.com/receipt/448280090638",
    "provider": "PORTONE",
    "storeKey": "imp00000000",
    "channelKey": "channel-key-0a1b2c3d",
    "PortOneNotice.type": "Transaction.Paid",
    "PaymentNotice.paymentId": "order-42-1",
    "buyerEmail": "ann@example.com",
    "buyerPhone": "010-1234-5678",
    "carrier": "04",
    "invoice": "640123456789",
    "where": "서울 강남",
    "Scan.kind": "집화",
    "level": 3,
    # What people write and are told
    "text": "직거래도 되나요?",
    "QuestionAnswer.text": "네, 강남역에서 됩니다.",
    "NewAnswer.text": "네, 강남역에서 됩니다.",
    "ReviewAnswer.text": "고맙습니다.",
    "NewReviewAnswer.text": "고맙습니다.",
    "OrderMessage.text": "언제 보내시나요?",
    "NewMessage.text": "언제 보내시나요?",
    "NewInquiry.text": "카드로 결제하면 오류가 납니다.",
    "InquiryMessage.text": "카드로 결제하면 오류가 납니다.",
    "NewInquiryMessage.text": "카드로 결제하면 오류가 납니다.",
    "Addition.text": "끈이 하나 더 있습니다.",
    "content": "빠르고 친절했습니다.",
    "note": "상표권을 확인했습니다.",
    "NewCase.text": "상자가 찌그러지고 밑창이 떨어졌습니다.",
    "CaseStep.text": "상자가 찌그러지고 밑창이 떨어졌습니다.",
    "NewCaseMessage.text": "사진을 더 보내 드립니다.",
    "CaseDecision.note": "사진으로 파손을 확인했습니다.",
    "Business.name": "앤 상회",
    "NewBusiness.name": "앤 상회",
    "representative": "김앤",
    "registrationNumber": "1234567891",
    "mailOrderNumber": "제2026-서울강남-01234호",
    "buyerGets": 10_000,
    "sellerGets": 14_000,
    "frozen": 24_000,
    "title": "결제가 되지 않습니다",
    "question": "결제는 언제까지 하나요?",
    "Terms.title": "이용약관",
    "Terms.text": "제1조 …",
    "Notice.title": "점검 안내",
    "Notice.text": "5월 5일 02시부터 10분 동안 쉽니다.",
    "NewNotice.title": "점검 안내",
    "NewNotice.text": "5월 5일 02시부터 10분 동안 쉽니다.",
    "NoticeChange.title": "점검 안내",
    "NoticeChange.text": "5월 5일 02시부터 10분 동안 쉽니다.",
    "PublishedNotice.title": "점검 안내",
    "PublishedNotice.text": "5월 5일 02시부터 10분 동안 쉽니다.",
    "titleEn": "Maintenance",
    "textEn": "We rest for ten minutes from 2 a.m. on May 5.",
    "CategoryFile.name": "운동화",
    "NewCategory.name": "운동화",
    "CategoryChange.name": "운동화",
    "BrandFile.name": "나이키",
    "NewBrand.name": "나이키",
    "BrandChange.name": "나이키",
    "nameEn": "Nike",
    "CategoryFile.nameEn": "Trainers",
    "NewCategory.nameEn": "Trainers",
    "CategoryChange.nameEn": "Trainers",
    "NewCategory.reason": "운동화가 많아졌습니다.",
    "CategoryChange.reason": "운동화가 많아졌습니다.",
    "NewBrand.reason": "판매자가 요청했습니다.",
    "BrandChange.reason": "판매자가 요청했습니다.",
    "answer": "낙찰 뒤 72시간 안에 결제해 주세요.",
    "questionEn": "Until when do I pay?",
    "answerEn": "Please pay within 72 hours.",
    "word": "정품급",
    "NewForbiddenWord.reason": "모조품에 쓰는 말입니다.",
    "ForbiddenWordChange.reason": "표기가 틀렸습니다.",
    "review": "WAITING",
    "NewFaq.reason": "자주 묻는 질문입니다.",
    "FaqChange.reason": "기한이 바뀌었습니다.",
    "TermsFile.title": "이용약관",
    "TermsFile.text": "제1조 …",
    "TermsFile.titleEn": "Terms of use",
    "TermsFile.textEn": "Article 1 …",
    "NewTerms.title": "이용약관",
    "NewTerms.text": "제1조 …",
    "NewTerms.titleEn": "Terms of use",
    "NewTerms.textEn": "Article 1 …",
    "NewTerms.reason": "법이 바뀌었습니다.",
    "OrderCancellation.reason": "마음이 바뀌었습니다.",
    "NewNotice.reason": "점검을 알려야 합니다.",
    "NoticeChange.reason": "날짜가 틀렸습니다.",
    "kind": "TERMS",
    "Alarm.kind": "OUTBID",
    "AlarmChannels.kind": "OUTBID",
    "Alarm.title": "입찰가가 올라갔습니다",
    "Alarm.text": "현재가는 22,000원입니다.",
    "data": {"price": "22000"},
    "quietFrom": "23:00",
    "quietUntil": "07:00",
    "detail": "사진과 다른 상품입니다.",
    "reason": "사기 신고가 확인되었습니다.",
    "nextCursor": "NDI",
    # Configuration
    "stomp": "wss://relay.pikcur.example/ws",
    "paymentWindow": "https://pay.pikcur.example/window",
    "sockjs": "https://relay.pikcur.example/wc",
    "contentTypes": "image/webp",
    "signInProviders": "KAKAO",
    "Bank.code": "090",
    "Code.code": "LIKE_NEW",
    "ko": "거의 새것",
    "en": "Like new",
    # Operators
    "act": "SUSPEND",
    "AuditLine.target": "MEMBER",
    "ReportFile.target": "GOODS",
    "before": '{"suspended":false,"until":null}',
    "after": '{"suspended":true,"until":null}',
    "because": "KeyError: 'goods'",
    "DeadLetter.kind": "SuspensionEnded",
    "payload": '{"member_id":42}',
    "requestId": "4f1d2c3b",
    "scopes": "SUPPORT",
    "lastError": "ProviderRefused: 1: 취소요청이 PG사에서 거절되었습니다.",
    "evidence": "신한은행 이체 20260504-17",
    "Evidenced.reason": "은행 이체로 환불했습니다.",
    "Proposal.reason": "은행 이체로 환불했습니다.",
    "RefundFile.reason": "WRONG_AMOUNT",
    "ClearingProposal.reason": "구매자와 통화했습니다.",
    "Remittance.reason": "통장에서 확인했습니다.",
    "reference": "PORTONE-20260504-01",
    "suspendedBecause": "사기 신고가 확인되었습니다.",
}
_ID = 42


def example(schema: Schema, parts: dict[str, Schema], name: str = "", of: str = "") -> Any:
    """
    This function will give an example of what a schema describes, with `parts` that it refers to.

    :raises LookupError: naming a text that has none
    """
    if "$ref" in schema:
        part = schema["$ref"].rsplit("/", 1)[1]
        return example(parts[part], parts, name, part)
    for alternatives in ("oneOf", "anyOf"):
        if alternatives in schema:
            return example(schema[alternatives][0], parts, name, of)
    if "properties" in schema:
        return {
            name: example(field, parts, name, of)
            for name, field in schema["properties"].items()
            if not _is_left_out(field, name in schema.get("required", []))
        }
    if schema.get("type") == "array":
        return [example(schema["items"], parts, name, of)]
    return _value(schema, name, of)


def _is_left_out(field: Schema, is_required: bool) -> bool:
    """Null in place of another field, and a switch that most do without."""
    is_switch = len(field.get("enum", "more")) == 1 and not is_required
    return is_switch or field.get("type") == "null"


def _value(schema: Schema, name: str, of: str) -> Any:
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "boolean":
        return True
    for known in (f"{of}.{name}", name):
        if known in _BY_NAME:
            return _BY_NAME[known]
    if schema.get("format") == "date-time":
        return _MOMENT
    if schema["type"] in ("integer", "number"):
        return _ID if name.endswith(("Id", "Ids")) else 1
    raise LookupError(f"no example of {of}.{name}")
