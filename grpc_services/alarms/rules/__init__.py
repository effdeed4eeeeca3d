"""Who hears of what? For each fact the alarms that follow from it, a module for each domain."""

from grpc_services.alarms.rules import alarms, auction, community, delivery, helpdesk, trade
from grpc_services.alarms.rules.hearing import RULES, Alarm

__all__ = ["RULES", "Alarm", "alarms", "auction", "community", "delivery", "helpdesk", "trade"]
