"""What a whole run leaves on disk holds neither the key nor a signature."""

from __future__ import annotations

from wanwidgets.fetch import fetch_image
from wanwidgets.modes import ReplayMode
from wanwidgets.request import EditRequest
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore


def test_folder_holds_no_secret(server, client, tmp_path, png, photo):
    """No byte of the folder of a run has the key, the signature of an input's address, or that of a result's."""
    store = RunStore(tmp_path / "runs")
    signed = f"{server.origin}/result.png?Signature=s3cret"
    runner = Runner(client, store, fetch=lambda address: fetch_image(address, private=True))
    draft = EditRequest("Paint it", [f"{server.origin}/input.png?Signature=s3cret", photo])
    endings = (
        [server.succeeded(signed), server.raw(png)],
        [server.succeeded(signed), server.html(403)],
        [server.error("InvalidApiKey", "Incorrect API key provided: sk-secret-0123456789", 401)],
    )
    for ending in endings:
        server.answers(server.raw(png), server.task("PENDING"), *ending)
        list(runner.run(draft, pause=lambda _: False, mode=ReplayMode.REFRESH))

    kept = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())

    assert len(store.runs()) == 3
    assert b"input.png" in kept
    assert b"s3cret" not in kept
    assert b"sk-secret" not in kept
    assert server.origin.encode() not in kept
