"""What a release would ship, built once for all tests of this folder."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]


class Shipped(NamedTuple):
    """A source distribution and the wheel that was built from it."""

    sdist: Path
    wheel: Path

    def source(self):
        """Return the names in the source distribution, without the folder that they all are in."""
        with tarfile.open(self.sdist) as archive:
            return {name.partition("/")[2] for name in archive.getnames()}

    def names(self):
        """Return the names in the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return set(archive.namelist())

    def metadata(self):
        """Return the metadata of the wheel, as bytes."""
        with zipfile.ZipFile(self.wheel) as archive:
            (name,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
            return archive.read(name)


@pytest.fixture(scope="session")
def build():
    """Return a builder, `build(source, target, *options)`, that uses the tools of this environment and no network."""

    def run(source, target, *options):
        done = subprocess.run(
            [sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", str(target), str(source)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return target

    return run


@pytest.fixture(scope="session")
def shipped(build, tmp_path_factory):
    """Return the source distribution of this tree, and the wheel that is made of it and of nothing else."""
    dist = build(ROOT, tmp_path_factory.mktemp("dist"))
    (sdist,), (wheel,) = dist.glob("*.tar.gz"), dist.glob("*.whl")
    return Shipped(sdist, wheel)
