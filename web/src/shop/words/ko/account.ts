/** Becoming a member, signing in, one's own data. */
export const account = {
  signIn: {
    title: "로그인",
    verb: "로그인",
    new: "회원가입",
    findId: "아이디 찾기",
    reset: "비밀번호 재설정",
  },
};
