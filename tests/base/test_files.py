"""Files on disk: random names, no way out of the folder, nobody else may read."""

import os
import stat

import pytest

from lianxinqiao.base import files


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def test_stored_bytes_come_back_until_discarded(folder):
    name = files.store(b"sealed")
    assert files.load(name) == b"sealed"
    assert list(files.names()) == [name]
    files.discard(name)
    files.discard(name)
    with pytest.raises(files.Gone):
        files.load(name)


def test_names_are_random_and_files_are_the_servers_alone(folder):
    old = os.umask(0)
    try:
        names = {files.store(b"same") for _ in range(50)}
    finally:
        os.umask(old)
    assert len(names) == 50
    for path in folder.rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../../etc/passwd",
        "a" * 31,
        "a" * 33,
        "A" * 32,
        "g" * 32,
        "/" * 32,
        "a" * 31 + "\0",
        "a" * 32 + "\n",
        "ａ" * 32,
    ],
)
def test_no_name_leads_out(name):
    for way in (files.load, files.discard):
        with pytest.raises(files.Gone):
            way(name)


def test_a_link_in_the_place_of_a_file_is_not_followed(folder, tmp_path):
    (tmp_path / "secret").write_bytes(b"secret")
    name = files.store(b"x")
    path = next(folder.rglob(name))
    path.unlink()
    path.symlink_to(tmp_path / "secret")
    with pytest.raises(files.Gone):
        files.load(name)
