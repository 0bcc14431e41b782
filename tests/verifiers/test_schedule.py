"""Tasks over executors: the same bits from one process, several, or a cluster, and when a worker dies on the way."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.verifiers.packages import GOOD, make_package
from verifiers.checkpoints import Watch
from verifiers.collection import Collection, load
from verifiers.tasks import Settings
from verifiers.verify import TheoremWork, perform, verify

# a sampler that kills its process the first time the third chunk is drawn, or each time
MORTAL = """
import os
from pathlib import Path


@good.monte_carlo(dict(n=9), moments=Bounded(1, n))
def mortal_rolls(rng, size, n):
    flag = Path(os.environ["FLAG"])
    if not flag.exists() or os.environ.get("ALWAYS"):
        flag.write_text("died")
        os.kill(os.getpid(), 9)
    return rng.integers(1, n + 1, size).astype(float)
"""
RUN = """
import json, sys
from verifiers.workers import pin_blas
pin_blas()
from verifiers import load_collections
from verifiers.schedule import verify_all
from verifiers.tasks import Settings


def main():
    loaded = load_collections()
    theorems = [t for t in loaded.theorems if t.file.startswith(sys.argv[2])]
    found = {r.name: r.to_json() for r in verify_all(theorems, Settings("quick", level=1e-8), int(sys.argv[1]))}
    print(json.dumps({name: {**r, "seconds": 0} for name, r in sorted(found.items())}))


if __name__ == "__main__":
    main()
"""


def run(folder, jobs, **environment):
    (folder / "run.py").write_text(RUN)
    done = subprocess.run([sys.executable, "run.py", str(jobs), str(folder)], cwd=folder, capture_output=True, text=True,
                          timeout=120, env={**os.environ, "PYTHONPATH": str(folder), **environment})
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def course(tmp_path):
    make_package(tmp_path, "mortal_course", {"sound": GOOD.replace("mean-of-a-die", "mean-of-a-sound-die"),
                                             "mortal": GOOD + MORTAL})
    return tmp_path


def test_a_worker_that_dies_is_survived_with_the_same_bits(course):
    flag = course / "flag"
    after = run(course, 2, FLAG=str(flag))
    assert flag.read_text() == "died"
    assert run(course, 1, FLAG=str(flag)) == after  # the flag is there now: nobody dies
    assert '"confirmed": true' in after and '"confirmed": false' not in after


def test_a_theorem_that_always_kills_its_worker_is_its_own_error(course):
    said = run(course, 2, FLAG=str(course / "flag"), ALWAYS="1")
    assert "the worker process died while verifying mean-of-a-die" in said
    assert said.count('"confirmed": true') == 1  # the other one


@pytest.fixture
def die(tmp_path, monkeypatch):
    name = f"schedule_course_{tmp_path.name}"
    make_package(tmp_path, name, {"dice": GOOD})
    monkeypatch.syspath_prepend(str(tmp_path))
    theorem, = load([Collection(name, "A course")]).theorems
    return theorem


def work_through(theorem, settings, order, watch=None, most=None):
    """Perform the tasks in an order of one's own (an index into the open ones); the result, None if stopped."""
    work = TheoremWork(theorem, settings, watch)
    todo = work.start()
    for step in range(10 ** 6):
        if not todo:
            return work.result()
        if most is not None and step >= most:
            return None
        task = todo.pop(order % len(todo))
        todo += work.absorb(task, perform(task, theorem))


def plain(result):
    return {**result.to_json(), "seconds": 0}


def test_the_order_of_outcomes_changes_nothing(die):
    settings = Settings("quick", level=1e-8, samples=400_000)
    orders = [plain(work_through(die, settings, order)) for order in (0, -1, 3)]
    assert orders[0] == orders[1] == orders[2] == plain(verify(die, settings))
    sampled, = (e for e in orders[0]["evidence"] if e["kind"] == "monte carlo")
    assert sampled["samples"] == 400_000 // 8192 * 8192


def test_a_stopped_sampling_run_goes_on_where_it_was(die, tmp_path, monkeypatch):
    monkeypatch.setattr("verifiers.checkpoints.EVERY", 0.0)
    settings, seen = Settings("quick", level=1e-8, samples=600_000), []
    folder = tmp_path / "sampling"
    assert work_through(die, settings, 0, Watch(None, folder), most=6) is None
    state, = folder.iterdir()
    again = Watch(lambda name, samples, budget: seen.append(samples), folder, resume=True)
    resumed = work_through(die, settings, 0, again)
    assert seen[0] > 2 * 8192  # not from the start
    assert plain(resumed) == plain(verify(die, settings))
    assert not state.exists()


def test_a_point_that_was_finished_is_not_drawn_again(die, tmp_path):
    settings, folder, seen = Settings("quick", level=1e-8, samples=200_000), tmp_path / "sampling", []
    work, todo = TheoremWork(die, settings, Watch(None, folder)), []
    todo += work.start()
    while todo:  # all but the numeric part, as if the run were killed before it
        task = todo.pop(0)
        if task.kind != "numeric":
            todo += work.absorb(task, perform(task, die))
    again = Watch(lambda name, samples, budget: seen.append(samples), folder, resume=True)
    assert plain(work_through(die, settings, 0, again)) == plain(verify(die, settings))
    assert not seen and not list(folder.iterdir())


def test_a_damaged_checkpoint_is_said(die, tmp_path, monkeypatch):
    monkeypatch.setattr("verifiers.checkpoints.EVERY", 0.0)
    settings, folder = Settings("quick", level=1e-8, samples=600_000), tmp_path / "sampling"
    work_through(die, settings, 0, Watch(None, folder), most=6)
    next(folder.iterdir()).write_bytes(b"PK")
    result = work_through(die, settings, 0, Watch(None, folder, resume=True))
    assert "is damaged" in str(result.evidence) and "delete it" in str(result.evidence)


SLEEPY = GOOD.replace("    return rng.integers", "    import time\n    time.sleep(60)\n    return rng.integers")


def children(parent):
    """Processes started by a process, as the system lists them."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [int(pid) for pid in found.stdout.split()]


def runs(process):
    """Whether a process runs; one that has ended stays in the system's list until its new parent asks for it."""
    state = subprocess.run(["ps", "-o", "state=", "-p", str(process)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and state.strip()[0] not in "ZX"


@pytest.mark.skipif(not shutil.which("ps"), reason="asks the system for processes")
def test_workers_end_with_a_killed_run(tmp_path):
    make_package(tmp_path, "sleepy_course", {"sleepy": SLEEPY, "more": SLEEPY.replace("mean-of-a-die", "mean-of-a-coin")})
    (tmp_path / "run.py").write_text(RUN)
    with subprocess.Popen([sys.executable, "run.py", "2", str(tmp_path)], cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": str(tmp_path)}) as running:
        started = time.monotonic()
        while len(workers := children(running.pid)) < 3 and time.monotonic() < started + 30:  # two and a tracker
            time.sleep(0.2)
        time.sleep(2)
        running.kill()
    deadline = time.monotonic() + 15
    while any(map(runs, workers)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert len(workers) >= 3 and not any(map(runs, workers))


def test_interrupts_are_ignored_inside_only():
    from verifiers.workers import ignoring_interrupts
    before = signal.getsignal(signal.SIGINT)
    with ignoring_interrupts():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is before
