"""What is refused about accounts, and what belongs to them?"""

from api_http.problems.words import Told

PROBLEMS = {
    "TOO_MANY_EMAIL_CODES": Told(
        429,
        "인증 코드를 너무 자주 요청했습니다. {retryAfter:,}초 후 다시 시도해 주세요.",
        "Too many codes were asked for. Come back in {retryAfter:,} seconds.",
    ),
    "EMAIL_CODE_WRONG": Told(
        409,
        "인증 코드가 틀렸거나 만료되었습니다. 새 코드를 요청해 주세요.",
        "The code is wrong or has expired. Ask for a new one.",
    ),
    "EMAIL_NOT_VERIFIED": Told(
        409,
        "이메일 인증이 필요합니다.",
        "The e-mail address is not verified.",
    ),
    "TERMS_NOT_AGREED": Told(409, "약관에 동의해 주세요.", "The terms have to be agreed to."),
    "LOGIN_ID_TAKEN": Told(409, "이미 쓰이는 아이디입니다.", "Somebody has this login id."),
    "EMAIL_TAKEN": Told(409, "이미 가입된 이메일입니다.", "There is an account with this address."),
    "MEMBER_NOT_FOUND": Told(404, "없는 회원입니다.", "There is no such member."),
    "WRONG_CREDENTIALS": Told(
        401,
        "아이디 또는 비밀번호가 틀렸습니다.",
        "Login id or password is wrong.",
    ),
    "TOO_MANY_SIGN_INS": Told(
        429,
        "로그인 시도가 너무 많습니다. {retryAfter:,}초 후 다시 시도해 주세요.",
        "Too many failed sign-ins. Come back in {retryAfter:,} seconds.",
    ),
    "INVALID_REFRESH_TOKEN": Told(
        401,
        "갱신 토큰이 유효하지 않습니다. 다시 로그인해 주세요.",
        "The refresh token is not valid. Sign in again.",
    ),
    "MEMBER_SUSPENDED": Told(
        403,
        "이용이 정지된 계정입니다.",
        "The account is suspended. It can read, but not bid, sell or write.",
    ),
    "STORE_NOT_FOUND": Told(404, "없는 스토어입니다.", "There is no such store."),
    "OWN_STORE": Told(409, "본인의 스토어입니다.", "It is your own store."),
    "ADDRESS_NOT_FOUND": Told(404, "없는 배송지입니다.", "You have no such address."),
    "TOO_MANY_ADDRESSES": Told(
        409,
        "배송지는 20개까지 등록할 수 있습니다.",
        "There can be 20 addresses. Delete one first.",
    ),
    "ACCOUNT_NOT_FOUND": Told(404, "없는 계좌입니다.", "You have no such bank account."),
    "TOO_MANY_ACCOUNTS": Told(
        409,
        "계좌는 20개까지 등록할 수 있습니다.",
        "There can be 20 bank accounts. Delete one first.",
    ),
    "UNKNOWN_BANK": Told(422, "없는 은행 코드입니다.", "There is no bank with this code."),
}
