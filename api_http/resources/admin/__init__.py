"""What may the operator's people do, over HTTP?"""

from api_http.operations import Routes
from api_http.resources.admin import (
    brands,
    cases,
    categories,
    dead_letters,
    faqs,
    fee_rules,
    forbidden_words,
    goods,
    inquiries,
    money,
    notices,
    operations,
    overview,
    payouts,
    people,
    reports,
    terms,
    trail,
)

ROUTES: Routes = (
    *overview.ROUTES,
    *people.ROUTES,
    *reports.ROUTES,
    *goods.ROUTES,
    *inquiries.ROUTES,
    *cases.ROUTES,
    *notices.ROUTES,
    *categories.ROUTES,
    *brands.ROUTES,
    *faqs.ROUTES,
    *forbidden_words.ROUTES,
    *terms.ROUTES,
    *fee_rules.ROUTES,
    *operations.ROUTES,
    *money.ROUTES,
    *payouts.ROUTES,
    *dead_letters.ROUTES,
    *trail.ROUTES,
)
