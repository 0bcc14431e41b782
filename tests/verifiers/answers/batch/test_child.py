"""Whatever a judgement does, it ends in one result within its limits, and leaves nothing to the next."""

import os
import subprocess
import sys
import time

import pytest

from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.pool import Pool

JUDGE = "tests.verifiers.answers.hostile_judges:judge"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.fixture(scope="module")
def pool():
    with Pool(1, Limits(1.5, 256), JUDGE) as pool:
        yield pool


def judged(pool, answer):
    return pool.judge_one({"answer": answer})


@pytest.mark.parametrize(("answer", "reason"), [
    ("nap 9", "did not end within 1.5 s"),
    ("spin", "did not end within 1.5 s"),
    ("mute", "ended without a result"),
    pytest.param("alloc 300", "needed more than 256 MiB of memory", marks=LINUX),
    ("abort", "most likely because it needed more than 256 MiB"),
    ("kill", "killed by the system"),
    ("crash", "crashed (SIGSEGV)"),
    ("exit", "ended without a result"),
    ("sysexit", "failed (SystemExit in tests.verifiers.answers.hostile_judges, line "),
    ("error", "failed (ValueError in tests.verifiers.answers.hostile_judges, line "),
    ("recurse", "failed (RecursionError"),
    ("refuse this is no question", "this is no question"),
    ("long", "too long"),
    ("nonsense", "no valid result"),
    ("nan", "failed (ValueError in json.encoder"),
    ("write", "failed ("),
])
def test_a_judgement_that_fails_cannot_decide_and_says_why(pool, answer, reason):
    result = judged(pool, answer)
    assert result["verdict"] == "cannot decide" and reason in result["feedback"]
    assert result["seconds"] < 1.5 and result["proved"] is False and result["witness"] is None
    process = pool.workers[0].process.pid
    assert judged(pool, "remember me")["feedback"] == "['me']"
    assert pool.workers[0].process.pid == process  # the process that forks is not concerned


def test_memory_within_the_limit_is_there(pool):
    assert judged(pool, "alloc 150")["feedback"] == "allocated"


def test_every_answer_starts_from_the_same_image(pool):
    assert [judged(pool, "remember a")["feedback"] for _ in range(3)] == ["['a']"] * 3
    first, second = (judged(pool, "random")["feedback"] for _ in range(2))
    assert first == second
    with Pool(1, judge=JUDGE) as other:
        assert judged(other, "random")["feedback"] == first


def test_no_secret_is_inherited(pool, monkeypatch):
    monkeypatch.setenv("SECRET", "x")
    monkeypatch.setenv("THEOREMS_CACHE", "x")
    monkeypatch.setenv("PYTHONWARNINGS", "ignore")
    monkeypatch.setenv("LC_TIME", "C")
    with Pool(1, judge=JUDGE) as other:
        seen = eval(judged(other, "environment")["feedback"])
    assert "LC_TIME" in seen and "PATH" in seen
    assert not {"SECRET", "THEOREMS_CACHE", "PYTHONWARNINGS", "PYTHONPATH", "HOME"} & set(seen)


@LINUX
def test_only_the_result_pipe_is_open_and_the_folder_is_empty(pool):
    assert eval(judged(pool, "descriptors")["feedback"]) == [0, 1, 2, 3, 4]  # the last one lists them
    assert judged(pool, "cwd")["feedback"] == "[True, []]"
    assert judged(pool, "input")["feedback"] == "" and judged(pool, "print")["verdict"] == "correct"


def test_nothing_is_left_in_the_folder(pool):
    judged(pool, "write")
    assert os.listdir(pool.workers[0].folder) == []


@LINUX
def test_a_process_left_behind_is_killed(pool):
    result = judged(pool, "fork")
    if result["verdict"] == "correct":  # where the limit on processes does not hold: for root
        with pytest.raises(ProcessLookupError):
            os.kill(int(result["feedback"]), 0)


def test_half_a_surrogate_pair_is_replaced(pool):
    assert judged(pool, "half")["feedback"] == "\N{REPLACEMENT CHARACTER}"


@LINUX
def test_no_other_program_is_run(pool):
    from verifiers.answers.batch import confinement
    probe = "from verifiers.answers.batch.confinement import forbid_writing; import sys; sys.exit(not forbid_writing())"
    if subprocess.run([sys.executable, "-c", probe], check=False).returncode:
        pytest.skip("no Landlock")
    assert "PermissionError" in judged(pool, "run")["feedback"]
    assert confinement.Limits().stopped_after < 2


@LINUX
@pytest.mark.parametrize("answer", ["nap 30", "fork"])
def test_nothing_survives_a_killed_parent(answer, tmp_path):
    code = f"""
import sys
from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.pool import Pool
with Pool(1, Limits(60.0), {JUDGE!r}) as pool:
    print(pool.workers[0].process.pid, pool.workers[0].folder, flush=True)
    print(pool.judge_one({{"answer": {answer!r}}}), flush=True)
    pool.judge_one({{"answer": "nap 30"}})
"""
    path = os.pathsep.join(p for p in sys.path if p)
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, cwd=tmp_path,
                          env={**os.environ, "PYTHONPATH": path}) as parent:
        assert parent.stdout is not None
        process, folder = parent.stdout.readline().split()
        wait_for(lambda: _children(int(process)))
        children = _children(int(process))
        parent.kill()
    wait_for(lambda: not any(map(_runs, [int(process), *children])) and not os.path.exists(folder))


def wait_for(condition, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _children(process):
    with open(f"/proc/{process}/task/{process}/children") as file:
        return [int(word) for word in file.read().split()]


def _runs(process):
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False
