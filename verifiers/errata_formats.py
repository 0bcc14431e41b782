"""The list of errata as text for a terminal, as Markdown, and as LaTeX; grouped by the notes that print them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

from verifiers.errata import Entry, where
from verifiers.latex_tables import number
from verifiers.markdown import math, statement
from verifiers.plain import plain
from verifiers.tex import escaped
from verifiers.wording import claim_latex, claim_text, hypotheses_latex, hypotheses_text


def by_notes(entries: Sequence[Entry]) -> dict[str, list[Entry]]:
    """The entries by the title of the notes, in the order of their first appearance."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.theorem.sources[0].notes.title if entry.theorem.sources else "", []).append(entry)
    return groups


def section(entry: Entry) -> str:
    """The sections of the passages that print the claim."""
    return ", ".join(dict.fromkeys(s.section for s in entry.theorem.sources))


def comparison(entry: Entry) -> str:
    """The counterexample in one sentence."""
    found = entry.counterexample
    if found is None:
        return entry.problem
    return f"at {where(entry)} as printed {found.printed}, in fact {found.quantity}"


def as_text(entries: Sequence[Entry], columns: int) -> str:
    """Text for a terminal of that many columns."""
    lines: list[str] = []
    for title, members in by_notes(entries).items():
        lines += [title, "=" * len(title), ""]
        for entry in members:
            lines.append(f"{section(entry)}  {entry.theorem.title}".strip())
            found = entry.counterexample
            parts = [("printed", plain(entry.erratum.printed)), ("wrong", entry.erratum.wrong)]
            parts += [("at", where(entry)), ("printed gives", found.printed), ("in fact", found.quantity)] if found \
                else [("ERROR", entry.problem)]
            parts += [("correct", claim_text(entry.theorem.claim)), ("for", hypotheses_text(entry.theorem.domain)),
                      ("theorem", f"{entry.theorem.name}, near miss {entry.label!r}")]
            lines += [fill(content, max(columns, 40), initial_indent=f"  {name:<14}", subsequent_indent=" " * 16,
                           break_long_words=False, break_on_hyphens=False) for name, content in parts]
            lines.append("")
    bad = sum(bool(e.problem) for e in entries)
    lines.append(f"{len(entries)} printed claim{'s' * (len(entries) != 1)} that fail{'s' * (len(entries) == 1)}"
                 + (f", {bad} without a counterexample" if bad else ""))
    return "\n".join(lines)


def as_markdown(entries: Sequence[Entry]) -> str:
    """A Markdown page."""
    lines = ["# Errata", ""]
    for title, members in by_notes(entries).items():
        lines += [f"## {title}", ""]
        for entry in members:
            lines += [f"### {section(entry)} {entry.theorem.title}".replace("  ", " "), "", *markdown_lines(entry), ""]
    return "\n".join(lines)


def markdown_lines(entry: Entry) -> list[str]:
    """What is printed, what is wrong with it, the counterexample and the corrected statement, as a Markdown list."""
    return [f"- Printed: {math(entry.erratum.printed)}", f"- Wrong: {entry.erratum.wrong}.",
            f"- {'**Error**' if entry.problem else 'Counterexample'}: {comparison(entry)}.",
            f"- Correct: {statement(entry.theorem)}", f"- Theorem `{entry.theorem.name}`, near miss “{entry.label}”"]


def as_latex(entries: Sequence[Entry]) -> str:
    """A LaTeX fragment; it needs amsmath and amssymb."""
    lines: list[str] = []
    for title, members in by_notes(entries).items():
        lines += [f"\\section*{{{escaped(title)}}}", "\\begin{description}"]
        for entry in members:
            hypotheses, found = hypotheses_latex(entry.theorem.domain), entry.counterexample
            at = (f"At {escaped(where(entry))} as printed {number(found.printed)}, in fact {number(found.quantity)}."
                  if found else f"\\textbf{{Error}}: {escaped(entry.problem)}.")
            lines += [f"\\item[{escaped(section(entry))}] {escaped(entry.theorem.title)}. Printed:",
                      f"  \\[ {entry.erratum.printed} \\]", f"  {escaped(entry.erratum.wrong)}. {at} Correct:",
                      f"  \\[ {claim_latex(entry.theorem.claim)} \\]",
                      *([f"  for ${hypotheses}$."] if hypotheses else [])]
        lines += ["\\end{description}", ""]
    return "\n".join(lines)
