"""The command in a process of its own: Ctrl-C, a worker that dies, a closed pipe, and what is imported for the help."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verifiers.course import DEADLY, DIE, SLOW
from tests.verifiers.packages import make_package

ROOT = Path(__file__).parents[2]
ALONE = """
import importlib.metadata, sys
import verifiers.collection as c
found = c.entry_points
c.entry_points = lambda group: [p for p in found(group=group) if p.name == {name!r}]
from verifiers.cli.app import main
if __name__ == "__main__":
    sys.exit(main())
"""


def start(folder: Path, name: str, *arguments: str) -> "subprocess.Popen[str]":
    """The command with the folder's collection as the only one in the main process."""
    (folder / "command.py").write_text(ALONE.format(name=name))
    path = os.pathsep.join([str(folder), str(ROOT)])
    return subprocess.Popen([sys.executable, str(folder / "command.py"), *arguments], cwd=folder, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"})


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished(tmp_path, jobs):
    make_package(tmp_path, "interrupted", {"a_die": DIE, "b_slow": SLOW})
    process = start(tmp_path, "interrupted", "verify", "mean-of-a-die", "slow-mean", "--quick", "--jobs", jobs)
    assert process.stdout is not None
    lines = [process.stdout.readline(), process.stdout.readline()]
    assert "mean-of-a-die" in lines[1], process.communicate(timeout=20)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "stopped after 1 of 2 theorems" in err and "--resume" in err and "Traceback" not in out + err
    found = json.loads((tmp_path / "theorem-results/verification.json").read_text())
    assert [t["name"] for t in found["theorems"]] == ["mean-of-a-die"] and not found["summary"]["complete"]


def test_a_worker_that_dies_costs_its_theorem_only(tmp_path):
    make_package(tmp_path, "deadly", {"a_die": DIE, "b_deadly": DEADLY})
    process = start(tmp_path, "deadly", "verify", "mean-of-a-die", "deadly-mean", "--quick", "--jobs", "2")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "✓ mean-of-a-die" in out and "the worker process died while verifying deadly-mean" in out
    assert "Traceback" not in out + err


def test_a_closed_pipe_is_silent(tmp_path):
    make_package(tmp_path, "piped", {"a_die": DIE})
    process = start(tmp_path, "piped", "show", "mean-of-a-die")
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == "" and process.wait(timeout=20) == 1


def test_the_help_imports_nothing_heavy():
    code = ("import sys; from verifiers.cli.app import main; main(['--help']); "
            "print(sorted({'sympy', 'numpy', 'scipy', 'flint', 'rich'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
