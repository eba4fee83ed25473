"""A file is there wholly or not at all, and nothing that anybody put in its place is lost."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from wanwidgets.decoding import sha256
from wanwidgets.errors import ImageError, StoreError
from wanwidgets.images import InputImage
from wanwidgets.store.files import Files, make_folders, sync_folder


@pytest.fixture
def files(tmp_path) -> Files:
    return Files(tmp_path / "files")


@pytest.fixture
def png(photo) -> bytes:
    out = io.BytesIO()
    photo.save(out, "PNG", compress_level=1)
    return out.getvalue()


def names(files: Files) -> list[str]:
    return sorted(path.name for path in files.folder.rglob("*") if path.is_file())


def test_edited_file_is_put_aside(files, png):
    """A file that was edited by hand is kept under a telling name, each version once, and the right bytes are back."""
    saved = files.keep(png)
    saved.path.write_bytes(b"edited")
    with pytest.raises(StoreError, match="changed"):
        saved.image()

    assert files.keep(png) == saved
    saved.path.write_bytes(b"again")
    files.keep(png)
    saved.path.write_bytes(b"edited")
    files.keep(png)

    digest = saved.digest
    assert names(files) == sorted([f"{digest}.png", f"{digest}.changed-1.png", f"{digest}.changed-2.png"])
    assert saved.path.read_bytes() == files.find(digest) == png
    assert (saved.path.parent / f"{digest}.changed-1.png").read_bytes() == b"edited"
    assert (saved.path.parent / f"{digest}.changed-2.png").read_bytes() == b"again"


def test_what_was_put_aside_is_not_found(files, png):
    """A file that was put aside is not taken for the one that is gone."""
    saved = files.keep(png)
    saved.path.rename(saved.path.with_name(f"{saved.digest}.changed-1.png"))

    with pytest.raises(StoreError, match=f"no file {saved.digest[:12]}"):
        files.find(saved.digest)


def test_picture_says_what_is_wrong_with_its_file(files, png):
    """A picture whose file is gone, changed or unreadable is a StoreError that names the file and says which."""
    saved = files.keep(png)
    assert saved.data() == png

    saved.path.write_bytes(png[:-1])
    with pytest.raises(StoreError, match=rf"{saved.path.name} is not the picture .* changed or damaged"):
        saved.image()
    saved.path.unlink()
    with pytest.raises(StoreError, match=rf"{saved.path.name} is gone"):
        saved.image()
    saved.path.mkdir()
    with pytest.raises(StoreError, match=rf"{saved.path.name} cannot be read"):
        saved.image()
    with pytest.raises(StoreError, match="cannot be read"):
        files.find(saved.digest)


@pytest.mark.parametrize("cut", [1, 4, 8, 12])
def test_picture_without_its_end_is_cut_off(files, png, cut):
    """A PNG whose pixels are all there and whose end is not is no whole file."""
    with pytest.raises(ImageError, match="cut off"):
        files.keep(png[:-cut])

    assert not files.folder.exists()


def test_half_files_are_cleared_away_when_old(tmp_path, png):
    """What a killed writer left is removed after a day; what may still be written is left alone."""
    digest, now = sha256(png), 1_000_000.0
    parts = {"old": now - 86_401, "young": now - 86_399, "new": now + 5}
    for name, written in parts.items():
        part = tmp_path / "files" / digest[:2] / f"{name}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(png[:100])
        os.utime(part, (written, written))

    Files(tmp_path / "files", clock=lambda: now).keep(png)

    assert names(Files(tmp_path / "files")) == sorted([f"{digest}.png", "new.part", "young.part"])


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what a descriptor stands for cannot be seen here")
def test_names_are_brought_to_the_disk(files, png, monkeypatch):
    """The file, its folder and the folders that were made are all synced, the file before it has its name."""
    synced = []
    fsync = os.fsync

    def sync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}")
        name = path.resolve().name if path.exists() else ""
        synced.append((name, [known for known in names(files) if not known.endswith(".part")]))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    saved = files.keep(png)

    file_first = next(at for at, (name, _) in enumerate(synced) if name.endswith(".part"))
    assert synced[file_first][1] == []
    assert synced[-1] == (saved.path.parent.name, [saved.path.name])
    assert [name for name, _ in synced[:file_first]] == [files.folder.parent.name, "files"]


@pytest.mark.parametrize("at", range(4))
def test_failure_at_each_step_leaves_what_was_there(files, png, monkeypatch, at):
    """A disk that fails at any sync loses nothing that was there: the edited file is there, and no half one is."""
    saved = files.keep(png)
    saved.path.write_bytes(b"edited")
    fsync, count = os.fsync, iter(range(100))

    def failing(descriptor: int) -> None:
        if next(count) == at:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    if at < 3:
        with pytest.raises(OSError, match="No space left"):
            files.keep(png)
    else:
        files.keep(png)

    assert not [name for name in names(files) if name.endswith(".part")]
    contents = {path.read_bytes() for path in files.folder.rglob("*") if path.is_file()}
    assert b"edited" in contents
    monkeypatch.undo()
    assert files.keep(png).data() == png
    assert (saved.path.parent / f"{saved.digest}.changed-1.png").read_bytes() == b"edited"


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter there")
def test_file_has_the_rights_of_others(files, png, tmp_path):
    """A picture may be read by whoever may read the user's other files."""
    (tmp_path / "plain").touch()

    assert files.keep(png).path.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_folder_that_cannot_be_synced(tmp_path, monkeypatch):
    """A file system that cannot sync folders is used without; a disk that fails is told."""

    def refuse(number: int) -> None:
        monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(number, os.strerror(number))))

    refuse(errno.EINVAL)
    sync_folder(tmp_path)
    sync_folder(tmp_path / "nowhere")
    make_folders(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
    refuse(errno.EIO)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        sync_folder(tmp_path)


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "LA", "I;16", "turned"])
def test_pixels_of_a_file_are_those_of_the_picture_that_is_read(tmp_path, photo, mode):
    """A result is kept with the hash that it has as an input: upright, without alpha, in eight bits."""
    exif = Image.Exif()
    if mode == "turned":
        exif[0x0112] = 6
        picture = photo
    elif mode == "I;16":
        picture = Image.fromarray(np.asarray(photo.convert("L"), np.uint16) * 257)
    else:
        picture = photo.convert(mode)
    if "A" in mode:
        picture.putalpha(picture.getchannel(0))
    out = io.BytesIO()
    picture.save(out, "PNG", exif=exif)

    kept = Files(tmp_path).keep(out.getvalue())

    assert kept.pixels == InputImage.from_bytes(out.getvalue()).pixels
    assert (kept.width, kept.height) == picture.size
