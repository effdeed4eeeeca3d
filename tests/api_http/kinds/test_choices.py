"""Does a name in JSON choose the value of the enum, and nothing else?"""

import pytest

from api_http.kinds import Refused
from api_http.kinds.choices import number
from api_http.resources.goods import Gender, Quality, Sort
from protos import catalogue_pb2 as pb
from protos import search_pb2


class TestChoice:
    def test_knows_the_number_that_services_take(self):
        assert Quality.read("LIKE_NEW").number == pb.QUALITY_LIKE_NEW
        assert Sort.read("ending").number == search_pb2.GOODS_SORT_ENDING

    def test_goes_by_the_names_that_clients_in_the_field_send(self):
        assert Gender.read("WOMEN").number == Gender.read("F").number == pb.GOODS_GENDER_FEMALE

    @pytest.mark.parametrize("given", ["", "new", "UNSPECIFIED", "QUALITY_NEW", 1, None, ["NEW"]])
    def test_refuses_what_is_not_there_to_choose(self, given):
        with pytest.raises(Refused) as refusal:
            Quality.read(given)
        assert refusal.value.words.english == "It has to be one of NEW, LIKE_NEW, USED, WORN."

    def test_is_nothing_when_nothing_is_chosen(self):
        assert number(None) == 0
