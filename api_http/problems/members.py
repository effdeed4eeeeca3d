"""What is refused about accounts, and what belongs to them?"""

from api_http.problems.words import Told

PROBLEMS = {
    "REGISTRATION_NUMBER_INVALID": Told(
        422,
        "없는 사업자등록번호입니다.",
        "No business has such a registration number.",
    ),
    "STORE_SELLING": Told(
        409,
        "판매 중인 상품이 있어 개인 판매자로 바꿀 수 없습니다.",
        "Who buys what you have for sale counts on a business. Wait until nothing is.",
    ),
    "VACATION_OVER": Told(
        422,
        "휴가가 이미 끝나는 시각입니다. 더 늦은 시각을 골라 주세요.",
        "The vacation would be over already. Choose a later moment.",
    ),
    "VACATION_TOO_LONG": Told(
        422,
        "휴가는 반년까지 정할 수 있습니다.",
        "A vacation may last half a year. Choose an earlier moment.",
    ),
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
    "TERMS_NOT_AGREED": Told(
        409,
        "필수 약관의 최신 판에 모두 동의해 주세요. /v1/terms에 있습니다.",
        "All required terms have to be agreed to in their newest version, as in /v1/terms.",
    ),
    "TERMS_UNKNOWN": Told(
        422,
        "없는 약관이거나 없는 판입니다. /v1/terms에 있는 것을 보내 주세요.",
        "There are no such terms, or not in this version. Send what is in /v1/terms.",
    ),
    "TERMS_NOT_FOUND": Told(
        404,
        "없는 약관이거나 없는 판입니다.",
        "There are no such terms, or not in this version.",
    ),
    "BIRTH_IMPLAUSIBLE": Told(
        422,
        "생년월일을 확인해 주세요.",
        "The day of birth has to be one between 1900 and today.",
    ),
    "TOO_YOUNG": Told(
        403,
        "만 14세 이상만 가입할 수 있습니다.",
        "Members have to be fourteen years old or more.",
    ),
    "PASSWORD_TOO_WEAK": Told(
        422,
        "너무 쉬운 비밀번호입니다. 더 길거나 흔하지 않은 것으로 정해 주세요.",
        "The password is easily guessed. Choose one that is longer or less common.",
    ),
    "TOO_MANY_SIGN_UPS": Told(
        429,
        "가입 요청이 몰리고 있습니다. {retryAfter:,}초 후 다시 시도해 주세요.",
        "Too many are signing up at this moment. Come back in {retryAfter:,} seconds.",
    ),
    "LOGIN_ID_INVALID": Told(
        422,
        "아이디는 영문 소문자, 숫자, 점, 하이픈, 밑줄로 3~30자여야 합니다.",
        "A login id has 3 to 30 small letters, digits, dots, hyphens or underscores.",
    ),
    "LOGIN_ID_RESERVED": Told(
        409,
        "쓸 수 없는 아이디입니다. 다른 아이디로 정해 주세요.",
        "This login id is kept for the operator. Choose another.",
    ),
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
        "Too many sign-ins. Come back in {retryAfter:,} seconds.",
    ),
    "WRONG_PASSWORD": Told(403, "비밀번호가 틀렸습니다.", "It is not your password."),
    "SESSION_NOT_FOUND": Told(
        404,
        "없거나 이미 끝난 세션입니다.",
        "You have no such session, or it has ended.",
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
