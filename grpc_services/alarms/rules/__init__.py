"""Who hears of what? For each fact the alarms that follow from it, a module for each domain."""

from grpc_services.alarms.rules import (
    admin,
    alarms,
    auction,
    cases,
    catalogue,
    community,
    delivery,
    editorial,
    finance,
    helpdesk,
    money,
    payouts,
    trade,
)
from grpc_services.alarms.rules.hearing import ANNOUNCED, RULES, Alarm, spoken

__all__ = [
    "ANNOUNCED",
    "RULES",
    "Alarm",
    "admin",
    "alarms",
    "auction",
    "cases",
    "catalogue",
    "community",
    "delivery",
    "editorial",
    "finance",
    "helpdesk",
    "money",
    "payouts",
    "spoken",
    "trade",
]
