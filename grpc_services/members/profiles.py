"""What does a member say of themselves?"""

from datetime import datetime
from typing import Any

from grpc_services.facts import atomic
from grpc_services.members.registration import require_age
from models.members import Member


@atomic
def change_profile(*, member_id: int, values: dict[str, Any], now: datetime) -> None:
    """
    This function will change what is given: name, phone, birth, gender, language.

    :raises BirthImplausible, TooYoung: of the day of birth
    """
    if "birth" in values:
        require_age(values["birth"], now=now)

    if values:
        Member.update(values).where(Member.member_id == member_id).execute()
