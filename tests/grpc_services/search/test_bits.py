"""Are sets of goods read as they were written, sparse or dense?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from grpc_services.search.bits import CHUNK, flags, newest_first, packed, set_of, unpacked

PLACES = st.sets(st.integers(0, CHUNK - 1), max_size=50) | st.integers(1, 3).map(
    lambda step: set(range(0, CHUNK, step))
)


class TestBits:
    @settings(deadline=None)
    @given(chunks=st.dictionaries(st.integers(0, 5), PLACES, max_size=3))
    def test_are_read_as_they_were_written(self, chunks):
        stored = [(chunk, packed(set_of(places))) for chunk, places in chunks.items()]
        members = {chunk * CHUNK + place for chunk, places in chunks.items() for place in places}

        assert list(newest_first(unpacked(stored))) == sorted(members, reverse=True)

    def test_take_two_bytes_for_each_of_few_goods(self):
        assert len(packed(set_of(range(0, CHUNK, 1_000)))) == 66
        assert len(packed(set_of(range(1_000)))) == CHUNK // 8

    @settings(deadline=None)
    @given(places=PLACES)
    def test_are_flags_of_all_below(self, places):
        told = flags(set_of(places), CHUNK)
        assert {place for place, flag in enumerate(told) if flag} == places
