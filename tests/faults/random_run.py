"""Many runs, each with faults drawn by a seed; in the end the service's own ledger says what was paid for.

Two invariants, and what follows from them: no request was accepted twice; each picture that the service made is in the
store; and no run says anything else than the ledger does.
"""

from __future__ import annotations

import itertools
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests
from careful import UNDECIDED, Careful
from fault_table import ALWAYS, HOW, KILLS, ONCE, TIMES, WRITES, cells
from faulty_wire import Fault, Wire
from kernels import Kernels, impatient, make_client, never
from PIL import Image
from service_process import ServiceProcess

from wanwidgets.decoding import sha256
from wanwidgets.errors import StoreError, WanError
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running.runner import Runner
from wanwidgets.store import RunStore

__all__ = ["Plan", "Tally", "World", "plan_of", "plans", "run_ours"]

_SLOW = frozenset({"hang", "hang after", "service dies"})
_SLOW_SHARE = 0.03
"""Of all faults; each of them takes a quarter of a second or more."""
_KILL_SHARE = 0.15
_WRITE_SHARE = 0.1
_ALWAYS_SHARE = 0.1
_MISHAPS = (*(f"{write}/{how}" for write in WRITES for how in HOW), "keep/no space")
_BREAKS = frozenset({"refused", "reset unread", "reset", "reset after", "cut", "502 after"})
"""What happens to connections; all else is an answer."""
_STEPS = tuple(KILLS)
_SLOWLY = tuple((step, fault) for step, fault, _ in cells(ONCE).values() if fault in _SLOW) + tuple(
    (step, "service dies") for step in ("create", "poll", "upload")
)
_FOR_EVER = tuple((step, fault) for step, fault, _ in cells(ALWAYS).values())
_NOT_BILLED = frozenset({RunState.REFUSED, RunState.UNREACHABLE, RunState.CANCELLED, RunState.PREPARED})


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes wrong with one run.

    Attributes
    ----------
    prompt : str
        Of no other run; it names the seed and the run.
    faults : tuple of Fault
        On the wire.
    mishap : str
        What goes wrong with a write of the store; empty for nothing.
    listing : tuple of Fault
        On the wire, when the run's trace is looked for.
    """

    prompt: str
    faults: tuple[Fault, ...]
    mishap: str = ""
    listing: tuple[Fault, ...] = ()

    @property
    def uploads(self) -> bool:
        """Whether a step of an upload is to go wrong, which only some models have."""
        return any(fault.step in {"policy", "upload"} for fault in self.faults)

    @property
    def kills(self) -> bool:
        """Whether the run needs a process of its own, which may be killed or find its disk full."""
        return bool(self.mishap) or any(fault.name.startswith("kill") for fault in self.faults)

    @property
    def count(self) -> int:
        """How many things go wrong."""
        return len(self.faults) + bool(self.mishap)


def plan_of(seed: int, number: int) -> Plan:
    """Return what goes wrong with a run; it depends on nothing but these two."""
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 - a draw that can be repeated
    prompt = f"seed {seed}, run {number}"
    listing = tuple(
        Fault("list", name)
        for name in ("reset", "502 html", "429 RateQuota", "garbage", "cut", "bare 503")
        if draw.random() < 0.1
    )
    if draw.random() < _WRITE_SHARE:
        return Plan(prompt, (), draw.choice(_MISHAPS), listing)
    faults: dict[str, Fault] = {}
    if draw.random() < _KILL_SHARE:
        step = draw.choice(tuple(KILLS))
        faults[step] = Fault(step, draw.choice(("kill", "kill after")))
    for _ in range(draw.choice((0, 1, 1, 2) if faults else (1, 1, 1, 2, 3))):
        if draw.random() < _ALWAYS_SHARE:
            step, name = draw.choice(_FOR_EVER)
            faults.setdefault(step, Fault(step, name, times=TIMES))
        else:
            step, name = draw.choice(_SLOWLY) if draw.random() < _SLOW_SHARE else _quick(draw)
            faults.setdefault(step, Fault(step, name, times=draw.choice((1, 1, 1, 2))))
    # Where a step is refused, the process that counts the refusals must be this one.
    killed = any(fault.name.startswith("kill") for fault in faults.values())
    kept = tuple(fault for fault in faults.values() if not (killed and fault.name == "refused"))
    return Plan(prompt, kept, "", listing)


def _quick(draw: random.Random) -> tuple[str, str]:
    """Draw a step, then whether a connection breaks or an answer is another one, then which; all as likely."""
    step, breaks = draw.choice(_STEPS), draw.random() < 1 / 2
    quick = (fault for at, fault, _ in cells(ONCE).values() if at == step and fault not in _SLOW)
    return step, draw.choice([fault for fault in quick if (fault in _BREAKS) == breaks])


def plans(seed: int, faults: int) -> Iterator[Plan]:
    """Yield the plans of runs until so many things go wrong."""
    total = 0
    for number in itertools.count():
        if total >= faults:
            return
        plan = plan_of(seed, number)
        total += plan.count
        yield plan


@dataclass
class Tally:
    """What came of it.

    Attributes
    ----------
    runs, faults, happened, kills : int
        Of what was drawn; `happened` are the faults of the wire that took place.
    accepted, succeeded, pictures : int
        What the ledger has: creates, tasks that succeeded, and pictures of them.
    twice : list of str
        Prompts of requests that were accepted more than once.
    lost : list of str
        Prompts of pictures that were made and that the user does not have.
    wrong : list of str
        What a run says and the ledger does not.
    undecided : list of str
        Runs of which a person would have to decide.
    states : Counter
        How the runs ended.
    """

    runs: int = 0
    faults: int = 0
    happened: int = 0
    kills: int = 0
    accepted: int = 0
    succeeded: int = 0
    pictures: int = 0
    twice: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    undecided: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in vars(self)})

    def check(self) -> None:
        """Raise where an invariant does not hold; the prompts name seed and run, for `plan_of`."""
        assert not self.twice, f"accepted twice: {self.twice}"
        assert not self.lost, f"made, paid and not in the store: {self.lost}"
        assert not self.wrong, f"not what the ledger says: {self.wrong}"
        assert not self.undecided, f"left for a person to decide: {self.undecided}"


class World:
    """A service that can die, a wire to it, and kernels that can be killed; a context manager.

    Parameters
    ----------
    folder
        Where the service and the stores keep their files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.service = ServiceProcess(folder / "service")
        self.kernels = Kernels()

    def __enter__(self) -> World:  # noqa: PYI034 - Self is not in typing before 3.11
        self.service.start()
        self.wire = Wire(
            self.service.port,
            on_kill=self.kernels.kill,
            on_service_death=self.service.restart,
            patience=1.0,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.close()
        self.service.kill()
        self.kernels.close()

    def ledger(self) -> list[dict]:
        """Return the ledger once every task in it has ended; here a task goes on when it is asked about."""
        headers = {"Authorization": f"Bearer {self.service.key}"}
        with requests.Session() as session:
            for entry in self.service.ledger():
                for _ in range(3):
                    session.get(
                        f"http://127.0.0.1:{self.service.port}/api/v1/tasks/{entry['task_id']}",
                        headers=headers,
                        timeout=60,
                    ).raise_for_status()
        return self.service.ledger()


def run_ours(world: World, to_do: Sequence[Plan]) -> tuple[Tally, Tally]:
    """Do the runs with `Runner` and `RunStore`; return what came of all, and of those without a kill or a full disk."""
    folder, happened = world.folder / "runs", {}
    with impatient():
        for plan in to_do:
            _run_one(world, plan, folder)
            happened[plan.prompt] = len(world.wire.happened)
            world.wire.happened.clear()
    with Careful(make_client(world.wire.url, world.service.key), folder) as user:
        user.settle()
        ledger = world.ledger()
        return tuple(
            _judged(plans_of, ledger, user.store, sum(happened[plan.prompt] for plan in plans_of))
            for plans_of in (to_do, [plan for plan in to_do if not plan.kills])
        )


def _run_one(world: World, plan: Plan, folder: Path) -> None:
    draft = _draft(plan)
    world.wire.plan(*plan.faults)
    if plan.kills:
        document = json.dumps(draft.to_dict())
        world.kernels.run(
            store=str(folder), url=world.wire.url, key=world.service.key, draft=document, mishap=plan.mishap
        )
    else:
        store = RunStore(folder)
        try:
            for _ in Runner(make_client(world.wire.url, world.service.key), store).run(draft, pause=never):
                pass
        finally:
            store.close()
    world.wire.calm()
    world.service.wait()
    with Careful(make_client(world.wire.url, world.service.key), folder) as user:
        try:
            user.settle(before=lambda _: world.wire.plan(*plan.listing))
        except StoreError:
            raise
        except WanError:
            # The list could not be had; a careful user asks again later.
            world.wire.calm()
            user.settle()
        world.wire.calm()


def _draft(plan: Plan) -> EditRequest:
    if not plan.uploads:
        return EditRequest(plan.prompt, n=1 + int(plan.prompt[-1]) % 2, seed=1)
    picture = Image.new("RGB", (260, 260), "teal")
    mask = Mask(picture.size, (Stroke(((130.0, 130.0),), 40.0),))
    return EditRequest(plan.prompt, [picture], mask=mask, model="wanx-x-painting")


def _judged(done: Sequence[Plan], entries: Sequence[dict], store: RunStore, happened: int) -> Tally:
    tally = Tally(len(done), sum(plan.count for plan in done), happened, sum(plan.kills for plan in done))
    prompts = {plan.prompt for plan in done}
    ledger = [entry for entry in entries if entry["prompt"] in prompts]
    by_prompt: dict[str, list[dict]] = {}
    for entry in ledger:
        by_prompt.setdefault(entry["prompt"], []).append(entry)
    documents = Counter(entry["document"] for entry in ledger)
    tally.accepted = len(ledger)
    tally.twice += [prompt for prompt, found in by_prompt.items() if len(found) > 1]
    tally.twice += [entry["prompt"] for entry in ledger if documents[entry["document"]] > 1]
    for entry in ledger:
        if entry["status"] == "SUCCEEDED":
            tally.succeeded += 1
            tally.pictures += len(entry["pictures"])
            tally.lost += [entry["prompt"] for digest in entry["pictures"] if not _has(store, digest)]
    for run in (run for run in store.runs() if run.request.prompt in prompts):
        tally.states[run.state.value] += 1
        if run.state in UNDECIDED:
            tally.undecided.append(f"{run.request.prompt} is {run.state.value}")
        tally.wrong += _untrue(run, by_prompt.get(run.request.prompt, []))
    return tally


def _has(store: RunStore, digest: str) -> bool:
    try:
        return sha256(store.find(digest)) == digest
    except StoreError:
        return False


def _untrue(run: Run, entries: Sequence[dict]) -> list[str]:
    said = f"{run.request.prompt} is {run.state.value}"
    if run.state in _NOT_BILLED and entries:
        return [f"{said}, and was accepted"]
    if run.state is RunState.SUCCEEDED:
        made = [digest for entry in entries for digest in entry["pictures"]]
        mine = [saved.digest for saved in run.saved]
        if sorted(made) != sorted(mine) or not mine:
            return [f"{said} with {len(mine)} pictures, and {len(made)} were made"]
    if run.state is RunState.FAILED and [entry["status"] for entry in entries] != ["FAILED"]:
        return [f"{said}, and at the service {[entry['status'] for entry in entries]}"]
    if run.state in {RunState.LOST, RunState.EXPIRED}:
        return [f"{said}, and the service has it"]
    return []
