"""In which words is a copy mailed of what is kept of a member?"""

_EXPORT = {
    "ko": (
        "[PIKCUR] 내 정보 파일",
        "요청하신 정보를 첨부했습니다.\n"
        "회원님에 관해 저장된 모든 기록이 JSON 파일로 들어 있고, 다른 회원의 번호는 가렸습니다.\n"
        "많으면 여러 메일로 나누어 보냅니다.",
    ),
    "en": (
        "[PIKCUR] Your data",
        "Attached is what you asked for: all that is kept of you, as JSON files.\n"
        "Numbers of other members are masked. If it is much, it comes in several mails.",
    ),
}


def export_letter(language: str) -> tuple[str, str]:
    """This function will write the subject and the text of a mail that brings a copy."""
    return _EXPORT.get(language, _EXPORT["ko"])
