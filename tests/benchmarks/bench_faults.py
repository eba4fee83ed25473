"""Ten thousand faults with this client and with the official SDK: what is accepted twice, what is paid and lost."""

from __future__ import annotations

import os
import platform
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "faults"))

from random_run import Tally, World, plans, run_ours
from sdk_user import run_sdk

SEED = int(os.environ.get("FAULTS_SEED", "20261121"))
FAULTS = int(os.environ.get("FAULTS", "10000"))
RUNS_A_WORLD = 500
"""Before who is traced looks through a day of some thousand tasks, which takes longer than anything else."""
COUNTS = ("runs", "faults", "happened", "kills", "accepted", "succeeded", "pictures")
FINDINGS = ("twice", "lost", "wrong", "undecided")

pytestmark = [
    pytest.mark.timeout(3600),
    # The SDK leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_faults(tmp_path):
    """Both clients meet the same faults, drawn by one seed; with ours, nothing is paid twice and nothing is lost.

    The SDK's runs leave out kills and full disks, after which its user has nothing to go on from.
    """
    ours, ours_alike, theirs, begun = Tally(), Tally(), Tally(), time.perf_counter()
    to_do = list(plans(SEED, FAULTS))
    for first in range(0, len(to_do), RUNS_A_WORLD):
        some = to_do[first : first + RUNS_A_WORLD]
        with World(_made(tmp_path / f"ours-{first}")) as world:
            whole, alike = run_ours(world, some)
        with World(_made(tmp_path / f"theirs-{first}")) as world:
            theirs += run_sdk(world, some)
        ours, ours_alike = ours + whole, ours_alike + alike
    rows = {"wanwidgets": ours, "of these, without kills": ours_alike, "dashscope, without kills": theirs}
    versions = ", ".join(f"{name} {version(name)}" for name in ("wanwidgets", "dashscope", "requests"))
    print(f"\nseed {SEED}; {versions}; Python {platform.python_version()}; {time.perf_counter() - begun:.0f} s")
    print(f"{'':<26}", *(f"{column:>10}" for column in (*COUNTS, *FINDINGS)))
    for name, tally in rows.items():
        counts = [getattr(tally, count) for count in COUNTS] + [len(getattr(tally, found)) for found in FINDINGS]
        print(f"{name:<26}", *(f"{count:>10}" for count in counts))
    for name, tally in rows.items():
        print(f"{name}: {', '.join(f'{state} {count}' for state, count in tally.states.most_common())}")
    assert ours.faults >= FAULTS
    ours.check()


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
