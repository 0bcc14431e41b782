"""Independence of the evidence, read off the code: derivations never read the claim, checks never touch the formula.

A function is followed into every function of the collection that it mentions; what counts is each global name that the
code can reach, not what a run happens to use.
"""

from __future__ import annotations

import builtins
import dis
import functools
import importlib
import inspect
import types
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import sympy

from verifiers.claims import Claim
from verifiers.enclosures import within
from verifiers.errors import RecordError, TimeLimitReached
from verifiers.isolation import isolated
from verifiers.symbolic import prove_equal
from verifiers.theorem import Theorem, line_of
from verifiers.timelimit import time_limit


def violations(theorem: Theorem) -> list[RecordError]:
    """Every place where a derivation or a check reads what it must not, with file and line."""
    functions = [e.function for e in (*theorem.derivations, *theorem.checks)]
    root = functions[0].__module__.split(".")[0] if functions else ""
    errors = []
    helpers: set[Any] = set()
    for derivation in theorem.derivations:
        reached = dict(_reached(derivation.function, root))
        helpers |= {v for v in reached.values() if isinstance(v, types.FunctionType)} | {derivation.function}
        errors += [_error(derivation.function, f"the derivation {derivation.function.__name__} reads {what}")
                   for name, v in reached.items() if (what := _claim_in(theorem, name, v))]
    for check in theorem.checks:
        kind = "numeric check" if check in theorem.numeric_checks else "Monte-Carlo check"
        for name, v in _reached(check.function, root):
            what = _claim_in(theorem, name, v) or _symbolic_in(name, v)
            if isinstance(v, types.FunctionType) and v in helpers:
                what = f"{name}, a helper of the derivation"
            if what:
                errors.append(_error(check.function, f"the {kind} {check.function.__name__} reads {what}"))
    return errors + list(_retyped(theorem))


def _error(function: Callable[..., Any], message: str) -> RecordError:
    return RecordError(message, *line_of(function))


def _reached(function: Callable[..., Any], root: str) -> Iterator[tuple[str, Any]]:
    """(name, value) of every global and closure variable that the function's code mentions, transitively."""
    todo, seen = [inspect.unwrap(function)], {inspect.unwrap(function)}
    while todo:
        current = todo.pop()
        for name, v in _mentioned(current):
            yield name, v
            inner = inspect.unwrap(v) if callable(v) else v
            if isinstance(inner, types.FunctionType) and inner not in seen and \
                    (inner.__module__ or "").split(".")[0] == root:
                seen.add(inner)
                todo.append(inner)


def _mentioned(function: Any) -> Iterator[tuple[str, Any]]:
    codes = [function.__code__]
    free = function.__closure__ or ()
    for name, cell in zip(function.__code__.co_freevars, free, strict=True):
        if _filled(cell):
            yield from _contents(name, cell.cell_contents)
    for name, default in _defaults(function):
        yield from _contents(name, default)
    while codes:
        code = codes.pop()
        codes += [c for c in code.co_consts if isinstance(c, types.CodeType)]
        for instruction in dis.get_instructions(code):
            name = instruction.argval
            if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME") and name in function.__globals__:
                yield from _contents(name, function.__globals__[name])
                yield from _attributes(name, function.__globals__[name], code)
            if instruction.opname == "IMPORT_NAME" and name.split(".")[0] == function.__module__.split(".")[0]:
                module = importlib.import_module(name)
                yield from ((n, getattr(module, n)) for n in code.co_names if hasattr(module, n))


def _defaults(function: Any) -> Iterator[tuple[str, Any]]:
    names = function.__code__.co_varnames[:function.__code__.co_argcount]
    values = function.__defaults__ or ()
    yield from zip(names[len(names) - len(values):], values, strict=True)
    yield from (function.__kwdefaults__ or {}).items()


def _contents(name: str, v: Any, depth: int = 3) -> Iterator[tuple[str, Any]]:
    """The value, and what it holds: entries of containers, the object of a bound method, the parts of a partial."""
    yield name, v
    held: list[Any] = []
    if isinstance(v, dict):
        held = list(v.values())
    elif isinstance(v, (list, tuple, set, frozenset)):
        held = list(v)
    elif isinstance(v, types.MethodType):
        held = [v.__self__, v.__func__]
    elif isinstance(v, functools.partial):
        held = [v.func, *v.args, *v.keywords.values()]
    if depth:
        for part in held[:1000]:
            yield from _contents(name, part, depth - 1)


def _attributes(name: str, v: Any, code: types.CodeType) -> Iterator[tuple[str, Any]]:
    """Names of a module of symbolic objects that the code mentions (kernels have none)."""
    if isinstance(v, types.ModuleType):
        for attribute in code.co_names:
            found = getattr(v, attribute, None)
            if isinstance(found, (Theorem, Claim, sympy.Expr)):
                yield f"{name}.{attribute}", found


def _filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _claim_in(theorem: Theorem, name: str, v: Any) -> str:
    """What a name gives away of the claim: a record, a claim, or the formula itself ("" if nothing)."""
    if isinstance(v, Theorem):
        return f"the record {name}"
    if isinstance(v, Claim):
        return f"the claim {name}"
    formulas = {theorem.claim.formula, *(c.formula for c in theorem.wrong_claims().values())}
    if isinstance(v, sympy.Basic) and not v.is_Atom and v in formulas:
        return f"the formula {name}"
    return ""


def _symbolic_in(name: str, v: Any) -> str:
    if isinstance(v, (sympy.Basic, sympy.IndexedBase)) and getattr(v, "free_symbols", None):
        return f"the symbolic expression {name}"
    if isinstance(v, types.FunctionType) and "lambdifygenerated" in v.__code__.co_filename:
        return f"the lambdified expression {name}"
    return ""


def _retyped(theorem: Theorem) -> Iterator[RecordError]:
    """A numeric check that computes the formula itself: run with symbols for parameters it returns the formula.

    The symbols carry no assumptions, so that no comparison in the check can be decided without numbers.
    """
    names = {s.name: sympy.Symbol(s.name) for s in theorem.claim.formula.free_symbols if isinstance(s, sympy.Symbol)}
    own = {names[s.name]: s for s in theorem.claim.formula.free_symbols if isinstance(s, sympy.Symbol)}
    rng = {"rng": np.random.default_rng(0), "size": 16}
    for check in theorem.checks:
        sampled = check in theorem.monte_carlo_checks
        kind = "Monte-Carlo check" if sampled else "numeric check"
        parameters = list(inspect.signature(check.function).parameters)[2 if sampled else 0:]
        if theorem.claim.relation == "holds" or not parameters or not set(parameters) <= set(names):
            continue
        given = {p: names[p] for p in parameters}
        returned = _symbolic_run(check.function, {**rng, **given} if sampled else given)
        if returned is not None and prove_equal(returned.subs(own), theorem.claim.formula, theorem.domain) == "proved":
            yield _error(check.function, f"the {kind} {check.function.__name__} returns the formula itself")


EXACT = (Fraction, flint.fmpq, flint.arb, flint.fmpz, sympy.Rational, sympy.Integer)


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _codes(inner)


def _root(function: Any) -> str:
    return (function.__module__ or "").split(".")[0]


class _View:
    """A module whose attributes are seen through stand-ins."""

    def __init__(self, module: types.ModuleType, stand_in: Callable[[Any], Any]) -> None:
        self._module, self._stand_in = module, stand_in

    def __getattr__(self, name: str) -> Any:
        return self._stand_in(getattr(self._module, name))


def _symbolic_run(function: Any, arguments: dict[str, Any]) -> sympy.Expr | None:
    """The function's value with symbols as arguments, exact-number types made transparent; None if it needs numbers."""
    def transparent(value: Any = 0, divisor: Any = 1) -> Any:
        return sympy.sympify(value) / divisor
    copies: dict[Any, Any] = {}

    root = _root(function)

    def stand_in(v: Any) -> Any:
        if any(v is exact for exact in EXACT):
            return transparent
        if isinstance(v, types.ModuleType) and v.__name__.split(".")[0] in ("fractions", "flint", "sympy", root):
            return _View(v, stand_in)
        plain = inspect.unwrap(v) if hasattr(v, "__wrapped__") else v  # a cached helper, for one
        return copied(plain) if isinstance(plain, types.FunctionType) and _root(plain) == root else v

    def imported(name: str, *others: Any, **named: Any) -> Any:
        return stand_in(__import__(name, *others, **named))

    def copied(f: Any) -> Any:
        if f not in copies:
            names = {"int": transparent, "float": transparent, "__builtins__": {**vars(builtins), "__import__": imported}}
            copies[f] = types.FunctionType(f.__code__, names, f.__name__, f.__defaults__, f.__closure__)
            copies[f].__kwdefaults__ = f.__kwdefaults__
            mentioned = {n for c in _codes(f.__code__) for n in c.co_names}
            names.update({n: stand_in(f.__globals__[n]) for n in mentioned if n in f.__globals__})
            names.update({n: f.__globals__[n] for n in ("__name__", "__package__") if n in f.__globals__})
        return copies[f]
    try:
        with time_limit(1.0), isolated():
            returned = copied(inspect.unwrap(function))(**arguments)
    except (Exception, TimeLimitReached):  # any failure means: it computes with numbers, not with the formula
        return None
    returned = returned.value if isinstance(returned, within) else returned
    if isinstance(returned, np.ndarray) and returned.dtype == object and len(set(returned.flat)) == 1:
        returned = returned.flat[0]
    return returned if isinstance(returned, sympy.Expr) and returned.free_symbols else None
