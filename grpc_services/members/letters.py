"""In which words is a code mailed, and a change of the account?"""

_CODE = {
    "ko": ("[PIKCUR] 인증 코드 {code}", "인증 코드는 {code}입니다. 3분 안에 입력해 주세요."),
    "en": ("[PIKCUR] Your code is {code}", "Your code is {code}. It is valid for 3 minutes."),
}


def code_letter(code: str, language: str) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that brings a code."""
    subject, text = _CODE.get(language, _CODE["ko"])
    return subject.format(code=code), text.format(code=code)


_CHANGES = {
    ("PASSWORD", "ko"): (
        "[PIKCUR] 비밀번호가 변경되었습니다",
        "회원님의 비밀번호가 변경되었습니다.\n"
        "본인이 변경하지 않았다면 '비밀번호 찾기'로 바로 새 비밀번호를 정해 주세요.",
    ),
    ("PASSWORD", "en"): (
        "[PIKCUR] Your password has changed",
        "The password of your account has changed.\n"
        "If it was not you, reset your password at once.",
    ),
    ("EMAIL", "ko"): (
        "[PIKCUR] 이메일이 변경되었습니다",
        "회원님의 계정이 다른 이메일 주소로 옮겨졌습니다. 이 주소로는 메일이 더 가지 않습니다.\n"
        "본인이 변경하지 않았다면 고객센터로 바로 알려 주세요.",
    ),
    ("EMAIL", "en"): (
        "[PIKCUR] Your e-mail address has changed",
        "Your account was moved to another e-mail address; no more mail will come to this one.\n"
        "If it was not you, tell us at once.",
    ),
    ("WITHDRAWAL", "ko"): (
        "[PIKCUR] 탈퇴가 완료되었습니다",
        "탈퇴가 완료되었습니다. 개인정보는 알아볼 수 없게 바꾸었고,\n"
        "계약과 대금에 관한 기록은 법에 따라 5년 동안 보관합니다. 그동안 이용해 주셔서 감사합니다.",
    ),
    ("WITHDRAWAL", "en"): (
        "[PIKCUR] You have left",
        "Your account is closed, and what was known of you is made unrecognisable.\n"
        "Records of contracts and payments are kept for five years, as the law wants. Thank you.",
    ),
}


def account_letter(change: str, language: str) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that tells of a change."""
    return _CHANGES.get((change, language)) or _CHANGES[change, "ko"]
