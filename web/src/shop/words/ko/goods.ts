/** Looking around, one lot, bidding. */
export const goods = {
  home: {
    title: "지금 열린 경매",
    ending: "곧 마감",
    popular: "인기",
    new: "새로 나온 상품",
    brands: "브랜드",
    all: "모두 보기",
    empty: "지금 열린 경매가 없어요. 첫 상품을 올려 보세요.",
  },
  item: {
    start: "시작가",
    current: "현재가",
    bids: (number: string) => `입찰 ${number}`,
    starts: "시작",
    ends: "마감",
    like: "찜하기",
    liked: "찜했어요",
  },
  left: {
    days: (days: number, hours: number) => `${days}일 ${hours}시간 남음`,
    hours: (hours: number, minutes: number) => `${hours}시간 ${minutes}분 남음`,
    minutes: (minutes: number, seconds: number) => `${minutes}분 ${seconds}초 남음`,
    seconds: (seconds: string) => `${seconds}초 남음`,
    over: "마감 확인 중",
  },
};
