"""Does news reach those who listen?"""

import json

from tests.ws_relay.relay_clients import Client, bodies, frame


class TestMember:
    def test_hears_an_alarm(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms")

            entry = news.alarm(ann)

            message = client.receive("MESSAGE")
            assert message.headers["destination"] == "/user/queue/alarms"
            assert message.headers["subscription"] == "sub-0"
            assert message.headers["message-id"] == entry
            assert message.headers["content-type"] == "application/json"
            assert int(message.headers["content-length"]) == len(message.body)
            assert json.loads(message.body)["text"] == "최고가 입찰"

    def test_hears_it_by_the_older_name(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            client.subscribe(f"/topic/alarm/{ann}")

            news.alarm(ann, "old name")

            message = client.receive("MESSAGE")
            assert message.headers["destination"] == f"/topic/alarm/{ann}"

    def test_hears_the_price(self, relay, news, goods_id):
        with relay.client() as client:
            client.subscribe(f"/topic/goods/{goods_id}")

            news.goods(goods_id, 1, currentPrice=10_500)

            assert bodies(client.messages(1)) == [
                {"goodsId": goods_id, "seq": 1, "currentPrice": 10_500}
            ]

    def test_hears_nothing_after_unsubscribing(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms", "sub-0")
            client.subscribe(f"/topic/alarm/{ann}", "sub-1")
            client.send(frame("UNSUBSCRIBE", id="sub-0", receipt="gone"))
            client.receive("RECEIPT")

            news.alarm(ann)

            assert client.receive("MESSAGE").headers["subscription"] == "sub-1"

    def test_hears_the_same_on_two_devices(self, relay, news, signer, ann):
        with relay.client(signer.token(ann)) as phone, relay.client(signer.token(ann)) as laptop:
            phone.subscribe("/user/queue/alarms", "on-phone")
            laptop.subscribe("/user/queue/alarms", "on-laptop")

            news.alarm(ann)

            assert phone.receive("MESSAGE").headers["subscription"] == "on-phone"
            assert laptop.receive("MESSAGE").headers["subscription"] == "on-laptop"


class TestReplay:
    def test_brings_what_was_missed_and_goes_on(self, relay, news, signer, ann):
        seen, *missed = [news.alarm(ann) for _ in range(4)]

        with relay.client(signer.token(ann)) as client:
            client.subscribe("/user/queue/alarms", last_message_id=seen)
            live = news.alarm(ann)

            ids = [message.headers["message-id"] for message in client.messages(4)]
            assert ids == [*missed, live]


class TestClient:
    def test_may_name_no_subprotocol(self, relay):
        with Client(relay.url, subprotocols=None) as client:
            assert client.socket.subprotocol is None
            assert client.connect().headers["version"] == "1.2"
