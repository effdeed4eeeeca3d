"""Does a link end the mails that it came with, and nothing else?"""

import pytest

from grpc_services.alarms.preferences import Channels, preferences
from grpc_services.alarms.unsubscribing import Links, UnsubscribeLinkInvalid, unsubscribe
from tests.support import factories

LINKS = Links(b"secret of links", "https://pikcur.example")


@pytest.fixture
def ann(database):
    return factories.member("ann")


def token(member, kind="AUCTION_WON", links=LINKS):
    return links.url(member_id=member.member_id, kind=kind).rsplit("/", 1)[1]


class TestALink:
    def test_ends_mails_of_its_kind_and_leaves_pushes(self, ann):
        for _ in range(2):
            unsubscribe(token=token(ann), links=LINKS)

        said = preferences(member_id=ann.member_id)
        assert said.of_kind("AUCTION_WON") == Channels(push=True, email=False)
        assert said.of_kind("SHIPPED") == Channels(push=True, email=True)

    def test_is_below_the_edge(self, ann):
        url = LINKS.url(member_id=ann.member_id, kind="SHIPPED")
        assert url.startswith(f"https://pikcur.example/v1/unsubscribe/{ann.member_id}.SHIPPED.")

    def test_of_somebody_else_or_changed_is_none(self, ann):
        good = token(ann)
        member_id, kind, proof = good.split(".")
        others = Links(b"another secret", LINKS.base_url)
        for bad in (
            f"{int(member_id) + 1}.{kind}.{proof}",
            f"{member_id}.SHIPPED.{proof}",
            f"{member_id}.{kind}.{proof[:-1]}",
            f"{member_id}.{kind}",
            f"²{good}",
            "NOTHING.x.y",
            token(ann, links=others),
        ):
            with pytest.raises(UnsubscribeLinkInvalid):
                unsubscribe(token=bad, links=LINKS)
        assert preferences(member_id=ann.member_id).of_kind("AUCTION_WON").email
