"""Judge answers from Python: `check` against a theorem, `compare` with a formula of one's own.

Every answer is judged in a confined process (see `pool`). One such process is kept for as long as the calling one runs, so
that a second answer takes milliseconds. Neither SymPy nor NumPy is imported here.
"""

from __future__ import annotations

import atexit
import base64
import os
import pickle
import threading
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from verifiers.answers.batch.confinement import Limits
from verifiers.answers.batch.pool import Pool
from verifiers.answers.batch.warm import search_path
from verifiers.answers.display import JudgedAnswer
from verifiers.errors import LearningTheoremsError

if TYPE_CHECKING:
    import sympy

    from verifiers.domain import Domain

JUDGE = "verifiers.answers.asked:judge_asked"
DOMAINS = ":domains"  # see `asked`

Number = str | int | float | Fraction


def check(name: str, answer: str | sympy.Basic, *, syntax: str = "auto", reveal: bool = False, tolerance: Number | None = None,
          figures: int | None = None, definition: str | None = None) -> JudgedAnswer:
    """Judge an answer to the theorem of that name.

    answer: text, in SymPy's notation or LaTeX (syntax `sympy` or `latex`; `auto` sees which), or a SymPy expression;
    reveal: give the correct answer, too; tolerance: the relative error that is allowed, or figures: the significant figures
    that have to be right (exact, if neither is given); definition: `accept`, `reject` or `cannot decide` an answer of the
    right value that leaves an integral or an infinite sum to be computed (`cannot decide`, if not given).

    Raises LearningTheoremsError if there is no such theorem or an option makes no sense; never because of the answer.
    """
    options = _options(syntax, reveal, tolerance, figures, definition)
    return _judged({"theorem": _named(name), **options}, answer)


def compare(reference: str | sympy.Basic, answer: str | sympy.Basic, domain: Domain | None = None, *,
            variables: Mapping[str, Any] | Sequence[str] = (), constraints: Sequence[str] = (), kind: str = "",
            syntax: str = "auto", reveal: bool = False, tolerance: Number | None = None, figures: int | None = None,
            definition: str | None = None) -> JudgedAnswer:
    """Judge an answer by a reference formula.

    The symbols are those of `domain`, a `Domain`; or they are described by `variables`, texts such as `N: integer, 6..40` or
    a dictionary of them (name → `integer, 6..40` or {"type": "integer", "min": 6, "max": 40}), and `constraints` such as
    `N > P + 1`. A SymPy expression as the reference brings its symbols along. kind: what kind of answer is expected
    (formula, number, chain, inequality, equation, interval, set, matrix, distribution), if the reference does not say it.
    The other options are those of `check`, but for definition, which is `accept`, if not given.

    Raises LearningTheoremsError if the question cannot be asked; never because of the answer.
    """
    options = _options(syntax, reveal, tolerance, figures, definition)
    if domain is None and isinstance(reference, str):
        case: dict[str, Any] = {"reference": reference, "kind": kind, "constraints": _texts("constraints", constraints),
                                **_described(variables)}
    elif variables or constraints:
        raise LearningTheoremsError("a domain, or a reference that is a SymPy expression, excludes variables and constraints")
    else:
        case = {"question": _pickled(reference, domain, kind, syntax)}
    return _judged({**case, **options}, answer)


def _options(syntax: str, reveal: bool, tolerance: Number | None, figures: int | None,
             definition: str | None) -> dict[str, Any]:
    if figures is not None and (isinstance(figures, bool) or not isinstance(figures, int)):
        raise LearningTheoremsError(f"the number of significant figures is {figures!r}; expected a whole number")
    return {"syntax": syntax, "reveal": bool(reveal), "tolerance": None if tolerance is None else str(tolerance),
            "figures": figures, "definition": definition}


def _named(name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"the name of a theorem is text, not {type(name).__name__}")
    return name


def _texts(what: str, texts: Sequence[str]) -> list[str]:
    if isinstance(texts, str):
        raise TypeError(f"{what} are a list of texts, not one text")
    return [str(text) for text in texts]


def _described(variables: Mapping[str, Any] | Sequence[str]) -> dict[str, Any]:
    """Variables as keys of a case: whole descriptions and texts apart."""
    if not isinstance(variables, Mapping):
        return {"described": _texts("variables", variables)}
    whole = {name: {key: value if isinstance(value, (bool, int)) else str(value) for key, value in given.items()}
             for name, given in variables.items() if not isinstance(given, str)}
    return {"variables": whole, "described": [f"{name}: {given}" for name, given in variables.items() if name not in whole]}


@lru_cache(maxsize=64)
def _pickled(reference: str | sympy.Basic, domain: Domain | None, kind: str, syntax: str) -> str:
    """A question on a domain with its points, as text."""
    from verifiers.answers.asked import question_on_domain
    return base64.b64encode(pickle.dumps(question_on_domain(reference, domain, kind, syntax))).decode()


def _judged(case: dict[str, Any], answer: str | sympy.Basic) -> JudgedAnswer:
    text = _text(answer)
    result = _own().result(case | {"answer": text})
    if refused := result.get("refused"):
        raise LearningTheoremsError(refused)
    return JudgedAnswer.from_result(result, text)


def _text(answer: Any) -> str:
    """The text of an answer; a SymPy expression is written out."""
    if isinstance(answer, str):
        return answer
    if not hasattr(answer, "free_symbols"):
        raise TypeError(f"an answer is text or a SymPy expression, not {type(answer).__name__}")
    from verifiers.answers.sympy_trees import tree_of
    from verifiers.answers.texts.writing import written
    return written(tree_of(answer))


class _Judging:
    """The judging process of this process: started at the first answer, and again when modules are to be found elsewhere."""

    def __init__(self) -> None:
        self.lock = threading.Lock()  # a pool serves one thread at a time
        self.pool: Pool | None = None
        self.path: list[str] = []

    def result(self, case: dict[str, Any]) -> dict[str, Any]:
        """The result of one case. Raises LearningTheoremsError if its theorem cannot be asked for."""
        with self.lock:
            if self.pool is None or self.path != search_path():
                self.close()
                self.path = search_path()
                self.pool = Pool(1, Limits(), JUDGE)
                self.pool.__enter__()
            try:
                name = case.get("theorem") or (DOMAINS if "question" in case else None)
                if name and (refused := self.pool.prepare([name])):
                    raise LearningTheoremsError(refused[name])
                return self.pool.judge_one(case)
            except BaseException:
                if not self.pool.workers or any(worker.task is not None for worker in self.pool.workers):
                    self.close()
                raise

    def close(self) -> None:
        """End the process."""
        if self.pool is not None:
            self.pool.close()
        self.pool = None

    def leave(self) -> None:
        """In a forked process: let go of the pipes, whose end the judging process would not see otherwise."""
        nowhere = os.open(os.devnull, os.O_RDWR)
        for worker in self.pool.workers if self.pool is not None else ():
            for pipe in (worker.process.stdin, worker.process.stdout):
                if pipe is not None and not pipe.closed:
                    os.dup2(nowhere, pipe.fileno(), inheritable=False)
            worker.process.returncode = 0  # it is not for this process to wait for it
        os.close(nowhere)
        self.pool = None


@cache
def _judging(process: int) -> _Judging:
    """The judging process of the process of that number."""
    found = _Judging()
    atexit.register(found.close)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=found.leave)
    return found


def _own() -> _Judging:
    return _judging(os.getpid())


_own()  # now and after a fork, while there is one thread only
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_own)
