/** What people want of us: cases, inquiries, reports. */
export const cases = {
  title: "분쟁",
  empty: "판단을 기다리는 분쟁이 없어요.",
  open: "끝나지 않은 분쟁",
  file: "자료 내려받기",
  order: "주문",
  frozen: "동결 금액",
  wanted: "요청",
  offer: "제안",
  offerWithReturn: (amount: string) => `${amount}, 반품 후`,
  turn: "차례",
  dueAt: "기한",
  parcel: "반품 송장",
  outcome: "결과",
  shared: (buyer: string, seller: string) => `구매자 ${buyer}, 판매자 ${seller}`,
  endedAt: "끝난 때",
  byItself: "자동",
  decide: {
    verb: "결정하기",
    buyerGets: "구매자에게 돌려줄 금액",
    atMost: (amount: string) => `0원부터 ${amount}까지`,
    return: "반품",
    noReturn: "반품 없이 바로",
    paidBy: (side: string) => `반품 후, 배송비는 ${side} 부담`,
    typeFirst: (frozen: string) => `금액을 입력하면 ${frozen}이 어떻게 나뉘는지 보여 드려요.`,
    will: (buyer: string, seller: string) =>
      `구매자에게 ${buyer}을 환불하고, 판매자 몫으로 ${seller}을 정산해요(수수료 별도). 되돌릴 수 없고 양쪽에 알려요.`,
    afterReturn: (side: string) => `상품이 돌아온 뒤에(배송비 ${side} 부담)`,
  },
};

export const inquiries = {
  title: "1:1 문의",
  empty: "이 상태의 문의가 없어요.",
  category: "분류",
  member: "회원",
  us: "운영자",
  answer: "답변 보내기",
  text: "답변",
  close: "문의 닫기",
  willClose: "문의가 끝나고 회원은 더 쓸 수 없어요. 이유를 회원에게 알려요.",
};

export const reports = {
  title: "신고",
  empty: "이 상태의 신고가 없어요.",
  about: (target: string, id: string) => `${target} ${id}`,
  target: "대상",
  reporter: "신고한 회원",
  since: "접수",
  decide: {
    verbs: { DISMISS: "기각하기", TAKE_DOWN: "내리기", SUSPEND: "회원 정지하기" },
    will: {
      DISMISS: "대상은 그대로 두고 신고를 끝내요.",
      TAKE_DOWN: "대상을 내려요. 상품이면 경매를 취소하고 판매자와 입찰자 모두에게 알려요.",
      SUSPEND: "대상의 주인인 회원을 정지해요. 이미 맡은 거래만 이어 갈 수 있고, 이유를 알려요.",
    },
  },
};
