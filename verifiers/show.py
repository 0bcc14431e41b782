"""One theorem as a page: statement, hypotheses, source, errata, derivation with reasons, and checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from verifiers.claims import Law, Tends
from verifiers.derivation import run
from verifiers.membership import read_point
from verifiers.places import in_package
from verifiers.plain import plain
from verifiers.results import json_point
from verifiers.steps import (
    AtMostStep,
    Cites,
    Classical,
    Convex,
    Equal,
    Induction,
    Limit,
    Solves,
    Stationary,
)
from verifiers.theorem import Derivation, MonteCarloCheck, NumericCheck, Theorem
from verifiers.wording import claim_latex, claim_text, formula_text, hypotheses_latex, hypotheses_text, point_text

Trust = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One derivation (at one instance, if it is not generic): its name, idea, steps and conclusion.

    steps: (text, LaTeX, reason); trust: per step and for the conclusion what it rests on (empty unless asked for).
    """

    name: str
    idea: str
    instance: str
    steps: tuple[tuple[str, str, str], ...]
    conclusion: str
    trust: tuple[Trust, ...] = ()


def derivations(theorem: Theorem, trust: bool = False) -> list[Shown]:
    """All derivations of a theorem, run but not checked, unless what each step rests on is asked for.

    Raises what a derivation raises.
    """
    shown = []
    checked = iter(_checked(theorem)) if trust else iter(())
    for derivation in theorem.derivations:
        for instance in derivation.instances or (None,):
            read = read_point(theorem.domain, instance or {})
            derived = run(derivation.function, dict(read))
            steps = tuple((step_text(s), s.latex(), s.because) for s in derived.steps)
            own = tuple(next(checked, {}) for _ in range(len(steps) + 1)) if trust else ()
            shown.append(Shown(derivation.function.__name__, _idea(derivation), point_text(read), steps,
                               formula_text(derived.conclusion), own))
    return shown


def _checked(theorem: Theorem) -> tuple[Trust, ...]:
    from verifiers.conclusions import prove
    return prove(theorem).trust


def _idea(derivation: Derivation) -> str:
    return " ".join((derivation.function.__doc__ or "").split())


def step_text(step: Any) -> str:
    """A step as one line of text."""
    f = formula_text
    match step:
        case Equal():
            return f"{f(step.left)} = {f(step.right)}"
        case AtMostStep():
            return f"{f(step.left)} ≤ {f(step.right)}"
        case Limit():
            return f"{f(step.expression)} → {f(step.value)} as {f(step.variable)} → {f(step.at)}"
        case Solves():
            equations = step.equations if isinstance(step.equations, (list, tuple)) else [step.equations]
            solution = ", ".join(f"{f(k)} = {f(getattr(v, 'expr', v))}" for k, v in step.solution.items())
            return f"{', '.join(map(f, equations))} is solved by {solution}"
        case Stationary():
            place = ", ".join(f"{f(k)} = {f(v)}" for k, v in step.at.items())
            return f"the gradient of {f(step.expression)} vanishes at {place}"
        case Convex():
            return f"{f(step.expression)} is convex in {f(step.variable)}"
        case Induction():
            return f"{f(step.left)} = {f(step.right)} by induction on {f(step.variable)} from {f(step.start)}"
        case Cites(what=Classical() as known):
            return f"{known.name}: {step.says} [{known.reference}]"
        case Cites():
            return f"{step.what}: {step.says}"
    return str(step)


def rests_on(trust: Trust) -> str:
    """What a step rests on, in a few words."""
    second = "" if trust["second_route"] == "none" else f"; second route {trust['second_route']}"
    sympy = "" if trust["symbolic"] == "none" else f"; SymPy {trust['symbolic']}"
    cites = f" {trust['cites']}" if trust["cites"] else ""
    witness = f"; {trust['witness']}" if trust["witness"] else ""
    return f"{trust['rests_on']}{cites}{sympy}{second}{witness}"


def page(theorem: Theorem, shown: list[Shown], status: str | None, columns: int) -> str:
    """The theorem as text for a terminal of that many columns."""
    def part(name: str, content: str) -> str:
        return _filled(f"{name:<12}", content, columns)
    lines = [theorem.title, "=" * len(theorem.title), "", part("name", theorem.name),
             part("file", f"{in_package(theorem.file)}:{theorem.line}"),
             part("status", status or "not verified, or its file has changed since"), "",
             part("statement", claim_text(theorem.claim)), part("for", hypotheses_text(theorem.domain))]
    for source in theorem.sources:
        lines.append(part("source", f"{source.notes.title}, {source.section} ({source.verdict})"))
        lines += [part("  printed", plain(source.printed))] if source.printed else []
    for erratum in theorem.errata:
        lines.append(part("erratum", f"{plain(erratum.printed)}: {erratum.wrong}"))
    lines += [part("fails at", point_text(p)) for p in theorem.fails_at]
    lines += [part("covers", ", ".join(theorem.covers))] if theorem.covers else []
    for derivation in shown:
        lines += ["", *_derivation(derivation, columns)]
    return "\n".join([*lines, "", *_evidence(theorem, columns)])


def _derivation(shown: Shown, columns: int) -> Iterator[str]:
    at = f" ({shown.instance})" if shown.instance else ""
    yield _filled("", f"Derivation {shown.name.replace('_', ' ')}{at}. {shown.idea}", columns)
    for k, (text, _, reason) in enumerate(shown.steps, 1):
        yield _filled(f"{k:>4}. ", text, columns)
        if reason:
            yield _filled("      ", f"because {reason}", columns)
        if shown.trust and shown.trust[k - 1]:
            yield _filled("      ", f"[{rests_on(shown.trust[k - 1])}]", columns)
    yield _filled("   ∴  ", shown.conclusion, columns)
    if shown.trust and shown.trust[-1]:
        yield _filled("      ", f"[{rests_on(shown.trust[-1])}]", columns)


def _evidence(theorem: Theorem, columns: int) -> Iterator[str]:
    for check in theorem.checks:
        kind = {"numeric": "Numeric check", "exact law": "Exact-law sampler"}.get(_kind(check), "Monte Carlo")
        idea = " ".join((check.function.__doc__ or "").split())
        points = "; ".join(point_text(p) for p in check.points)
        yield _filled("", f"{kind} {check.function.__name__.replace('_', ' ')}. {idea}", columns)
        yield _filled("      ", f"at {points}", columns)
    if theorem.unsampled:
        yield _filled("", f"Not sampled. {theorem.unsampled}", columns)
    yield ""
    yield "Near misses, each of which the checks refute:"
    for label, claim in theorem.wrong_claims().items():
        yield _filled("  - ", f"{label}: {formula_text(claim.formula)}", columns)


def _kind(check: NumericCheck | MonteCarloCheck) -> str:
    return "numeric" if isinstance(check, NumericCheck) else "exact law" if check.law == "exact" else "monte carlo"


def _filled(indent: str, text: str, columns: int) -> str:
    return fill(text, max(columns, 40), initial_indent=indent, subsequent_indent=" " * len(indent),
                break_long_words=False, break_on_hyphens=False)


def to_json(theorem: Theorem, shown: list[Shown], status: str | None) -> dict[str, Any]:
    """The page as plain values."""
    claim = theorem.claim
    extra = {"remainder": str(claim.remainder), "variable": str(claim.variable), "at": str(claim.at)} \
        if isinstance(claim, Tends) else {"variable": str(claim.variable)} if isinstance(claim, Law) else {}
    return {
        "name": theorem.name, "title": theorem.title, "chapter": theorem.chapter, "file": in_package(theorem.file),
        "line": theorem.line, "status": status, "claim": claim_latex(claim), "claim_text": claim_text(claim),
        "relation": claim.relation, "formula": str(claim.formula), **extra, "variables": theorem.parameters(),
        "hypotheses": hypotheses_latex(theorem.domain), "hypotheses_text": hypotheses_text(theorem.domain),
        "sources": [{"notes": s.notes.title, "section": s.section, "verdict": s.verdict, "printed": s.printed}
                    for s in theorem.sources],
        "errata": [{"printed": e.printed, "formula": str(getattr(e.formula, "formula", e.formula)), "wrong": e.wrong}
                   for e in theorem.errata],
        "near_misses": {label: str(c.formula) for label, c in theorem.wrong_claims().items()},
        "fails_at": [json_point(p) for p in theorem.fails_at], "covers": list(theorem.covers),
        "derivations": [{"name": d.name, "idea": d.idea, "instance": d.instance, "conclusion": d.conclusion,
                         "steps": [{"text": t, "latex": l, "because": b,
                                    **({"trust": dict(d.trust[k])} if d.trust else {})}
                                   for k, (t, l, b) in enumerate(d.steps)]} for d in shown],
        "checks": [{"kind": _kind(c), "name": c.function.__name__, "points": [json_point(p) for p in c.points]}
                   for c in theorem.checks],
        "unsampled": theorem.unsampled or None}


def latex_page(theorem: Theorem, shown: list[Shown]) -> str:
    """The theorem and its derivations as a LaTeX fragment; it needs amsmath, amssymb and amsthm."""
    from verifiers.tex import escaped
    hypotheses = hypotheses_latex(theorem.domain)
    lines = [r"% \usepackage{amsmath,amssymb,amsthm}  \newtheorem{theorem}{Theorem}",
             rf"\begin{{theorem}}[{escaped(theorem.title)}]\label{{{theorem.name}}}",
             *([f"For ${hypotheses}$,"] if hypotheses else []), rf"\[ {claim_latex(theorem.claim)} \]",
             r"\end{theorem}"]
    for source in theorem.sources:
        lines.append(escaped(f"{source.notes.title}, {source.section} ({source.verdict})") + ".")
    for derivation in shown:
        at = f" at {derivation.instance}" if derivation.instance else ""
        lines += [r"\begin{proof}", escaped(f"{derivation.idea}{at}"), r"\begin{enumerate}"]
        for (text, latex, reason) in derivation.steps:
            body = escaped(text) if latex.startswith(r"\text{") else rf"$\displaystyle {latex}$"
            lines.append(rf"\item {body}" + (f" \\quad {escaped(reason)}" if reason else ""))
        lines += [r"\end{enumerate}", r"\end{proof}"]
    return "\n".join(lines)
