"""What is refused about alarms?"""

from api_http.problems.words import Told

PROBLEMS = {
    "ALARM_NOT_FOUND": Told(404, "없는 알림입니다.", "You have no such alarm."),
    "UNSUBSCRIBE_LINK_INVALID": Told(
        404,
        "올바르지 않은 링크입니다. 메일에 있는 주소를 그대로 열어 주세요.",
        "The link is not one of ours. Open it as it stands in the mail.",
    ),
    "QUIET_HOURS_INCOMPLETE": Told(
        422,
        "방해 금지 시간은 시작과 끝이 모두 필요합니다.",
        "Quiet hours have a beginning and an end.",
    ),
}
