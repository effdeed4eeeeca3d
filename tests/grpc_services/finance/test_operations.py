"""Is it seen what the provider is to do, and what it is about?"""

import pytest

from grpc_services.finance import operations
from models.money import Payment
from tests.support import sales

pytestmark = pytest.mark.usefixtures("database")


def listed(state="STUCK", limit=20, cursor=""):
    return operations.operations(state=state, limit=limit, cursor=cursor)


class TestTheList:
    def test_names_the_payment_and_what_is_left_to_do(self, stuck):
        (file,), following = listed()

        assert (file.operation.operation_id, file.amount) == (stuck.operation_id, 1_000)
        assert (file.payment.payment_id, following) == (Payment.get().payment_id, None)

    def test_goes_by_how_far_each_is_and_page_by_page_the_oldest_first(self, people, stuck):
        sales.begin(sales.won(people[0], people[1]))

        (first,), cursor = listed("PENDING", limit=1)
        rest, following = listed("PENDING", cursor=cursor)

        assert [file.operation.kind for file in (first, *rest)] == ["REGISTER"] * 2
        assert first.amount == 24_000
        assert first.operation.operation_id < rest[0].operation.operation_id
        assert following is None
