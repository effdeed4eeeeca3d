"""What do newcomers ask about PIKCUR?"""

from typing import NamedTuple


class Question(NamedTuple):
    """A question of a category, and its answer, in Korean and in English."""

    category: str
    question: str
    answer: str
    question_en: str
    answer_en: str


FAQS = (
    Question(
        "AUCTION",
        "자동 입찰(최고가 입찰)은 어떻게 작동하나요?",
        "낼 수 있는 최고 금액을 정해 두면 PIKCUR가 앞서는 데 필요한 만큼만 대신 입찰합니다. "
        "최고 금액은 다른 회원에게 보이지 않으며 그 금액을 넘겨 입찰하는 일은 없습니다. "
        "두 사람의 최고 금액이 같으면 먼저 입찰한 사람이 앞섭니다.",
        "How does a proxy bid work?",
        "Name the most you would pay, and PIKCUR bids for you, only as much as it takes to lead. "
        "Nobody else sees your maximum, and it is never exceeded. "
        "If two maximums are equal, the earlier one leads.",
    ),
    Question(
        "AUCTION",
        "마감 직전에 입찰하면 시간이 왜 늘어나나요?",
        "마감 3분 전부터 들어온 입찰은 마감을 그때부터 3분 뒤로 미룹니다. "
        "모두에게 답할 시간을 주기 위해서이며 최대 20번까지 연장됩니다. "
        "판매자가 자동 연장을 끈 경매는 정해진 시각에 끝납니다.",
        "Why does the end move when somebody bids late?",
        "A bid in the last 3 minutes moves the end to 3 minutes after that bid, "
        "so that everybody has time to answer. This happens at most 20 times. "
        "Where the seller has switched it off, the auction ends on time.",
    ),
    Question(
        "AUCTION",
        "즉시 구매와 최저 낙찰가는 무엇인가요?",
        "즉시 구매가가 있는 상품은 그 금액으로 바로 살 수 있습니다. "
        "입찰가가 즉시 구매가에 이르면 그 입찰자가 바로 낙찰받습니다. "
        "최저 낙찰가는 판매자만 아는 금액으로, 입찰이 그보다 낮게 끝나면 상품이 팔리지 않습니다.",
        "What are buy-now and reserve prices?",
        "Goods with a buy-now price can be had for it at once, "
        "and a bid that reaches it wins immediately. "
        "A reserve is known to the seller alone: if bidding ends below it, the goods are not sold.",
    ),
    Question(
        "PAYMENT",
        "낙찰받으면 언제까지 결제해야 하나요?",
        "낙찰 후 72시간 안에 결제해 주세요. 24시간과 48시간이 지나면 알림을 보내 드립니다. "
        "결제하지 않으면 낙찰이 취소되고, 90일 동안 세 번이면 입찰이 제한됩니다.",
        "How long do I have to pay after winning?",
        "72 hours; we remind you after 24 and after 48. "
        "Otherwise the win is cancelled, and three of those within 90 days suspend your bidding.",
    ),
    Question(
        "PAYMENT",
        "결제한 돈은 바로 판매자에게 가나요?",
        "아니요. 결제 금액은 PIKCUR가 안전하게 보관합니다. "
        "구매자가 구매를 확정하면 판매자에게 정산되며, "
        "배송 완료 후 7일이 지나면 자동으로 확정됩니다. "
        "문제가 있어 분쟁을 신청하면 해결될 때까지 정산이 멈춥니다.",
        "Does the seller get my money at once?",
        "No. PIKCUR holds it in escrow and pays the seller once you confirm the order, "
        "which happens by itself 7 days after delivery. "
        "If you open a dispute, the money stays where it is until that is settled.",
    ),
    Question(
        "SELLING",
        "판매 수수료는 얼마인가요?",
        "배송비를 뺀 낙찰 금액의 5%이며 원 단위 아래는 버립니다. "
        "예를 들어 100,000원에 낙찰되고 배송비가 3,000원이면 98,000원이 정산됩니다. "
        "상품 등록은 무료이고 구매자에게는 수수료가 없습니다.",
        "What does selling cost?",
        "5 % of the price without shipping, rounded down to a whole won. "
        "Sold for 100,000 won with 3,000 won shipping, you are paid 98,000 won. "
        "Listing is free, and buyers pay no commission.",
    ),
    Question(
        "DELIVERY",
        "배송은 어떻게 이루어지고 어디서 확인하나요?",
        "판매자가 택배사와 운송장 번호를 등록하면 주문 화면에서 배송 단계를 볼 수 있습니다. "
        "배송비는 상품마다 판매자가 정하며 입찰 전에 표시됩니다. "
        "발송 전까지는 받는 주소를 바꿀 수 있습니다.",
        "How are goods shipped, and where can I follow them?",
        "The seller enters the carrier and the invoice number, "
        "and the order then shows every step. "
        "Shipping is priced by the seller and shown before you bid. "
        "You may change the address until the parcel is sent.",
    ),
    Question(
        "PAYMENT",
        "취소하거나 환불받을 수 있나요?",
        "발송 전에는 주문을 취소하고 전액 환불받을 수 있습니다. "
        "받은 뒤에는 7일 안에 환불을 요청할 수 있으며, "
        "판매자가 개인인지 사업자인지에 따라 기준이 다릅니다. "
        "환불금은 결제한 수단으로 돌려 드립니다.",
        "Can I cancel or get a refund?",
        "Until the goods are sent you can cancel and get everything back. "
        "After delivery you may ask for a refund within 7 days; "
        "the rules depend on whether the seller is a private person or a business. "
        "The money goes back the way it came.",
    ),
)
