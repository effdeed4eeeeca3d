"""What are clients told that they would otherwise know by heart?"""

from protos import config_pb2 as pb


class TestTheConfiguration:
    def test_says_what_the_settings_say(self, services):
        told = services.ask(pb.GetConfigRequest())

        assert told.relay.stomp == "ws://127.0.0.1:8001/ws"
        assert told.relay.sockjs == "http://127.0.0.1:8001/wc"
        first, *_, last = told.auctions.increments
        assert (first.below, first.step) == (10_000, 500)
        assert (last.HasField("below"), last.step) == (False, 50_000)
        assert told.auctions.soft_close_seconds == 180
        assert (told.waits.access_token_seconds, told.waits.email_code_seconds) == (900, 180)
        assert told.uploads.size_most == 10 * 2**20
        (commission,) = told.fees
        assert (commission.name, commission.percent, commission.vat) == ("commission", 5, 10)

    def test_names_banks_carriers_and_codes(self, services):
        told = services.ask(pb.GetConfigRequest())

        assert {bank.code: bank.name for bank in told.banks}["088"] == "신한은행"
        assert {one.carrier: one.name for one in told.carriers}["04"] == "CJ대한통운"
        words = {one.name: one.items for one in told.codes}["quality"][0]
        assert (words.code, words.ko, words.en) == ("NEW", "새 상품", "New")
        assert list(told.sign_in_providers) == []
