"""Which day is it where the market is?"""

from datetime import UTC, date, datetime, time, timedelta, timezone

KOREA = timezone(timedelta(hours=9))


def day_of(moment: datetime) -> date:
    """This function will tell the day of a moment in Korea."""
    return moment.astimezone(KOREA).date()


def start_of(day: date) -> datetime:
    """This function will tell the moment, in UTC, at which a day begins in Korea."""
    return datetime.combine(day, time(), KOREA).astimezone(UTC)
