"""Eight kernels that share one account, against a service that keeps its limits, in real time: about ten minutes."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
import re
import statistics
import subprocess
import sys
import time
import warnings
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

import pytest
from PIL import Image

from wanwidgets.catalog import MODELS
from wanwidgets.client import Client
from wanwidgets.errors import WanError
from wanwidgets.pacing.pace import Pace
from wanwidgets.request import EditRequest
from wanwidgets.task import TaskStatus

MODEL = "wan2.7-image"
KERNELS = 8
SUBMISSIONS = 25
PEER_SUBMISSIONS = 5
TASK_SECONDS = 10.0
KEY = "sk-local-pace"


def photo() -> Image.Image:
    return Image.effect_noise((300, 240), 80).convert("RGB")


class Counted:
    """Gates that count what came too fast."""

    def __init__(self, gates, seen) -> None:
        self._gates = gates
        self._seen = seen

    def __getattr__(self, name):
        return getattr(self._gates, name)

    def told(self, kind, model="", *, limited) -> None:
        self._seen += [f"429 {kind}"] * limited
        self._gates.told(kind, model, limited=limited)


def ours(url: str, submissions: int, seen: list[str]) -> None:
    """All submissions of one kernel at once, each to its picture; the environment says by which limiter."""
    client = Client(KEY, base_url=url)
    client.gates = Counted(client.gates, seen)

    def submit(number: int) -> None:
        request = EditRequest(f"Blur it, {os.getpid()} {number}", images=[photo()], model=MODEL, size="768*768")
        slot = client.gates.slot(MODEL, pause)
        try:
            for looked in client.watch(client.submit(request).id):
                slot.renew()
                task = looked
        except WanError as error:
            seen.append(f"lost: {type(error).__name__}")
            return
        finally:
            slot.give_back()
        assert task.status is TaskStatus.SUCCEEDED
        assert client.download(task.content[0].url)
        seen.append("pictures")

    at_once(submit, submissions)
    seen += filter(None, [getattr(client.gates, "notice", "")])


def theirs(url: str, submissions: int, seen: list[str]) -> None:
    """The same with the official SDK, as its guide has it: create, wait."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dashscope
        from dashscope.aigc.image_generation import ImageGeneration
    dashscope.base_http_api_url, dashscope.api_key = url, KEY
    out = io.BytesIO()
    photo().save(out, "PNG")
    picture = f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode()}"

    def submit(number: int) -> None:
        content = [{"image": picture}, {"text": f"Blur it, {os.getpid()} {number}"}]
        options = {"messages": [{"role": "user", "content": content}], "n": 1, "size": "768*768"}
        created = ImageGeneration.async_call(model=MODEL, **options)
        if created.status_code != HTTPStatus.OK:
            seen.extend([f"{created.status_code} create", "lost: never begun"])
            return
        done = ImageGeneration.wait(created)
        if done.status_code != HTTPStatus.OK:
            seen.extend([f"{done.status_code} query", "lost: begun and billed"])
            return
        assert done.output.task_status == "SUCCEEDED"
        seen.append("pictures")

    at_once(submit, submissions)


def at_once(submit, submissions: int) -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(submissions) as threads:
        list(threads.map(submit, range(submissions)))


def pause(seconds: float) -> bool:
    time.sleep(seconds)
    return False


@contextlib.contextmanager
def limited_service():
    """Serve with limits, as a process of its own."""
    command = [sys.executable, "-m", "wanwidgets.service", "--limits", "--engine", "cards"]
    command += ["--run-seconds", str(TASK_SECONDS)]
    environment = {**os.environ, "WANWIDGETS_SERVICE_KEY": KEY}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as service:
        try:
            yield next(found[1] for line in service.stdout if (found := re.search(r"base URL +(\S+)", line)))
        finally:
            service.terminate()


def measured(name: str, who: str, submissions: int, pace: str) -> tuple[float, Counter[str]]:
    """Let all kernels submit at once; return the share of what the limits allow, and what was counted."""
    with limited_service() as url, contextlib.ExitStack() as open_kernels:
        command = [sys.executable, __file__, who, url, str(submissions)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        kernels = [
            open_kernels.enter_context(subprocess.Popen(command, env={**os.environ, "WANWIDGETS_PACE": pace}, **pipes))
            for _ in range(KERNELS)
        ]
        for kernel in kernels:
            assert kernel.stdout.readline() == "ready\n"
        begun = time.perf_counter()
        for kernel in kernels:
            kernel.stdin.write("go\n")
            kernel.stdin.flush()
        counts: Counter[str] = Counter()
        for kernel in kernels:
            counts.update(json.loads(kernel.stdout.readline()))
        seconds = time.perf_counter() - begun
    share = counts["pictures"] * TASK_SECONDS / MODELS[MODEL].rate.concurrent_tasks / seconds
    print(f"\n{name}: {KERNELS * submissions} wanted, {counts['pictures']} came in {seconds:.1f} s, ", end="")
    print(f"{share:.1%} of what the limits allow; {dict(counts)}")
    return share, counts


def test_cost_of_a_gate(tmp_path):
    """What one pass of a gate costs where nobody has to wait, and a slot taken and given back."""
    pace = Pace("account", file=tmp_path / "pace.sqlite", queries_per_second=1e9)
    costs = {"query": lambda: pace.query(pause), "slot": lambda: pace.slot(MODEL, pause).give_back()}
    for what, work in costs.items():
        times = []
        for _ in range(1000):
            begun = time.perf_counter()
            work()
            times.append(time.perf_counter() - begun)
        median, worst = statistics.median(times), max(times)
        print(f"\n{what:>6}: median {1000 * median:.2f} ms, longest {1000 * worst:.2f} ms")
        assert median < 0.001 * (1 + (what == "slot"))


@pytest.mark.timeout(1800)
def test_kernels_share_the_limits(tmp_path):
    """Nothing is refused, every picture comes, and at least 95 % of what the limits allow is used."""
    share, counts = measured("paced", "ours", SUBMISSIONS, str(tmp_path / "pace.sqlite"))

    assert counts == {"pictures": KERNELS * SUBMISSIONS}
    assert share >= 0.95


@pytest.mark.timeout(900)
def test_the_same_without_a_limiter(tmp_path):
    """What becomes of a smaller load without the limiter, and with the official SDK."""
    _, alone = measured("without a limiter", "ours", PEER_SUBMISSIONS, "off")
    _, official = measured("official SDK", "theirs", PEER_SUBMISSIONS, "off")

    assert sum(count for what, count in alone.items() if what.startswith("429")) > 0
    assert sum(count for what, count in official.items() if what.startswith("lost")) > 0


if __name__ == "__main__":
    told: list[str] = []
    {"ours": ours, "theirs": theirs}[sys.argv[1]](sys.argv[2], int(sys.argv[3]), told)
    print(json.dumps(Counter(told)), flush=True)
