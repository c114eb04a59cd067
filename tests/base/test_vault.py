"""Sealed fields: only under their key, their office and their name; erased means gone."""

import pytest

from lianxinqiao.base import vault
from lianxinqiao.base.vault import Erased, Unreadable

NORTH, SOUTH = "611024", "611025"


@pytest.fixture
def wrapped():
    return vault.new_record_key(NORTH)


def seal(value, wrapped, name="phone"):
    return vault.seal(value, wrapped=wrapped, office=NORTH, name=name)


def unseal(sealed, wrapped, office=NORTH, name="phone"):
    return vault.unseal(sealed, wrapped=wrapped, office=office, name=name)


def test_a_sealed_field_comes_back_and_never_looks_the_same(wrapped):
    one, other = seal("𠅤 13900001111", wrapped), seal("𠅤 13900001111", wrapped)
    assert one != other
    assert b"139" not in one
    assert unseal(one, wrapped) == unseal(memoryview(other), memoryview(wrapped)) == "𠅤 13900001111"


def test_empty_stays_empty(wrapped):
    assert seal("", wrapped) == b""
    assert unseal(b"", wrapped) == ""


def test_another_offices_key_does_not_open_it(wrapped):
    with pytest.raises(Unreadable):
        unseal(seal("x", wrapped), wrapped, office=SOUTH)


def test_a_field_cannot_be_moved_to_another_name_or_record(wrapped):
    sealed = seal("x", wrapped)
    with pytest.raises(Unreadable):
        unseal(sealed, wrapped, name="name")
    with pytest.raises(Unreadable):
        unseal(sealed, vault.new_record_key(NORTH))


def test_every_altered_or_missing_byte_is_noticed(wrapped):
    sealed = seal("13900001111", wrapped)
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(Unreadable):
            unseal(bytes(altered), wrapped)
    for length in range(1, len(sealed)):
        with pytest.raises(Unreadable):
            unseal(sealed[:length], wrapped)
    for length in range(1, len(wrapped)):
        with pytest.raises(Unreadable):
            unseal(sealed, wrapped[:length])


def test_an_unreadable_value_says_its_name_and_nothing_of_itself(wrapped):
    with pytest.raises(Unreadable) as fault:
        unseal(seal("13900001111", wrapped)[:-1], wrapped)
    assert fault.value.args == ("phone",)


@pytest.mark.parametrize("sealed", [b"", b"x" * 40])
def test_erased_says_so_also_for_a_field_that_was_empty(sealed):
    for gone in (b"", memoryview(b"")):
        with pytest.raises(Erased):
            unseal(sealed, gone)
    with pytest.raises(Erased):
        seal("x", b"")


@pytest.mark.parametrize(
    "said",
    [
        "139 0000 1111",
        "139-0000-1111",
        "１３９００００１１１１",
        "+86 13900001111",
        "0086-139-0000-1111",
        "8613900001111",
    ],
)
def test_one_phone_however_written_has_one_index(said):
    assert vault.blind_index(said, office=NORTH) == vault.blind_index("13900001111", office=NORTH)


def test_offices_cannot_join_their_indexes():
    north, south = (vault.blind_index("13900001111", office=o) for o in (NORTH, SOUTH))
    assert north != south
    assert len(north) == 32
    assert vault.blind_index(" - ", office=NORTH) == ""
    assert vault.blind_index("8613", office=NORTH) != vault.blind_index("13", office=NORTH)


def test_keys_for_different_purposes_differ():
    assert len({vault.derived_key("a"), vault.derived_key("b"), vault.mac("a", b""), vault.mac("b", b"")}) == 4


def test_a_master_key_of_the_wrong_length_is_refused(tmp_path):
    file = tmp_path / "master"
    file.write_bytes(b"short")
    with pytest.raises(Unreadable, match="32 bytes"):
        vault._master_of(str(file))


def test_another_master_key_opens_nothing(wrapped, settings, tmp_path):
    sealed = seal("x", wrapped)
    (tmp_path / "master").write_bytes(bytes(32))
    settings.MASTER_KEY_FILE = tmp_path / "master"
    with pytest.raises(Unreadable):
        unseal(sealed, wrapped)
