"""Which numbers can be tracked?"""

import pytest

from grpc_services.delivery.carriers import InvoiceInvalid, UnknownCarrier, require_trackable


class TestANumber:
    @pytest.mark.parametrize(
        ("carrier", "invoice", "refusal"),
        [
            ("999", "123456789012", UnknownCarrier),
            ("04", "12345678", InvoiceInvalid),
            ("04", "123456789012345", InvoiceInvalid),
            ("04", "12345678901x", InvoiceInvalid),
        ],
    )
    def test_is_refused_that_no_carrier_has(self, carrier, invoice, refusal):
        with pytest.raises(refusal):
            require_trackable(carrier=carrier, invoice=invoice)

    @pytest.mark.parametrize("invoice", ["123456789", "12345678901234"])
    def test_is_taken(self, invoice):
        require_trackable(carrier="04", invoice=invoice)
