/** Lists, what is open of them, and what can be done about it. */
export const queue = {
  open: "선택한 항목",
  choose: "목록에서 항목을 골라 주세요. j, k 키로 옮겨 다닐 수 있어요.",
  back: "목록으로",
  notHere: "이 목록에 없는 항목이에요. 이미 처리됐거나 조건이 달라요.",
  state: "상태",
  all: "전체",
  find: "찾기",
};

export const acts = {
  title: "할 수 있는 일",
  done: (verb: string) => `처리했어요: ${verb}`,
};

export const parts = {
  picture: (at: number) => `사진 ${at}`,
  numbered: {
    members: (id: string) => `회원 ${id}`,
    orders: (id: string) => `주문 ${id}`,
    cases: (id: string) => `분쟁 ${id}`,
    payments: (id: string) => id,
    inquiries: (id: string) => `문의 ${id}`,
    payouts: (id: string) => `송금 ${id}`,
  },
};
