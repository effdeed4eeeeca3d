"""Is what a provider has paid us booked once, by two, and never more than it held?"""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from grpc_services.admin.trail import By
from grpc_services.audit import books
from grpc_services.finance import remittances
from grpc_services.finance.by_two import SecondAdminNeeded
from grpc_services.finance.remittances import (
    RemittanceBooked,
    RemittanceTooEarly,
    RemittanceTooLarge,
    Told,
)
from grpc_services.korea import day_of
from grpc_services.refusals import Refusal
from models.admin import AuditLine
from models.base import database as tables
from models.dialect import database_now
from models.money import Remittance
from tests.support import factories, sales

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def told(order):
    """All of the 24,000 won that the provider holds, less its fee."""
    sales.pay(order)
    return Told("P-1", str(day_of(database_now())), 23_300, 700)


def record(told, by):
    return remittances.record(told=told, by=by, now=database_now())


class TestARemittance:
    def test_is_kept_and_told_to_the_others_until_one_agrees(self, admins, told):
        row = record(told, admins[0])

        assert (row.booked_at, sales.accounts()["PROVIDER"]) == (None, 24_000)
        said = json.loads(factories.payload("RemittanceRecorded"))
        assert (said["reference"], said["admin_ids"]) == ("P-1", [admins[1].operator_id])

    def test_is_what_is_at_the_bank_since_and_no_more_at_the_provider(self, admins, told):
        record(told, admins[0])
        row = record(told, admins[1])

        assert (row.agreed_by, row.booked_at is not None) == (admins[1].operator_id, True)
        accounts = sales.accounts()
        assert (accounts["PROVIDER"], accounts["BANK"]) == (0, 23_300)
        assert accounts["PROVIDER_FEES"] == 700
        assert [line.act for line in AuditLine.select()] == ["RECORD", "BOOK"]
        assert [fault for check in books.CHECKS for fault in check()] == []

    def test_needs_another_admin_who_says_the_same(self, admins, told):
        record(told, admins[0])

        with pytest.raises(SecondAdminNeeded):
            record(told, admins[0])
        row = record(replace(told, fee=500), admins[1])
        assert (row.booked_at, row.fee, row.recorded_by) == (None, 500, admins[1].operator_id)

    def test_is_no_more_than_the_provider_holds(self, admins, told):
        with pytest.raises(RemittanceTooLarge):
            record(replace(told, fee=701), admins[0])

    def test_is_of_a_day_that_has_come(self, admins, told):
        tomorrow = day_of(database_now()) + timedelta(days=1)

        with pytest.raises(RemittanceTooEarly):
            record(replace(told, day=str(tomorrow)), admins[0])

    def test_is_booked_once_by_its_reference(self, admins, told):
        half = replace(told, amount=11_000, fee=0)
        for by in admins:
            record(half, by)

        with pytest.raises(RemittanceBooked):
            record(half, admins[0])
        assert [row.reference for row in remittances.remittances(limit=9, cursor="")[0]] == ["P-1"]

    @pytest.mark.parametrize("references", [["P-1"] * 4, ["P-1", "P-2", "P-3", "P-4"]])
    def test_takes_what_is_there_once_from_many_at_once(self, admins, told, references):
        for reference in set(references):
            record(replace(told, reference=reference), admins[0])

        def answer(number):
            by = By(admins[1].operator_id + number, "통장에서 봤습니다.", "")
            with tables.connection_context():
                try:
                    record(replace(told, reference=references[number]), by)
                except Refusal as refusal:
                    return refusal.code()
            return ""

        with ThreadPoolExecutor(4) as threads:
            codes = set(threads.map(answer, range(4)))

        assert len(codes - {"REMITTANCE_BOOKED", "REMITTANCE_TOO_LARGE"}) == 1
        assert sales.accounts()["BANK"] == 23_300
        assert Remittance.select().where(Remittance.booked_at.is_null(False)).count() == 1
