"""Is everything in the file of a case that was said and shown?"""

import json

import pytest

from grpc_services.cases.files import case_file
from grpc_services.cases.rows import CaseNotFound
from grpc_services.catalogue.pictures import FolderPictures
from grpc_services.community.order_messages import send_message
from models.dialect import database_now
from tests.support import disputes, factories

pytestmark = pytest.mark.usefixtures("database")


def _read(case_id, folder):
    pictures = FolderPictures("secret", "/media", folder)
    found, cursor = {}, ""
    while cursor is not None:
        file = case_file(case_id=case_id, cursor=cursor, pictures=pictures)
        found[file.name] = file.content
        cursor = file.cursor
    return found


def _post(member, kind, folder):
    upload = factories.picture(member, kind=kind)
    (folder / "public").mkdir(exist_ok=True)
    (folder / upload.full_key).write_bytes(b"RIFF " + kind.encode())
    return upload.upload_id


class TestTheFile:
    def test_holds_words_pictures_parcel_log_and_money(self, people, order, tmp_path):
        bob = people[2]
        send_message(
            member_id=bob.member_id,
            order_id=order.order_id,
            text="언제 보내시나요?",
            upload_ids=[_post(bob, "MESSAGE", tmp_path)],
            now=database_now(),
        )
        case = disputes.opened(order, upload_ids=[_post(bob, "CASE", tmp_path)])
        disputes.accept(case, order.seller_id)

        files = _read(case.case_id, tmp_path)

        rows = {name: json.loads(files[name]) for name in files if name.endswith(".json")}
        assert [row["act"] for row in rows["steps.json"]] == ["OPEN", "ACCEPT"]
        assert rows["messages.json"][0]["text"] == "언제 보내시나요?"
        assert len(rows["scans.json"]) == 6
        assert rows["auction-log.json"][0]["hash"]
        assert {row["account"] for row in rows["ledger-lines.json"]} >= {"FROZEN", "REFUNDS"}
        keys = [row["business_key"] for row in rows["ledger-entries.json"]]
        assert f"case:{case.case_id}:frozen" in keys
        pictures = {content for name, content in files.items() if name.endswith(".webp")}
        assert {b"RIFF CASE", b"RIFF MESSAGE"} <= pictures

    def test_names_no_bidder(self, order, tmp_path):
        case = disputes.opened(order)

        log = json.loads(_read(case.case_id, tmp_path)["auction-log.json"])

        assert all("bidder_id" not in entry for entry in log)

    def test_is_of_a_case(self, tmp_path):
        with pytest.raises(CaseNotFound):
            _read(10**9, tmp_path)
