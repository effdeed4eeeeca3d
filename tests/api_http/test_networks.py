"""Is one client counted as one, however many addresses it has?"""

import pytest

from api_http.networks import network


class TestNetwork:
    @pytest.mark.parametrize(
        ("address", "counted"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("unix", "unix"),
            ("", ""),
        ],
    )
    def test_is_of_ipv6_what_one_subscriber_has(self, address, counted):
        assert network(address) == counted
