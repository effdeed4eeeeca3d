"""What may the operator's people do, over HTTP?"""

from api_http.operations import Routes
from api_http.resources.admin import (
    dead_letters,
    goods,
    inquiries,
    notices,
    overview,
    people,
    reports,
    trail,
)

ROUTES: Routes = (
    *overview.ROUTES,
    *people.ROUTES,
    *reports.ROUTES,
    *goods.ROUTES,
    *inquiries.ROUTES,
    *notices.ROUTES,
    *dead_letters.ROUTES,
    *trail.ROUTES,
)
