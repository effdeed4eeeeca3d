"""Is the file as banks take it, and the same in one part and in many?"""

import pytest

from grpc_services.members import bank_accounts
from grpc_services.payouts import files
from models.dialect import database_now
from tests.grpc_services.payouts.conftest import BANK, sold
from tests.support import payouts

pytestmark = pytest.mark.usefixtures("database")


class TestTheFile:
    @pytest.mark.usefixtures("order")
    def test_has_a_line_for_each_payout(self, admins):
        run = payouts.approved(admins)
        file = payouts.export(run, admins[0])

        (payout,) = payouts.payouts(run)
        assert file.splitlines() == [
            "\ufeff입금은행코드,입금계좌번호,이체금액,예금주,받는분통장표시",
            f"090,3333012345678,22950,김판매,PIKCUR {payout.payout_id}",
        ]

    def test_is_the_same_in_parts(self, admins, people, monkeypatch):
        for seller in people[:2]:
            bank_accounts.add_account(member_id=seller.member_id, values=BANK)
            sold(seller, people[2])
        run = payouts.approved(admins)
        whole = payouts.export(run, admins[0])
        monkeypatch.setattr(files, "_LINES", 1)

        parts, cursor = [], ""
        while cursor is not None:
            part, cursor = files.export(
                run_id=run.run_id, cursor=cursor, by=admins[0], now=database_now()
            )
            parts.append(part.decode())
        assert (len(parts), "".join(parts)) == (2, whole)
