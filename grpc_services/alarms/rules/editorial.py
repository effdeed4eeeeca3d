"""Who hears of what the operator writes?"""

from collections.abc import Iterator

from grpc_services.alarms.facts import NewNotice
from grpc_services.alarms.kinds import AlarmKind
from grpc_services.alarms.rules.hearing import Alarm, Announcement, InBoth, announces, hears
from grpc_services.editorial.facts import NoticePublished


@announces(NoticePublished)
def there_is_a_notice(notice: NoticePublished) -> Iterator[Announcement]:
    values = {"notice_id": notice.notice_id, "title": notice.title, "title_en": notice.title_en}
    yield Announcement(AlarmKind.NOTICE, notice.notice_id, None, None, values)


@hears(NewNotice)
def the_operator_announces_something(notice: NewNotice) -> Iterator[Alarm]:
    values = {
        "title": InBoth(notice.title, notice.title_en),
        "noticeId": str(notice.notice_id),
    }
    for member_id in notice.member_ids:
        yield Alarm(member_id, AlarmKind.NOTICE, values=values)
