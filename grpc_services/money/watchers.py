"""Who of the operator's people is told when something is wrong with money?"""

from models.admin import AdminScope

_SCOPES = ("FINANCE", "OWNER")


def finance_admins() -> list[int]:
    """This function will name the admins who look after money."""
    query = AdminScope.select(AdminScope.member).where(AdminScope.scope.in_(_SCOPES)).distinct()
    return sorted(row.member_id for row in query)
