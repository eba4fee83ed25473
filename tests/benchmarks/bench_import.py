"""How long `import wanwidgets` takes, against the official SDK and requests in the same run."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ROUNDS = 5


def seconds(code):
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def test_import_against_others():
    """Importing the package, its client and its editor, each in a new interpreter."""
    nothing = seconds("pass")
    for code in ("import wanwidgets", "import requests", "from wanwidgets import Client", "import dashscope",
                 "import ipywidgets, ipycanvas", "from wanwidgets import Editor"):  # fmt: skip
        print(f"\n{code}: {seconds(code) - nothing:.3f} s", end="")
    print()
