"""The zip file of a pack is read as if an enemy had made it, and written the same each time."""

from __future__ import annotations

import stat
import struct
import warnings
import zipfile

import pytest

from wanwidgets.decoding import sha256
from wanwidgets.store.packing import archive as zips
from wanwidgets.store.packing.refused import Refused

LISTING = ("manifest.json", b"{}")


def file_of(data: bytes) -> str:
    return f"files/{sha256(data)[:2]}/{sha256(data)}.png"


def refusal(path) -> str:
    with pytest.raises(Refused) as refused, zips.opened(path):
        pass
    return str(refused.value)


def test_what_was_written_is_read(tmp_path):
    """Every file of a pack comes back, byte for byte, and its size is known before."""
    files = {file_of(b"one"): b"one", file_of(b"two"): b"two" * 1000}

    zips.written(tmp_path / "made" / "a.zip", [*files.items(), LISTING])

    with zips.opened(tmp_path / "made" / "a.zip") as archive:
        assert archive.sizes == {name: len(data) for name, data in files.items()}
        assert {name: archive.read(name) for name in files} == files
        assert archive.read("manifest.json") == b"{}"


def test_same_files_give_the_same_bytes(tmp_path):
    """Two packs of the same files are the same file, whenever they were written."""
    for name in ("a.zip", "b.zip"):
        zips.written(tmp_path / name, [(file_of(b"one"), b"one"), LISTING])

    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_broken_writing_leaves_what_was_there(tmp_path):
    """An error while a pack is written leaves the old one, and nothing half-written beside it."""
    path = tmp_path / "a.zip"
    zips.written(path, [LISTING])
    before = path.read_bytes()

    def broken():
        yield LISTING
        raise Refused("there is a key in it.")

    with pytest.raises(Refused):
        zips.written(path, broken())

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


OUTSIDE = ["../evil.png", "/etc/passwd", "files/../../evil.png", "C:/evil.png", "C:\\evil.png", "\\\\host\\a.png",
           "files\\..\\..\\evil.png", "files/ab/../../../x.png"]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_path_outside_is_refused(zipped, name):
    """A file that would be written outside the folder is refused, and named."""
    said = refusal(zipped([(name, b"x"), LISTING]))

    assert "outside its folder" in said
    assert ascii(name) in said


STRANGE = ["readme.txt", "files/", "files/ab/short.png", f"files/ab/{'cd' * 32}.png", f"files/AB/{'AB' * 32}.png",
           f"files/ab/{'ab' * 32}.exe", f"files/ab/{'ab' * 32}.png ", "MANIFEST.JSON",
           "manifest.json\0.png"]  # fmt: skip


@pytest.mark.parametrize("name", STRANGE)
def test_file_that_packs_do_not_have_is_refused(zipped, name):
    """A file of any other name than packs give is refused."""
    entry = zipfile.ZipInfo("x")
    entry.filename = name

    assert "is no file of a pack" in refusal(zipped([(entry, b""), LISTING]))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFIFO, stat.S_IFCHR])
def test_link_is_refused(zipped, kind):
    """A link, a folder or a device under the name of a picture is refused."""
    entry = zipfile.ZipInfo(file_of(b"x"))
    entry.external_attr = (kind | 0o777) << 16

    assert "no plain file" in refusal(zipped([(entry, b"/etc/passwd"), LISTING]))


def test_file_that_is_there_twice_is_refused(zipped):
    """Two files of one name are refused, since readers differ in which of them they take."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = zipped([LISTING, (file_of(b"x"), b"x"), (file_of(b"x"), b"y")])

    assert "is in it twice" in refusal(path)


def test_bomb_is_refused_before_it_is_unpacked(tmp_path):
    """A file that would grow more than 200 times is refused by what it declares."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(file_of(b"x"), b"\0" * 20_000_000)
        archive.writestr(*LISTING)

    assert "as a bomb does" in refusal(path)


def test_bomb_that_lies_about_its_size_is_never_unpacked_further(tmp_path):
    """A file that declares fewer bytes than it unpacks to is read no further than it declares, and refused."""
    path = tmp_path / "bomb.zip"
    data = b"\0" * 5_000_000
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(*LISTING)
        archive.writestr(file_of(b"x"), data)
    lied = path.read_bytes().replace(struct.pack("<I", len(data)), struct.pack("<I", 1000))
    path.write_bytes(lied)

    with zips.opened(path) as archive, pytest.raises(Refused, match="damaged"):
        archive.read(file_of(b"x"))


def test_files_that_lie_over_each_other_are_refused(tmp_path):
    """Many names for the same bytes, as in a bomb without a ratio, are refused."""
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(file_of(b"x"), b"x" * 1000)
        archive.writestr(file_of(b"y"), b"x" * 1000)
        archive.writestr(*LISTING)
        first, second = archive.infolist()[:2]
        second.header_offset = first.header_offset

    assert "lie over each other" in refusal(path)


def test_too_many_files_are_refused(zipped, monkeypatch):
    """More files than a pack may have are refused."""
    monkeypatch.setattr(zips, "MOST_FILES", 2)

    assert "at most 2" in refusal(zipped([(file_of(b"x"), b"x"), (file_of(b"y"), b"y"), LISTING]))


def test_list_of_names_that_fills_the_memory_is_not_read(tmp_path):
    """A zip file that declares more names than fit, in either format, is refused before they are read."""
    names = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, 4_000_000_000, 0, 0)
    large = b"PK\6\7" + bytes(16) + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, 46, 0, 0)
    for number, end in enumerate((names, large)):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(bytes(100) + end)

        assert "more than" in refusal(path)


def test_sum_of_all_files_has_a_bound(zipped, monkeypatch):
    """Files that unpack to more than a pack may hold are refused, and so is a pack that is larger itself."""
    path = zipped([(file_of(b"x"), b"x" * 3000), LISTING])
    monkeypatch.setattr(zips, "MOST_BYTES", 3001)

    assert "GB" in refusal(path)


def test_listing_without_end_is_refused(tmp_path, monkeypatch):
    """A listing beyond its bound is refused before it is read."""
    monkeypatch.setattr(zips, "MOST_LISTED", 100)
    zips.written(tmp_path / "a.zip", [("manifest.json", b" " * 101)])

    assert "larger than" in refusal(tmp_path / "a.zip")


def test_encrypted_file_is_refused(tmp_path):
    """A file that is encrypted is refused."""
    path = tmp_path / "a.zip"
    zips.written(path, [LISTING])
    data = path.read_bytes()
    at = data.index(b"PK\1\2") + 8
    path.write_bytes(data[:at] + b"\1\0" + data[at + 2 :])

    assert "encrypted" in refusal(path)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_to_pack_are_refused(tmp_path, way):
    """A file that is packed in another way than deflated or not at all is refused."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", way) as archive:
        archive.writestr(*LISTING)

    assert "packed in a way" in refusal(tmp_path / "a.zip")


def test_pack_that_was_zipped_anew_is_read(tmp_path):
    """A pack that some other program packed again, smaller, is a pack still."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(file_of(b"x"), b"x" * 1000)
        archive.writestr(*LISTING)

    with zips.opened(tmp_path / "a.zip") as archive:
        assert archive.read(file_of(b"x")) == b"x" * 1000


@pytest.mark.parametrize("data", [b"", b"no zip file at all", b"PK\3\4" + bytes(100), b"PK\5\6" + bytes(18)])
def test_what_is_no_pack_is_refused(tmp_path, data):
    """An empty file, another file, a beginning and an empty zip file are refused with words."""
    (tmp_path / "a.zip").write_bytes(data)

    assert refusal(tmp_path / "a.zip").endswith(".")


def test_pack_that_was_cut_off_is_refused(tmp_path):
    """A pack is refused wherever it was cut off."""
    zips.written(tmp_path / "a.zip", [(file_of(b"x"), b"x" * 50), LISTING])
    data = (tmp_path / "a.zip").read_bytes()

    for length in range(len(data)):
        (tmp_path / "a.zip").write_bytes(data[:length])
        assert refusal(tmp_path / "a.zip")


def test_damaged_file_is_refused(tmp_path):
    """A bit that fell over in a file is found."""
    zips.written(tmp_path / "a.zip", [(file_of(b"x"), b"x" * 50), LISTING])
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"x" * 50, b"x" * 49 + b"y"))

    with zips.opened(tmp_path / "a.zip") as archive, pytest.raises(Refused, match="damaged"):
        archive.read(file_of(b"x"))
