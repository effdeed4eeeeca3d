"""In which words is told what the operator writes?"""

from grpc_services.alarms.texts.words import Words

TEXTS: Words = {
    "NOTICE": {
        "ko": ("공지사항", "새 공지: {title}"),
        "en": ("Notice", "New notice: {title}"),
    },
}
