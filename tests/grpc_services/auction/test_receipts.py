"""Does one signature vouch for each bid of a batch, and for nothing else?"""

import base64
from hashlib import sha256

import pytest

from grpc_services.auction.receipts import SIGNED, receipts
from tests.support.factories import SIGNER


def hashes(count):
    return [sha256(str(number).encode()).hexdigest() for number in range(count)]


def root_of(receipt, entry_hash):
    """The root that a receipt leads to from a hash: RFC 9162, 2.1.3.2."""
    raw = base64.urlsafe_b64decode(receipt + "=" * (-len(receipt) % 4))
    leaf, last = int.from_bytes(raw[1:3], "big"), int.from_bytes(raw[3:5], "big") - 1
    path = [raw[start : start + 32] for start in range(69, len(raw), 32)]
    found = sha256(b"\0" + bytes.fromhex(entry_hash)).digest()
    for node in path:
        if leaf % 2 or leaf == last:
            found = sha256(b"\1" + node + found).digest()
            while leaf % 2 == 0 and leaf:
                leaf, last = leaf >> 1, last >> 1
        else:
            found = sha256(b"\1" + found + node).digest()
        leaf, last = leaf >> 1, last >> 1
    assert last == 0
    return found, raw[5:69]


class TestReceipts:
    @pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 7, 8, 33, 255, 256])
    def test_each_lead_to_the_one_root_that_is_signed(self, count):
        made = receipts(hashes=hashes(count), sign=SIGNER.key.sign)

        found = {root_of(receipt, one) for receipt, one in zip(made, hashes(count), strict=True)}

        assert len(found) == 1
        root, signature = found.pop()
        SIGNER.key.public_key().verify(signature, SIGNED + root)
        assert max(map(len, made)) <= 512

    def test_of_another_hash_lead_elsewhere(self):
        made = receipts(hashes=hashes(5), sign=SIGNER.key.sign)
        root, _ = root_of(made[2], hashes(5)[2])
        assert root_of(made[2], hashes(5)[3])[0] != root
        assert root_of(made[3], hashes(5)[2])[0] != root

    def test_of_nothing_are_none(self):
        assert receipts(hashes=[], sign=SIGNER.key.sign) == []
