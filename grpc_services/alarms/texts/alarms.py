"""In which words is told what happens to alarms?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "DIGEST": {
        "ko": ("방해 금지 시간의 알림", "방해 금지 시간에 알림 {count}건이 있었습니다."),
        "en": ("While it was quiet", "Alarms held back in your quiet hours: {count}."),
    },
}
