"""Running a derivation: each step by SymPy and by the second route, then its conclusion against the claim."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import sympy
from sympy.core.relational import Relational

from verifiers import symbolic
from verifiers.domain import Domain
from verifiers.errors import RecordError
from verifiers.evaluate import free_symbols
from verifiers.second_route import Agreement, approach, chords, compare
from verifiers.steps import (
    STEPS,
    AtMostStep,
    Cites,
    Classical,
    Convex,
    Equal,
    Induction,
    Limit,
    Solves,
    Stationary,
    Step,
    Termwise,
)

Rests = Literal["checked", "numerically supported", "SymPy alone", "cited", "failed"]


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step and what it rests on: SymPy's verdict and the second route's agreement."""

    text: str
    because: str
    kind: str
    rests_on: Rests
    symbolic: str
    second: Agreement = field(default_factory=lambda: Agreement(0, "none"))
    cites: str = ""

    @property
    def passed(self) -> bool:
        return self.rests_on in ("checked", "numerically supported", "cited")


def check_step(step: Step, domain: Domain, earlier: Sequence[Step] = ()) -> StepResult:
    """Check one step on the theorem's domain together with the step's own conditions.

    Raises RecordError for an object that is no step or a `using` that was not yielded before.
    """
    if not isinstance(step, STEPS):
        raise RecordError(f"a derivation yields steps, not {type(step).__name__}")
    if isinstance(step, Cites):
        name = step.what.name if isinstance(step.what, Classical) else step.what
        return StepResult(step.text(), step.because, "Cites", "cited", "none", cites=name)
    local = local_domain(step, domain)
    if isinstance(step, Equal) and step.left == step.right:
        raise RecordError(f"both sides of a step are the same expression {step.left}, so that nothing is checked: "
                          "state one of them unevaluated")
    facts = _facts(step, earlier, domain)
    termwise = getattr(step, "termwise", None)
    if termwise is not None and not any(termwise.inequality is e for e in earlier):
        raise RecordError("`termwise` names an inequality that was not yielded before")
    verdicts, agreements = [], []
    for verdict, agreement in _obligations(step, local, facts, domain):
        verdicts.append(verdict)
        agreements.append(agreement)
    if not verdicts:
        raise RecordError(f"the step states nothing: {step.text()}")
    return StepResult(step.text(), step.because, type(step).__name__, _rests(verdicts, agreements),
                      _overall(verdicts), _weakest(agreements))


def local_domain(step: Any, domain: Domain) -> Domain:
    """The domain on which a step has to hold: the theorem's, if the step uses its symbols, and the step's own."""
    expressions = _expressions(step)
    symbols = set().union(*(free_symbols(e) for e in expressions))
    vectors = {str(b.label) for e in expressions for b in e.atoms(sympy.IndexedBase)}
    where = [w for w in step.where if w not in (True, sympy.true)]
    for condition in where:
        if hasattr(condition, "free_symbols"):
            symbols |= free_symbols(condition)
    shared = symbols & domain.symbols or vectors & set(domain.vectors)
    undeclared = vectors - set(domain.vectors) - {str(v.label) for w in where for v in getattr(w, "vectors", ())}
    if undeclared:
        raise RecordError(f"the step uses the vector {', '.join(sorted(undeclared))}, which the domain does not "
                          "declare")
    if isinstance(step, Induction):
        where = [*where, step.variable >= step.start]
    return domain.extended(symbols, where) if shared else Domain(*symbols, *where)


def _expressions(step: Any) -> list[sympy.Basic]:
    match step:
        case Equal() | AtMostStep():
            return [step.left, step.right]
        case Induction():
            return [step.left, step.right, step.increment]
        case Limit():
            return [step.expression, step.value, step.at]
        case Solves():
            return [side for pair in step.residuals() for side in pair]
        case Stationary():
            return [side for pair in step.partials() for side in pair]
        case Convex():
            return [sympy.sympify(step.expression)]
    return []


def _facts(step: Any, earlier: Sequence[Step], domain: Domain) -> list[tuple[sympy.Expr, sympy.Expr]]:
    facts = []
    for fact in getattr(step, "using", ()):
        if not isinstance(fact, Equal) or not any(fact is e for e in earlier):
            raise RecordError(f"`using` names a step that was not yielded before as an Equal: {fact}")
        granted = {*_clauses(step.where), *domain.relations}
        for condition in _clauses(fact.where):
            if condition not in granted:
                raise RecordError(f"the step uses {fact.text()}, which holds for {condition} only: "
                                  "give the same condition as `where` of this step")
        facts.append((fact.left, fact.right))
    return facts


def _clauses(conditions: Any) -> list[Any]:
    """Conditions one by one, without those that are always true."""
    parts = [part for c in conditions for part in (c.args if isinstance(c, sympy.And) else (c,))]
    return [c for c in parts if c not in (True, sympy.true)]


def _premises(termwise: Termwise, domain: Domain, inside: Domain) -> Iterator[tuple[symbolic.Verdict, Agreement]]:
    """That the terms put into an inequality satisfy the conditions under which it was shown."""
    step, put = termwise.inequality, dict(termwise.put)
    shared = free_symbols(step.left) | free_symbols(step.right)
    conditions = [*_clauses(step.where), *(r for r in domain.relations if free_symbols(r) & shared)]
    for symbol, replaced in put.items():
        replaced = sympy.sympify(replaced)
        for assumed in ("real", "integer"):
            if getattr(symbol, f"is_{assumed}", None) and getattr(replaced, f"is_{assumed}") is False:
                yield "refuted", Agreement(0, "none", f"{replaced} is not {assumed}, as {symbol} is")
        if getattr(symbol, "is_integer", None) and not replaced.is_integer:
            yield "undecided", Agreement(0, "none")
        if getattr(symbol, "is_positive", None) and not replaced.is_positive:
            conditions.append(sympy.Gt(symbol, 0, evaluate=False))
        elif getattr(symbol, "is_nonnegative", None) and not replaced.is_nonnegative:
            conditions.append(sympy.Ge(symbol, 0, evaluate=False))
    for condition in conditions:
        if not isinstance(condition, Relational):
            continue
        left, right = (side.subs(put, simultaneous=True) for side in condition.args)
        here = condition.func(left, right)
        if here is sympy.true or here in inside.relations:
            continue
        if condition.rel_op in ("<", "<="):
            left, right = right, left
        if condition.rel_op in ("<", "<=", ">", ">="):
            # at the end of a strict condition itself the inequality rests on continuity, and on the second route
            yield symbolic.prove_at_most(right, left, inside), compare(right, left, inside, "at_most")
        else:
            yield "undecided", compare(here, sympy.true, inside, "equal")


def _obligations(step: Any, local: Domain, facts: Any, domain: Domain) -> Iterator[tuple[symbolic.Verdict, Agreement]]:
    match step:
        case Equal():
            yield (symbolic.prove_equal(step.left, step.right, local, facts),
                   compare(step.left, step.right, local, "equal"))
        case AtMostStep(termwise=Termwise() as termwise):
            difference = step.right - step.left
            yield (symbolic.prove_equal(difference, termwise.gap(), local, facts),
                   compare(difference, termwise.gap(), local, "equal"))
            index = () if termwise.over is None else _index_range(termwise.over)
            symbols = set().union(*(free_symbols(sympy.sympify(e)) for e in (termwise.weight, *termwise.put.values())))
            inside = local.extended(symbols, index)
            yield from _premises(termwise, domain, inside)
            yield (symbolic.prove_at_most(sympy.S.Zero, termwise.weight, inside),
                   compare(step.left, step.right, local, "at_most"))
        case AtMostStep():
            yield (symbolic.prove_at_most(step.left, step.right, local, facts),
                   compare(step.left, step.right, local, "at_most"))
        case Solves() | Stationary():
            for left, right in step.residuals() if isinstance(step, Solves) else step.partials():
                yield symbolic.prove_equal(left, right, local, facts), compare(left, right, local, "equal")
        case Convex():
            second = step.second_derivative()
            smooth = symbolic.is_smooth(step.expression, step.variable)
            verdict = symbolic.prove_convex(second, local) if smooth else "undecided"
            yield verdict, compare(sympy.S.Zero, second, local, "at_most")
            yield verdict, chords(step.expression, step.variable, local)
        case Induction():
            for left, right in step.parts():
                yield symbolic.prove_equal(left, right, local), compare(left, right, local, "equal")
            yield "proved", compare(step.left, step.right, local, "equal")
        case Limit():
            found = symbolic.prove_limit(step.expression, step.variable, step.at, step.value, step.direction, local)
            yield found, approach(step.expression, step.variable, step.at, step.value, step.direction, local,
                                  slow=found == "proved")


def _index_range(over: Any) -> tuple[Any, ...]:
    index, first, last = over
    return (index, index >= first, index <= last)


def _rests(verdicts: Sequence[str], agreements: Sequence[Agreement]) -> Rests:
    if "refuted" in verdicts or any(a.refuted for a in agreements):
        return "failed"
    if not all(a.supports for a in agreements):
        return "SymPy alone" if all(v == "proved" for v in verdicts) else "failed"
    sure = all(v == "proved" for v in verdicts) and not any(a.one_sided for a in agreements)
    return "checked" if sure else "numerically supported"


def _overall(verdicts: Sequence[str]) -> str:
    return next((v for v in ("refuted", "undecided") if v in verdicts), "proved")


def _weakest(agreements: Sequence[Agreement]) -> Agreement:
    refuted = [a for a in agreements if a.refuted]
    return refuted[0] if refuted else min(agreements, key=lambda a: (a.agreed > 0, a.means == "exact", a.agreed))


@dataclass(frozen=True, slots=True)
class Derived:
    """The steps of one derivation and the conclusion it returned (at one instance, if it is not generic)."""

    steps: tuple[Step, ...]
    conclusion: Any
    seconds: float


def run(function: Any, arguments: dict[str, Any] | None = None) -> Derived:
    """Run a derivation's generator to its end. Raises RecordError if it returns no conclusion."""
    started = time.perf_counter()
    generator, steps = function(**(arguments or {})), []
    if not hasattr(generator, "send"):
        raise RecordError("a derivation is a generator: it yields steps and returns its conclusion")
    while True:
        try:
            steps.append(next(generator))
        except StopIteration as stop:
            if stop.value is None:
                raise RecordError("the derivation returns no conclusion") from None
            if not steps:
                raise RecordError("the derivation has no steps: it only states its conclusion") from None
            return Derived(tuple(steps), stop.value, time.perf_counter() - started)
