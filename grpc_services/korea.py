"""Which day is it where the market is?"""

from datetime import UTC, date, datetime, time, timedelta, timezone

import holidays

_CALENDAR = holidays.country_holidays("KR")
KOREA = timezone(timedelta(hours=9))


def day_of(moment: datetime) -> date:
    """This function will tell the day of a moment in Korea."""
    return moment.astimezone(KOREA).date()


def minute_of(moment: datetime) -> str:
    """This function will write a moment as people in Korea read it."""
    return moment.astimezone(KOREA).strftime("%Y-%m-%d %H:%M")


def start_of(day: date) -> datetime:
    """This function will tell the moment, in UTC, at which a day begins in Korea."""
    return datetime.combine(day, time(), KOREA).astimezone(UTC)


def end_of_business_days(after: datetime, days: int) -> datetime:
    """This function will tell when so many business days in Korea are over, that of `after` not."""
    last = _CALENDAR.get_nth_working_day(day_of(after), days)
    return start_of(last + timedelta(days=1))
