"""Who counts as one client?"""

import pytest

from grpc_services.members.limits import client_of


class TestAClient:
    @pytest.mark.parametrize(
        ("address", "client"),
        [
            ("192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:DB8:1:2::9", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("fe80::1%eth0", "fe80::/64"),
            ("", ""),
            ("unknown" * 20, ("unknown" * 20)[:64]),
        ],
    )
    def test_is_an_address_or_a_network_of_ipv6(self, address, client):
        assert client_of(address) == client
