"""Executable proofs: pytest collects theorem files, one item for every step, point, near miss and example.

A file belongs to a collection if its top-level package is one that is registered under the entry-point group
`theorems.collections`. Nothing heavy is imported until such a file is collected.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from verifiers.collection import Loaded
    from verifiers.tasks import Settings
    from verifiers.theorem import Theorem
    from verifiers.workbench import Workbench


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("theorems", "executable proofs")
    group.addoption("--quick", action="store_true", help="theorems: fewer Monte-Carlo samples")
    group.addoption("--thorough", action="store_true", help="theorems: more Monte-Carlo samples")
    group.addoption("--theorem-seed", default=None, metavar="N|fresh", help="theorems: seed of the random streams")


def pytest_configure(config: pytest.Config) -> None:
    from verifiers.errors import LearningTheoremsError
    from verifiers.workers import pin_blas
    pin_blas()
    if config.getoption("--quick") and config.getoption("--thorough"):
        raise pytest.UsageError("--quick and --thorough exclude each other")
    seed = config.getoption("--theorem-seed")
    if seed is not None:
        from verifiers.run import seed_from
        try:
            config.option.theorem_seed = str(seed_from(seed))
        except LearningTheoremsError as reason:
            raise pytest.UsageError(str(reason)) from None


def pytest_report_header(config: pytest.Config) -> str | None:
    seed = config.getoption("--theorem-seed")
    return f"theorems: seed {seed}" if seed is not None else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix != ".py" or file_path.name == "__init__.py":
        return None
    module = module_name(file_path)
    if module is None or "Theorem(" not in file_path.read_text(encoding="utf-8", errors="replace"):
        return None
    collected = TheoremFile.from_parent(parent, path=file_path)
    collected.module = module
    return collected


def module_name(file: Path) -> str | None:
    """Dotted name of a file of a registered collection, None for any other file."""
    names, folder = [file.stem], file.parent
    while (folder / "__init__.py").exists():
        names.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(names)) if names[-1] in _packages() and len(names) > 1 else None


@cache
def _packages() -> frozenset[str]:
    return frozenset(point.value.split(":")[0].split(".")[0] for point in entry_points(group="theorems.collections"))


@cache
def _loaded() -> Loaded:
    from verifiers.collection import load_collections
    return load_collections()


def _settings(config: pytest.Config) -> Settings:
    from verifiers.run import settings_for
    from verifiers.tasks import SEED
    mode = "quick" if config.getoption("--quick") else "thorough" if config.getoption("--thorough") else "standard"
    seed = config.getoption("--theorem-seed")
    return settings_for(_loaded(), mode, SEED if seed is None else int(seed))


class TheoremFile(pytest.File):
    """A file of theorems."""

    module: str = ""

    def collect(self) -> Iterable[pytest.Collector]:
        from verifiers.collection import theorems_of
        try:
            module = importlib.import_module(self.module)
        except Exception as reason:
            raise self.CollectError(f"{self.path}: {type(reason).__name__}: {reason}") from None
        for theorem in theorems_of(module):
            node = TheoremNode.from_parent(self, name=theorem.name)
            node.theorem = theorem
            yield node


class TheoremNode(pytest.Collector):
    """One theorem; its items read like its proof."""

    theorem: Theorem

    def collect(self) -> Iterable[pytest.Item]:
        from verifiers.validate import problems
        from verifiers.workbench import Workbench
        found = problems(self.theorem)
        if found:
            yield self.item("record", lambda: "; ".join(map(str, found)))
            return
        bench = Workbench(self.theorem, _settings(self.config))
        yield self.item("record", lambda: "")
        yield from self.derivations(bench)
        yield from self.checks(bench)
        for label in self.theorem.wrong_claims():
            yield self.item(f"near miss: {label}", _near_miss(bench, label))
        yield self.item("near misses: all formulas one slip away", _mechanical(bench))
        yield self.item("status over all that is cited", lambda: "; ".join(bench.status(_loaded())[1]))

    def derivations(self, bench: Workbench) -> Iterable[pytest.Item]:
        from verifiers.errors import LearningTheoremsError
        from verifiers.membership import show_point
        runs = [(d, instance) for d in self.theorem.derivations for instance in d.instances or (None,)]
        for k, (derivation, instance) in enumerate(runs):
            name = derivation.function.__name__ + (f" at {show_point(instance)}" if instance else "")
            try:
                steps = bench.steps(derivation, instance)
            except Exception as reason:
                kind = "" if isinstance(reason, LearningTheoremsError) else f"{type(reason).__name__}: "
                yield self.item(f"derivation {name}", _constant(f"{kind}{reason}"))
                continue
            for number, step in enumerate(steps):
                yield self.item(f"derivation {name}, step {number + 1} ({type(step).__name__})", _step(bench, k, number))
            yield self.item(f"derivation {name}, conclusion", _step(bench, k, len(steps)))

    def checks(self, bench: Workbench) -> Iterable[pytest.Item]:
        from verifiers.membership import show_point
        for check in self.theorem.numeric_checks:
            for point in check.points:
                yield self.item(f"numeric {check.function.__name__} at {show_point(point)}",
                                _evidence(partial(bench.numeric, check, point), bench))
        for sampler in self.theorem.monte_carlo_checks:
            kind = "exact law" if sampler.law == "exact" else "monte carlo"
            for point in sampler.points:
                yield self.item(f"{kind} {sampler.function.__name__} at {show_point(point)}",
                                _evidence(partial(bench.monte_carlo, sampler, point), bench))
        for point in self.theorem.fails_at:
            yield self.item(f"fails at {show_point(point)}", _evidence(partial(bench.fails_at, point), bench))

    def item(self, name: str, complaint: Callable[[], str]) -> pytest.Item:
        made = TheoremItem.from_parent(self, name=name)
        made.complaint = complaint
        return made


class TheoremItem(pytest.Item):
    """One check; `complaint` returns what is wrong, "" if nothing is."""

    complaint: Callable[[], str]

    def runtest(self) -> None:
        found = self.complaint()
        if found:
            raise TheoremFails(found)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, TheoremFails):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        theorem = self.parent.theorem if isinstance(self.parent, TheoremNode) else None
        return self.path, theorem.line - 1 if theorem else 0, f"{self.parent.name if self.parent else ''}: {self.name}"


class TheoremFails(Exception):
    """What a failing item prints instead of a traceback."""


def _constant(text: str) -> Callable[[], str]:
    return lambda: text


def _claim(bench: Workbench) -> str:
    return f"claim: {bench.theorem.claim.quantity} {bench.theorem.claim.text()}\n"


def _step(bench: Workbench, k: int, number: int) -> Callable[[], str]:
    """The step of that number in the k-th run; past the steps, the conclusion and what goes with it."""
    def complaint() -> str:
        checked = bench.checked(k)
        if checked.error:
            return _claim(bench) + str(checked.error)
        last = number == len(checked.steps)
        bad = [r for r in checked.results[number:None if last else number + 1] if not r.passed]
        return _claim(bench) + "\n".join(map(_unsound, bad)) if bad else ""
    return complaint


def _unsound(found: Any) -> str:
    second = found.second
    witness = f"\nwitness: {second.witness}" if second.witness else ""
    return (f"{found.text}\nrests on: {found.rests_on} (SymPy: {found.symbolic}; second route: {second.means} "
            f"at {second.agreed} points){witness}")


def _evidence(compute: Callable[[], Any], bench: Workbench) -> Callable[[], str]:
    def complaint() -> str:
        from verifiers.membership import show_point
        found = compute()
        if found.outcome == "confirmed":
            return ""
        interval = "" if found.low is None else f"\nenclosure: [{found.low:.10g}, {found.high:.10g}]"
        value = "" if found.value is None else f"\nformula:   {found.value:.10g}"
        return (f"{_claim(bench)}{found.kind} {found.check} at {show_point(found.point)}: {found.outcome}"
                f"{interval}{value}" + (f"\n{found.note}" if found.note else ""))
    return complaint


def _near_miss(bench: Workbench, label: str) -> Callable[[], str]:
    def complaint() -> str:
        wrong = bench.theorem.wrong_claims()[label]
        return "" if bench.refuted_by(label) else \
            f"{_claim(bench)}the near miss {label!r} ({wrong.text()}) is refuted nowhere"
    return complaint


def _mechanical(bench: Workbench) -> Callable[[], str]:
    def complaint() -> str:
        survivors = [label for label in bench.mechanical() if not bench.refuted_by(label)]
        return _claim(bench) + "\n".join(f"survives: {label}" for label in survivors) if survivors else ""
    return complaint
