"""What can be read as a record?"""

import pytest

from grpc_services.audit.record import read


class TestRead:
    @pytest.mark.parametrize(
        ("line", "why"), [(b'{"line": "other"}', "other"), (b"{", "truncated"), (b"", "has 0")]
    )
    def test_refuses_a_file_that_is_no_record(self, line, why):
        with pytest.raises(ValueError, match=why):
            read([line])
