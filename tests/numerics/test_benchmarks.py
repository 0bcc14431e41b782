"""The benchmarks time what they say: estimators of a quantity have one mean, and reports are read back as written."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from benchmarks import accuracy, report
from benchmarks.__main__ import main
from benchmarks.cases import cases
from benchmarks.loops import loops
from benchmarks.network_cases import network_cases
from benchmarks.peers import peers
from numerics.streams import stream

SIZES = {"policy gradient, 50 steps, 5 states": (8000, 2000), "E ‖f₀‖², 1024 units, 8 points": (500, 100),
         "gate probability": (50, 1000)}


def product_of_means(values, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The estimate of a method and its standard error, entry by entry."""
    parts = values if isinstance(values, list) else [values]
    mean = math.prod(part.mean(axis=0) for part in parts)
    relative = sum(part.var(axis=0) / part.mean(axis=0) ** 2 for part in parts) / size
    return np.asarray(mean), np.asarray(abs(mean) * np.sqrt(relative))


@pytest.mark.parametrize("quantity", accuracy.quantities(), ids=lambda q: q.name)
def test_two_methods_have_one_mean(quantity) -> None:
    """They differ by at most 5 standard errors; the fourth moment by its known variance, as it is too heavy to sample."""
    sizes = SIZES.get(quantity.name, (1000, 1000))
    found = []
    for method, size in zip((quantity.textbook, quantity.better), sizes, strict=True):
        mean, error = product_of_means(method.draw(stream(1), size), size)
        if method is quantity.textbook and method.relative_variance is not None:
            error = np.asarray(abs(mean) * math.sqrt(method.relative_variance / size))
        found.append((mean, error))
    (first, e1), (second, e2) = found
    assert (np.abs(first - second) <= 5 * np.hypot(e1, e2)).all()


def test_relative_variance_of_squares() -> None:
    """Layer moments by sampling: E X = 1, and X² against E X⁴."""
    chi = stream(2).chisquare(np.maximum(stream(3).binomial(64, 0.5, 200_000), 1))
    for power in (1, 2, 3):
        x = (2 * chi / 64) ** power
        assert abs(x.mean() - accuracy._chi_moment(64, power)) <= 5 * x.std() / math.sqrt(x.size)


def test_loops_belong_to_cases() -> None:
    names = [case.name for case in [*cases(), *network_cases()]]
    assert len(set(names)) == len(names) and set(loops()) <= set(names)
    assert set(peers()) <= set(names)


def test_written_reports_are_read_back(tmp_path, capsys) -> None:
    table, page = tmp_path / "table.json", tmp_path / "page.md"
    arguments = ["--only", "code length", "--rounds", "2", "--accuracy"]
    assert main([*arguments, "--json", str(table), "--markdown", str(page)]) == 0
    stored = json.loads(table.read_text(encoding="utf-8"))
    assert stored["results"][0]["name"] == "code length of 1000 symbols"
    assert "| code length of 1000 symbols |" in page.read_text(encoding="utf-8")
    assert list(report.comparison(stored, stored)) == []
    assert main(["--stored", str(table), "--check", str(table), "--markdown", str(tmp_path / "again.md")]) == 0
    assert (tmp_path / "again.md").read_text(encoding="utf-8") == page.read_text(encoding="utf-8")
    assert "all ratios are within a factor 1.25" in capsys.readouterr().out
    slow = json.loads(table.read_text(encoding="utf-8"))
    slow["results"][0]["same_estimator"]["median"] *= 2
    slow["accuracy"][0]["gain"]["median"] /= 2
    worse = list(report.comparison(slow, stored))
    assert len(worse) == 2 and all(line.startswith("worse") for line in worse)
    assert all(line.startswith("better") for line in report.comparison(stored, slow))
    assert len(list(report.comparison(stored, {"results": []}))) == 3


def test_bad_arguments_are_refused(capsys) -> None:
    for arguments in (["--rounds", "1"], ["--only", "no such case"]):
        with pytest.raises(SystemExit):
            main(arguments)
    capsys.readouterr()
