"""Merkle trees in the form of RFC 9162 §2.1: pure functions, no Django, no key."""

import hashlib
from collections.abc import Iterable, Sequence

Path = list[tuple[str, str]]  # from leaf to root: ("left" | "right", sibling's hash in hex)
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry (prefix 0x00)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node (prefix 0x01)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that grows leaf by leaf and remembers only O(log n) hashes."""

    def __init__(self) -> None:
        self.count = 0
        self._full: list[tuple[int, bytes]] = []  # (height, root) of the perfect subtrees, highest first

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        height = 0
        while self._full and self._full[-1][0] == height:
            _, left = self._full.pop()
            leaf, height = node_hash(left, leaf), height + 1
        self._full.append((height, leaf))
        self.count += 1

    def root(self) -> bytes:
        """The root over all leaves so far; the hash of nothing for an empty tree."""
        if not self._full:
            return EMPTY
        _, root = self._full[-1]
        for _, left in reversed(self._full[:-1]):
            root = node_hash(left, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf hashes."""
    tree = Frontier()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()


def _split(n: int) -> int:
    return 1 << ((n - 1).bit_length() - 1)  # the largest power of two below n


def path_to(index: int, leaves: Sequence[bytes]) -> Path:
    """The inclusion path of the leaf at `index` (RFC 9162 §2.1.3.1), from leaf to root."""
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*path_to(index, leaves[:k]), ("right", root_of(leaves[k:]).hex())]
    return [*path_to(index - k, leaves[k:]), ("left", root_of(leaves[:k]).hex())]


def verify_path(leaf: bytes, path: Path, root: str) -> bool:
    """Whether `path` leads from the leaf hash to `root` (hex). Needs neither key nor database."""
    for side, sibling in path:
        other = bytes.fromhex(sibling)
        leaf = node_hash(other, leaf) if side == "left" else node_hash(leaf, other)
    return leaf.hex() == root
