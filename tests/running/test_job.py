"""A job runs beside its caller, can be waited for and stopped, and hides no error."""

from __future__ import annotations

import inspect
import threading
from datetime import datetime, timezone

import pytest

from wanwidgets.errors import Cancelled, InvalidRequest, StoreError, TaskFailed, WaitTimeout
from wanwidgets.request import EditRequest
from wanwidgets.result import Run, RunState
from wanwidgets.running import job as job_module
from wanwidgets.running.job import Job, in_thread
from wanwidgets.stages import SENDING, Stage

DRAFT = EditRequest("Paint it")
PREPARED = Run("1", DRAFT, "local/1", RunState.PREPARED, datetime(2026, 11, 20, tzinfo=timezone.utc))
RUNNING = PREPARED.now(RunState.RUNNING, task_id="t-1")
SUCCEEDED = RUNNING.now(RunState.SUCCEEDED)


class Steps:
    """Stands for what a runner yields: an exception among the steps is raised, a function is called with a pause.

    A function may take both pauses, that of the user's stop and that of lingering; a stage is told.
    """

    def __init__(self, *steps) -> None:
        self.steps = steps
        self.runs = 0

    def __call__(self, pause, linger, tell):
        self.runs += 1
        for step in self.steps:
            if isinstance(step, Exception):
                raise step
            if isinstance(step, Run):
                yield step
            elif isinstance(step, Stage):
                tell(step)
            elif len(inspect.signature(step).parameters) > 1:
                step(pause, linger)
            else:
                step(pause)


def until_stopped(pause) -> None:
    if pause(3600):
        raise Cancelled("Stopped.")


@pytest.fixture
def make_job():
    """Make jobs, and stop those that a test leaves running."""
    made = []

    def make(*steps, **options) -> Job:
        made.append(Job(Steps(*steps), **options))
        return made[-1]

    yield make
    for job in made:
        job.leave()


def test_job_that_succeeds(make_job):
    """A job returns the last step of its run."""
    job = make_job(PREPARED, RUNNING, SUCCEEDED).start()

    assert job.wait() is SUCCEEDED
    assert job.wait() is SUCCEEDED
    assert (job.done, job.error, job.run) == (True, None, SUCCEEDED)


def test_job_that_is_not_begun_does_nothing(make_job):
    """A job does nothing before it is told to begin."""
    job = make_job(SUCCEEDED)

    assert not job.join(0)
    assert (job.done, job.run, job._steps.runs) == (False, None, 0)


def test_job_that_is_begun_twice_runs_once(make_job):
    """A job that is begun twice is sent, and billed, once."""
    job = make_job(SUCCEEDED)

    assert job.start() is job.start() is job
    job.wait()

    assert job._steps.runs == 1


def test_run_that_failed_is_raised(make_job):
    """A run that did not succeed raises what ended it, each time it is waited for."""
    error = TaskFailed("InvalidParameter", "no")
    job = make_job(PREPARED, RUNNING.now(RunState.FAILED, error=error)).start()

    for _ in range(2):
        with pytest.raises(TaskFailed) as caught:
            job.wait()
        assert caught.value is error
    assert job.error is None
    assert job.run.state is RunState.FAILED


@pytest.mark.parametrize("error", [InvalidRequest([]), RuntimeError("a fault of ours")])
def test_error_without_a_run_is_raised(make_job, error):
    """What kept a run from beginning, expected or not, is kept and raised to whoever waits."""
    job = make_job(error).start()

    with pytest.raises(type(error)) as caught:
        job.wait()

    assert caught.value is job.error is error
    assert job.run is None


def test_fault_in_the_middle_keeps_the_last_step(make_job):
    """A fault of ours after the send is raised, and what is known of the run stays."""
    job = make_job(PREPARED, RUNNING, RuntimeError("a fault of ours")).start()

    with pytest.raises(RuntimeError, match="a fault of ours"):
        job.wait()

    assert job.run is RUNNING


def test_task_that_could_not_be_written_down_is_known(make_job):
    """A step that the journal could not take is known to the job all the same, with the id of its task."""
    error = StoreError("full")
    error.run = RUNNING
    job = make_job(PREPARED, error).start()

    with pytest.raises(StoreError, match="full"):
        job.wait()

    assert job.run is RUNNING


def test_job_that_takes_longer_can_be_waited_for_again(make_job):
    """A wait that is too short raises WaitTimeout, and the run goes on."""
    go_on = threading.Event()
    job = make_job(PREPARED, lambda _: go_on.wait(), SUCCEEDED).start()

    with pytest.raises(WaitTimeout, match=r"0\.001 s"):
        job.wait(0.001)
    assert not job.done

    go_on.set()
    assert job.wait() is SUCCEEDED


def test_job_that_is_stopped(make_job):
    """A job that is stopped ends the pause of its run at once."""
    job = make_job(PREPARED, until_stopped).start()

    job.cancel()

    with pytest.raises(Cancelled, match="Stopped"):
        job.wait()
    assert job.stopping


def test_job_that_is_stopped_before_it_began(make_job):
    """A job that was stopped before it began finds that out at its first pause."""
    job = make_job(lambda pause: until_stopped(pause) if pause(0) else None, SUCCEEDED)
    job.cancel()

    with pytest.raises(Cancelled):
        job.start().wait()


def test_run_without_any_step_was_stopped(make_job):
    """A run that ended without a step and without an error is told as Cancelled, not as None."""
    with pytest.raises(Cancelled, match="before anything was sent"):
        make_job().start().wait()


def test_interrupt_stops_the_run(make_job, monkeypatch):
    """An interrupt while a cell waits stops the run, lets it say goodbye, and goes on as an interrupt."""
    job = make_job(PREPARED, until_stopped)
    waits = interrupted_once(job, monkeypatch)
    job.start()

    with pytest.raises(KeyboardInterrupt):
        job.wait()

    assert job.join(10)
    assert isinstance(job.error, Cancelled)
    assert waits == [None]


def interrupted_once(job, monkeypatch):
    real, waits = job._turn.wait, []

    def interrupted(timeout=None):
        waits.append(timeout)
        if len(waits) == 1:
            raise KeyboardInterrupt
        return real(timeout)

    monkeypatch.setattr(job._turn, "wait", interrupted)
    return waits


def stopped_until(gate):
    """Return a step that goes on when the user stopped, and one that then lingers until the gate is open."""

    def stop(pause) -> None:
        assert pause(3600)

    def linger(_pause, linger) -> None:
        assert not linger(0)
        gate.wait()

    return stop, linger


def test_run_that_is_stopped_late_lets_its_caller_go(make_job):
    """A stopped run that lingers releases whoever waits at once, goes on, and returns its pictures when they came."""
    gate = threading.Event()
    stop, linger = stopped_until(gate)
    job = make_job(PREPARED, RUNNING, stop, RUNNING.now(RunState.RUNNING, stopped=True), linger, SUCCEEDED).start()
    assert not job.released

    job.cancel()

    with pytest.raises(Cancelled, match="kept when they come") as caught:
        job.wait()
    assert caught.value.run is job.run
    assert (job.released, job.done, job.run.stopped) == (True, False, True)
    gate.set()
    assert job.join(10)
    assert job.wait() is SUCCEEDED


def test_interrupt_of_a_run_that_lingers_returns(make_job, monkeypatch):
    """An interrupt returns as soon as the stop is told; the run lingers on in its thread."""
    gate = threading.Event()
    stop, linger = stopped_until(gate)
    job = make_job(PREPARED, stop, RUNNING.now(RunState.RUNNING, stopped=True), linger, SUCCEEDED)
    interrupted_once(job, monkeypatch)
    job.start()

    with pytest.raises(KeyboardInterrupt):
        job.wait()

    assert (job.released, job.done) == (True, False)
    gate.set()
    assert job.join(10)


def test_stop_that_is_not_answered_lets_its_caller_go(make_job, monkeypatch):
    """Whoever waits for a run whose request hangs is let go soon after the stop, and is told that nothing is known."""
    monkeypatch.setattr(job_module, "_GOODBYE", 0.01)
    hangs, gate = threading.Event(), threading.Event()

    def hang(_pause) -> None:
        hangs.set()
        gate.wait()

    job = make_job(PREPARED, hang, SUCCEEDED).start()
    hangs.wait()
    job.cancel()

    with pytest.raises(Cancelled, match="not answered yet"):
        job.wait()
    assert (job.released, job.done) == (False, False)
    gate.set()
    assert job.join(10)
    assert job.wait() is SUCCEEDED


def test_run_that_was_stopped_in_an_earlier_kernel_is_waited_for(make_job):
    """A run that is taken up is waited for, whether or not it was stopped before."""
    earlier = RUNNING.now(RunState.RUNNING, stopped=True)
    done = earlier.now(RunState.SUCCEEDED)
    job = make_job(earlier, done, run=earlier)
    assert job.run is earlier

    assert job.start().wait() is done


def test_leaving_ends_the_lingering(make_job):
    """A job that is left neither runs on nor lingers."""
    told = []
    stopped = RUNNING.now(RunState.RUNNING, stopped=True)
    job = make_job(RUNNING, until_left(told), stopped).start()

    job.leave()

    assert job.join(10)
    assert told == [True, True]
    assert job.stopping


def until_left(told):
    def step(pause, linger) -> None:
        told.extend([pause(3600), linger(3600)])

    return step


def test_cancel_does_not_end_the_lingering(make_job):
    """A job that is only cancelled goes on lingering."""
    told = []
    job = make_job(PREPARED, lambda pause, linger: told.extend([pause(3600), linger(0)]), SUCCEEDED).start()

    job.cancel()

    assert job.join(10)
    assert told == [True, False]


def test_each_step_is_told(make_job):
    """Every step is told on the worker's thread, with the job as it is then, and so is the end."""
    told = []
    job = make_job(
        PREPARED,
        RUNNING,
        SUCCEEDED,
        on_change=lambda job: told.append((job.run, job.done, threading.current_thread().name)),
    )

    job.start().wait()

    assert [(run, done) for run, done, _ in told] == [
        (PREPARED, False),
        (RUNNING, False),
        (SUCCEEDED, False),
        (SUCCEEDED, True),
    ]
    assert {name for _, _, name in told} == {"wanwidgets-run"}


def test_end_is_told_before_the_wait_is_over(make_job):
    """Whoever waited finds that the end was told already, so that the next run can begin at once."""
    slow, told = threading.Event(), []

    def follow(job: Job) -> None:
        if job.done:
            slow.wait(0.02)
            told.append(job.run)

    make_job(SUCCEEDED, on_change=follow).start().wait()

    assert told == [SUCCEEDED]


def test_long_pause_is_told_on_the_way(make_job, monkeypatch):
    """A long pause is told several times, so that a screen can show the seconds."""
    monkeypatch.setattr(job_module, "_TICK", 0.001)
    told = []
    job = make_job(
        PREPARED,
        lambda pause: pause(0.0055),
        SUCCEEDED,
        on_change=lambda job: told.append(job.run),
        clock=lambda: 0.0,
    )

    job.start().wait()

    assert told.count(PREPARED) == 6


def test_fault_of_a_screen_does_not_stop_a_run(make_job):
    """A fault in what follows the run neither stops it nor stays hidden."""

    def follow(_job: Job) -> None:
        raise RuntimeError("the screen broke")

    job = make_job(PREPARED, RUNNING, SUCCEEDED, on_change=follow).start()

    with pytest.raises(RuntimeError, match="the screen broke"):
        job.wait()
    assert job.run is SUCCEEDED


def test_fault_of_a_screen_does_not_hide_that_of_a_run(make_job):
    """The error that ended a run comes before a fault in what followed it."""
    calls = []

    def follow(job: Job) -> None:
        calls.append(job)
        if job.done:
            raise RuntimeError("the screen broke")

    job = make_job(PREPARED, StoreError("full"), on_change=follow).start()

    with pytest.raises(StoreError):
        job.wait()
    assert len(calls) == 2


def test_job_without_threads(make_job):
    """A job whose worker runs at once has ended when it was begun."""
    job = make_job(PREPARED, SUCCEEDED, spawn=lambda work: work())

    assert job.start().done
    assert job.wait() is SUCCEEDED


def test_browser_has_no_threads(monkeypatch):
    """In a browser's Python, which has no threads, the work is done at once."""
    done = []
    monkeypatch.setattr(job_module.sys, "platform", "emscripten")

    in_thread(lambda: done.append(threading.current_thread()))

    assert done == [threading.current_thread()]


def test_worker_does_not_keep_python_alive():
    """The thread of a run is a daemon, so that a kernel can end."""
    seen = []
    told = threading.Event()

    def work() -> None:
        seen.append(threading.current_thread())
        told.set()

    in_thread(work)

    assert told.wait(10)
    assert (seen[0].daemon, seen[0].name) == (True, "wanwidgets-run")
    seen[0].join()


def test_others_can_follow_a_job_and_let_go_of_it(make_job) -> None:
    """Each listener is told of each step until it lets go, and one that fails keeps nobody else from being told."""
    told, gone = [], []

    def fails(_) -> None:
        raise ValueError("The screen failed.")

    job = make_job(PREPARED, SUCCEEDED)
    for listener in (fails, told.append, gone.append):
        job.follow(listener)
    job.unfollow(gone.append)
    job.start()
    assert job.join(60)
    assert (set(told), len(told) >= 3, gone) == ({job}, True, [])


def test_job_says_that_it_pauses(make_job) -> None:
    """It pauses while time passes, and neither while it works nor for no time at all."""
    seen = []
    job = make_job(
        PREPARED,
        lambda pause: seen.append(job.pausing) or pause(0) or seen.append(job.pausing),
        lambda pause: pause(0.6),
        SUCCEEDED,
        on_change=lambda job: seen.append(job.pausing),
    )
    job.start().wait(60)
    assert seen[:4] == [False, False, False, True]
    assert seen[-1] is False


def test_stage_is_kept_and_what_was_waited_counted(make_job):
    """A job knows where its run is and when it left; a stage is looked at, and tells nobody."""
    now, told = iter(float(second) for second in range(100)), []
    job = make_job(
        Stage("checking"), PREPARED, SENDING, Stage("queued"), RUNNING, Stage("saving", 1, 1), SUCCEEDED,
        request=DRAFT, on_change=lambda job: told.append(job.stage and job.stage.name), clock=lambda: next(now),
    )  # fmt: skip
    assert (job.stage, job.request, job.asked) == (None, DRAFT, DRAFT)
    job.start().wait()

    assert job.stage == Stage("saving", 1, 1)
    assert told == ["checking", "queued", "saving", "saving"]
    assert 0 < job.waited < job.seconds
