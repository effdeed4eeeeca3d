"""In which words is a code mailed?"""

_CODE = {
    "ko": ("[PIKCUR] 인증 코드 {code}", "인증 코드는 {code}입니다. 3분 안에 입력해 주세요."),
    "en": ("[PIKCUR] Your code is {code}", "Your code is {code}. It is valid for 3 minutes."),
}


def code_letter(code: str, language: str) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that brings a code."""
    subject, text = _CODE.get(language, _CODE["ko"])
    return subject.format(code=code), text.format(code=code)
