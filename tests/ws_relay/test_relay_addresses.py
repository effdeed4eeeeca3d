"""Whose is an address, as limits count?"""

import pytest

from ws_relay.addresses import Among, place_of, plain


class TestPlaceOf:
    @pytest.mark.parametrize(
        ("address", "place"),
        [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8::1", "2001:db8::/64"),
            ("2001:0DB8:0:0:ffff::2", "2001:db8::/64"),
            ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("unknown", "unknown"),
            ("", ""),
        ],
    )
    def test_is_the_address_or_its_network(self, address, place):
        assert place_of(address) == place


class TestPlain:
    @pytest.mark.parametrize(
        ("address", "written"),
        [
            ("::ffff:10.0.0.1", "10.0.0.1"),
            ("2001:DB8::01", "2001:db8::1"),
            ("192.0.2.7:49152", "192.0.2.7"),
            ("[2001:db8::1]:49152", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("unknown", "unknown"),
        ],
    )
    def test_is_written_in_one_way(self, address, written):
        assert plain(address) == written


class TestAmong:
    @pytest.mark.parametrize(
        ("names", "address", "is_among"),
        [
            (["192.0.2.7"], "192.0.2.7", True),
            (["192.0.2.7"], "192.0.2.8", False),
            (["192.0.2.0/24", "2001:db8::/32"], "192.0.2.8", True),
            (["192.0.2.0/24", "2001:db8::/32"], "2001:db8:1::1", True),
            (["192.0.2.0/24"], "::ffff:192.0.2.9", True),
            (["192.0.2.0/24"], "unknown", False),
            (["*"], "unknown", True),
            ([], "192.0.2.7", False),
        ],
    )
    def test_knows_addresses_and_networks(self, names, address, is_among):
        assert (address in Among(names)) is is_among

    def test_takes_nothing_else(self):
        with pytest.raises(ValueError, match="nowhere"):
            Among(["nowhere"])
