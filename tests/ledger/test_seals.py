"""Seals: Merkle roots per office and round, chained; proofs that need neither key nor database."""

import hashlib
import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxinqiao.ledger import encoding, seals, tree
from lianxinqiao.ledger.models import AppendOnly, DaySeal, Line, Seal
from tests.ledger.conftest import NOW, write, write_many

pytestmark = pytest.mark.django_db
DAY = date(2023, 6, 5)


def _rfc_root(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + _rfc_root(leaves[:k]) + _rfc_root(leaves[k:])).digest()


@given(st.integers(0, 70), st.data())
def test_roots_and_paths_are_those_of_the_rfc(n: int, data: st.DataObject) -> None:
    leaves = [hashlib.sha256(b"\x00" + bytes([i])).digest() for i in range(n)]
    root = _rfc_root(leaves)
    assert tree.root_of(leaves) == root
    if n:
        index = data.draw(st.integers(0, n - 1))
        path = tree.path_to(index, leaves)
        assert len(path) <= 7
        assert tree.verify_path(leaves[index], path, root.hex())
        assert not tree.verify_path(tree.leaf_hash(b"other"), path, root.hex())


def test_known_roots() -> None:
    # The certificate-transparency reference tree (RFC 6962 test vectors): same form, same hash.
    entries = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
    leaves = [tree.leaf_hash(entry) for entry in entries]
    assert tree.root_of(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree.root_of(leaves[:2]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert tree.root_of(leaves).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"


def test_each_office_is_sealed_apart_and_chained() -> None:
    write_many(30, random.Random(1))
    first = seals.seal(day=DAY, at=NOW)
    write_many(30, random.Random(2))
    second = seals.seal(day=DAY, at=NOW)
    assert first is not None
    assert second is not None
    assert (second.number, second.previous) == (2, first.hash)
    assert first.count + second.count == Line.objects.count()
    assert second.last_id == Line.objects.order_by("-pk")[0].pk
    for office in ("611000", "611024", "611022"):
        one, two = Seal.objects.filter(office=office).order_by("number")
        assert (one.previous, two.previous) == ("", one.hash)
        rows = Line.objects.filter(office=office, pk__gte=two.first_id, pk__lte=two.last_id)
        assert two.count == rows.count()


def test_nothing_new_nothing_sealed() -> None:
    assert seals.seal(day=DAY, at=NOW) is None
    write()
    assert seals.seal(day=DAY, at=NOW) is not None
    assert seals.seal(day=DAY, at=NOW) is None
    assert DaySeal.objects.count() == Seal.objects.count() == 1


def test_a_line_leads_to_the_day_seal() -> None:
    write_many(40, random.Random(3))
    seals.seal(day=DAY, at=NOW)
    day_seal = DaySeal.objects.get()
    for line in Line.objects.all():
        held = seals.seal_of(line)
        assert held is not None
        assert seals.verify_path(seals.leaf_of(line), seals.path_of(line), held.root)
        assert seals.verify_path(seals.leaf_of_seal(held), seals.path_of_seal(held), day_seal.root)
        assert sum(len(side) + len(digest) for side, digest in seals.path_of(line)) < 1024


def test_an_unsealed_line_has_no_path() -> None:
    with pytest.raises(Seal.DoesNotExist):
        seals.path_of(write())


def test_seals_are_not_changed_in_python() -> None:
    write()
    found = seals.seal(day=DAY, at=NOW)
    assert found is not None
    for act in (found.save, found.delete, lambda: Seal.objects.update(count=2), Seal.objects.get().delete):
        with pytest.raises(AppendOnly):
            act()


def test_a_county_can_leave_and_its_lines_verify_without_key_or_house(monkeypatch) -> None:
    write_many(60, random.Random(4))
    seals.seal(day=DAY, at=NOW)
    write_many(20, random.Random(5))
    seals.seal(day=DAY, at=NOW)
    county = "611024"
    luggage = [
        (encoding.fields(line, encoding.LINE), [credit.leaf for credit in line.credits.order_by("pk")])
        for line in Line.objects.filter(office=county).order_by("pk")
    ]
    chain = list(Seal.objects.filter(office=county).order_by("number"))
    monkeypatch.setattr("lianxinqiao.base.vault._master_of", None)  # no key any more

    previous = ""
    for held in chain:
        grown = tree.Frontier()
        for values, leaves in luggage:
            if held.first_id <= values[0] <= held.last_id:
                grown.add(tree.leaf_hash(encoding.line_bytes(values, leaves)))
        assert (grown.count, grown.root().hex()) == (held.count, held.root)
        assert held.previous == previous
        previous = encoding.seal_hash(held)
        assert previous == held.hash
    assert sum(held.count for held in chain) == len(luggage)
