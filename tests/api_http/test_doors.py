"""Does one client get its connections, and no more; and proxies all they need?"""

from api_http.doors import Doors


class TestDoors:
    def test_let_so_many_of_one_client_in(self):
        doors = Doors(2)
        assert [doors.enter("203.0.113.7") for _ in range(3)] == [True, True, False]
        assert doors.enter("203.0.113.8")
        doors.leave("203.0.113.7")
        assert doors.enter("203.0.113.7")

    def test_take_a_64_for_one_client(self):
        doors = Doors(1)
        assert doors.enter("2001:db8::1")
        assert not doors.enter("2001:db8::2")
        assert doors.enter("2001:db8:0:1::1")

    def test_do_not_count_proxies(self):
        doors = Doors(0, free=("10.0.0.1", "10.1.0.0/16"))
        assert all(doors.enter(address) for address in ("10.0.0.1", "10.1.2.3"))
        assert not doors.enter("10.2.0.1")
        assert Doors(0, free=("*",)).enter("203.0.113.7")

    def test_forget_who_has_left(self):
        doors = Doors(1)
        for number in range(100):
            doors.enter(f"203.0.113.{number}")
            doors.leave(f"203.0.113.{number}")
        assert not doors._inside
