from __future__ import annotations

import hashlib
import json
from pathlib import Path

from wanwidgets.service import engine

RECORD = Path(__file__).with_name("version.json")
COMMAND = "python tests/service/engine/test_version.py"


def current() -> dict[str, str]:
    """Return the version and a digest of the sources, the same whatever the line ends are."""
    digest = hashlib.sha256()
    folder = Path(engine.__file__).parent
    for name in sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py")):
        digest.update(f"{name}\n".encode() + (folder / name).read_bytes().replace(b"\r\n", b"\n"))
    return {"version": engine.ENGINE_VERSION, "digest": digest.hexdigest()}


def test_the_version_follows_the_sources():
    """Replayed runs rely on it: other sources can mean other pixels, so they need another version."""
    recorded = json.loads(RECORD.read_text(encoding="utf-8"))
    assert current() == recorded, f"Raise ENGINE_VERSION if pixels can differ, then record it: {COMMAND}"


if __name__ == "__main__":
    RECORD.write_text(json.dumps(current(), indent=2) + "\n", encoding="utf-8")
