/** What shop and console both say, in Korean. */
export const ko = {
  market: "PIKCUR",
  skip: "본문으로 건너뛰기",
  language: { other: "English", name: "언어" },

  waiting: "불러오는 중",
  failed: {
    title: "불러오지 못했어요",
    unreachable: "서버에 연결되지 않아요. 인터넷 연결을 확인하고 다시 시도해 주세요.",
    unexpected: "예상하지 못한 문제가 생겼어요. 새로고침해도 같으면 고객센터에 알려 주세요.",
    again: "다시 시도",
  },
  more: "더 보기",
  lost: "연결이 끊겼어요. 다시 연결하는 중이에요.",
  caughtUp: "다시 연결됐어요. 지금 상태로 맞췄어요.",
  notFound: {
    title: "찾는 페이지가 없어요",
    text: "주소가 바뀌었거나 없어진 페이지예요.",
    home: "처음으로",
  },

  form: {
    required: "입력해 주세요.",
    wrongAmount: "금액을 숫자로 입력해 주세요. 예: 12,000",
    notKnown: "전송됐는지 확인하지 못했어요. 다시 누르면 같은 요청으로 한 번만 처리돼요.",
    sending: "보내는 중",
    optional: "선택",
    cancel: "취소",
    close: "닫기",
    save: "저장",
    saved: "저장했어요.",
    change: "바꾸기",
    delete: "삭제",
    reason: "이유",
  },

  session: {
    ended: "로그인이 만료됐어요. 입력한 내용은 그대로 있으니 다시 로그인해 주세요.",
    signIn: "로그인",
    signOut: "로그아웃",
    loginId: "아이디",
    password: "비밀번호",
  },

  pictures: {
    add: "사진 추가",
    drop: "사진을 끌어다 놓거나 눌러서 고르세요.",
    limits: (most: number, megabytes: number) =>
      `JPEG, PNG, WebP · 장당 ${megabytes}MB 이하 · 최대 ${most}장`,
    uploading: (percent: number) => `올리는 중 ${percent}%`,
    done: "올렸어요",
    failed: "올리지 못했어요",
    again: "다시 올리기",
    remove: "사진 빼기",
    earlier: "앞으로",
    later: "뒤로",
    first: "대표 사진",
    position: (at: number, of: number) => `${of}장 중 ${at}번째 사진`,
    moved: (at: number) => `${at}번째로 옮겼어요.`,
    tooLarge: (megabytes: number) => `${megabytes}MB보다 큰 사진은 올릴 수 없어요.`,
    wrongKind: "JPEG, PNG, WebP 사진만 올릴 수 있어요.",
    tooMany: (most: number) => `사진은 ${most}장까지 올릴 수 있어요.`,
    camera: "사진 찍기",
    checking: "사진을 확인하고 있어요. 끝나면 바로 이어서 진행돼요.",
    removeShort: "빼기",
  },

  verdict: {
    title: "기록 검증",
    checking: "입찰 기록을 확인하고 있어요.",
    whole: "입찰 기록이 처음부터 끝까지 그대로예요.",
    head: "마지막 해시",
    log: "기록 전체 보기",
    chain: (entries: string) => `기록 ${entries}건이 처음부터 끝까지 이어져 있어요.`,
    signed: (receipts: string) => `영수증 ${receipts}개의 서명도 맞아요.`,
    unsigned:
      "이 브라우저는 서명(Ed25519)을 확인할 수 없어서, 서명은 bin/verify-bid-log로 확인해 주세요.",
    unable:
      "이 브라우저에서는 기록을 검증할 수 없어요(https가 아님). bin/verify-bid-log로 확인해 주세요.",
    wrong: (seq: string) => `${seq}번 기록이 이상해요.`,
    faults: {
      MISSING: "빠져 있어요.",
      PUT_IN: "끼워 넣은 것이에요.",
      CHANGED: "바뀌었거나 끼워 넣은 것이에요. 해시가 내용과 달라요.",
      WRONG_END: "기록의 끝이 경매가 가진 해시와 달라요.",
      NO_KIND: "없는 종류예요.",
      RECEIPT_MISPLACED: "영수증은 직접 낸 입찰에만 있어야 해요.",
      NOT_AUTOMATIC: "자동일 수 없는 기록이에요.",
      RETRACTS_NOTHING: "같은 입찰자의 앞선 입찰을 거두는 것이 아니에요.",
      RECEIPT_UNREADABLE: "영수증을 읽을 수 없어요.",
      RECEIPT_OF_ANOTHER: "영수증이 다른 기록의 것이거나 다른 열쇠로 서명됐어요.",
    },
  },

  count: {
    of: (shown: string) => `${shown}건`,
  },
};

/** The same in another language. */
export type Words = Widened<typeof ko>;

type Widened<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...args: infer A) => string
      ? (...args: A) => string
      : Widened<T[K]>;
};
export type { Widened };
