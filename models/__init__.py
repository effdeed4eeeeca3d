"""What is kept? The tables, one module a domain."""

from models import (
    admin,
    alarms,
    auction,
    cases,
    catalogue,
    community,
    delivery,
    helpdesk,
    members,
    money,
    outbox,
    payouts,
    privacy,
    search,
    trade,
)
from models.base import BaseModel

#: In an order in which they can be made and filled; the reverse order empties them.
TABLES: tuple[type[BaseModel], ...] = (
    *outbox.TABLES,
    *members.TABLES,
    *privacy.TABLES,
    *catalogue.TABLES,
    *search.TABLES,
    *auction.TABLES,
    *trade.TABLES,
    *money.TABLES,
    *payouts.TABLES,
    *delivery.TABLES,
    *community.TABLES,
    *cases.TABLES,
    *helpdesk.TABLES,
    *alarms.TABLES,
    *admin.TABLES,
)
