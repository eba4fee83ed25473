"""How long `import wanwidgets` takes, against the official SDK and requests in the same run."""

from __future__ import annotations

import subprocess
import sys


def test_import_against_others(median_seconds):
    """Importing the package, its client and its editor, each in a new interpreter."""

    def seconds(code):
        command = [sys.executable, "-W", "ignore", "-c", code]
        return median_seconds(lambda: subprocess.run(command, check=True, capture_output=True))

    nothing = seconds("pass")
    for code in ("import wanwidgets", "import requests", "from wanwidgets import Client", "import dashscope",
                 "import ipywidgets, ipycanvas", "from wanwidgets import Editor"):  # fmt: skip
        print(f"\n{code}: {seconds(code) - nothing:.3f} s", end="")
    print()
