"""Which routes are there? Those of every topic, joined."""

from api_http.operations import Routes
from api_http.resources import (
    accounts,
    addresses,
    admin,
    alarm_settings,
    alarms,
    auctions,
    bank_accounts,
    bids,
    blocks,
    cases,
    config,
    email_codes,
    faqs,
    goods,
    inquiries,
    likes,
    notices,
    order_messages,
    orders,
    parcels,
    payments,
    profiles,
    questions,
    recovery,
    reports,
    reviews,
    searches,
    second_chances,
    sessions,
    settlements,
    shelves,
    stores,
    terms,
    unsubscribing,
    uploads,
)

_TOPICS = (
    config,
    email_codes,
    accounts,
    recovery,
    sessions,
    profiles,
    terms,
    addresses,
    bank_accounts,
    blocks,
    shelves,
    uploads,
    goods,
    searches,
    likes,
    stores,
    auctions,
    bids,
    orders,
    second_chances,
    payments,
    parcels,
    cases,
    settlements,
    questions,
    reviews,
    order_messages,
    reports,
    faqs,
    notices,
    inquiries,
    alarms,
    alarm_settings,
    unsubscribing,
    admin,
)


def joined(*topics: Routes) -> Routes:
    """:raises ValueError: if a path is there twice"""
    routes = tuple(route for topic in topics for route in topic)
    paths = [template for template, _ in routes]
    if doubled := {path for path in paths if paths.count(path) > 1}:
        raise ValueError(f"routed twice: {', '.join(sorted(doubled))}")
    return routes


ROUTES = joined(*[topic.ROUTES for topic in _TOPICS])
