"""What is refused to the operator's people, and to who is none of them?"""

from api_http.problems.words import Told

PROBLEMS = {
    "ADMINS_ONLY": Told(403, "운영자만 할 수 있습니다.", "Only the operator's people may do this."),
    "SCOPE_MISSING": Told(
        403,
        "이 일을 할 권한이 없습니다. 다른 운영자에게 부탁해 주세요.",
        "You may do other things. Ask somebody who may do this.",
    ),
    "MEMBER_IS_ADMIN": Told(
        409,
        "운영자는 정지할 수 없습니다. 먼저 권한을 거두어 주세요.",
        "An admin is not suspended. Take their scopes first.",
    ),
    "SUSPENSION_OVER": Told(
        422,
        "정지가 이미 끝나는 시각입니다. 더 늦은 시각을 골라 주세요.",
        "The suspension would be over already. Choose a later moment.",
    ),
    "REPORT_NOT_FOUND": Told(404, "없는 신고입니다.", "There is no such report."),
    "REPORT_DECIDED_BEFORE": Told(
        409, "이미 처리된 신고입니다.", "Somebody has decided this report."
    ),
    "NOTHING_TO_TAKE_DOWN": Told(
        409,
        "내릴 것이 없습니다. 이미 사라졌거나 스토어입니다.",
        "There is nothing to take down: it is gone, or it is a store.",
    ),
    "DEAD_LETTER_NOT_FOUND": Told(
        404, "그런 알림이 남아 있지 않습니다.", "No such letter waits to be looked at."
    ),
}
