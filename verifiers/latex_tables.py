"""Tables as LaTeX with booktabs: one file a chapter, and a document that holds them all."""

from __future__ import annotations

from collections.abc import Sequence

from sympy.printing.pretty.pretty_symbology import pretty_symbol

from verifiers.markdown import cells, used_columns
from verifiers.tables import ChapterTables, TheoremTable, status_counts
from verifiers.tex import escaped
from verifiers.wording import claim_latex, hypotheses_latex

INDEX = "tables.tex"
PREAMBLE = r"""\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage[a4paper,landscape,margin=15mm]{geometry}
\usepackage{amsmath,amssymb,booktabs,longtable}
\usepackage[hidelinks]{hyperref}
\setlength{\parindent}{0pt}
\begin{document}
"""


def files(found: Sequence[ChapterTables], index: bool) -> dict[str, str]:
    """Content by file name: each chapter, and the document `tables.tex` if all chapters are there."""
    pages = {f"{c.chapter}.tex": page(c) for c in found}
    return {INDEX: document(found), **pages} if index else pages


def document(found: Sequence[ChapterTables]) -> str:
    """A document that inputs every chapter, after a table of how many theorems have which status."""
    total = status_counts([t for c in found for t in c.tables])
    rows = [[escaped(c.title), str(len(c.tables)), *map(str, status_counts(c.tables).values())] for c in found]
    head = ["chapter", "theorems", *total]
    return (PREAMBLE + grid("l" + "r" * (len(head) - 1), head, rows)
            + "".join(f"\\input{{{c.chapter}.tex}}\n" for c in found) + "\\end{document}\n")


def page(chapter: ChapterTables) -> str:
    """One chapter: the list of its formulas, then each theorem's table."""
    parts = [f"\\section*{{{escaped(chapter.title)}}}\n", f"{escaped(chapter.description)}\n"]
    parts += [formulas(chapter), *(statement(t) for t in chapter.tables)]
    return "\n".join(parts)


def formulas(chapter: ChapterTables) -> str:
    """The chapter's formulas, each linked to its theorem's table."""
    rows = [[f"\\hyperlink{{{t.theorem.name}}}{{{escaped(t.theorem.title)}}}", f"${claim_latex(t.theorem.claim)}$",
             _math(hypotheses_latex(t.theorem.domain)), escaped(sources(t)), t.status] for t in chapter.tables]
    return "{\\footnotesize\\raggedright\n" + grid(
        "p{0.15\\linewidth}p{0.36\\linewidth}p{0.16\\linewidth}p{0.15\\linewidth}p{0.06\\linewidth}",
        ["theorem", "statement", "hypotheses", "source", "status"], rows) + "}\n"


def sources(table: TheoremTable) -> str:
    """The passages that state the claim, each with its verdict."""
    return "; ".join(f"{s.notes.title} {s.section} ({s.verdict})" for s in table.theorem.sources)


def _math(latex: str) -> str:
    return f"${latex}$" if latex else ""


def statement(table: TheoremTable) -> str:
    """A theorem: statement, hypotheses, source, status, and its table over the grid."""
    theorem = table.theorem
    hypotheses, columns = hypotheses_latex(theorem.domain), used_columns(table)
    head = [*(escaped(pretty_symbol(p)) for p in table.parameters), *columns]
    rows = [[*(escaped(row.point.get(p, "")) for p in table.parameters), *map(number, cells(row, columns))]
            for row in table.rows]
    return "\n".join([
        f"\\subsection*{{\\hypertarget{{{theorem.name}}}{{{escaped(theorem.title)}}}}}",
        f"\\[ {claim_latex(theorem.claim)} \\]",
        *([f"Hypotheses: ${hypotheses}$."] if hypotheses else []),
        *([f"Source: {escaped(sources(table))}."] if theorem.sources else []), f"Status: {table.status}.\n",
        grid("l" * len(table.parameters) + "r" * len(columns), head, rows)])


def number(cell: str) -> str:
    """A cell in math mode where it is a number; `unread` of `drift` takes it back."""
    if not cell or (cell[0].isalpha() and not cell.startswith("F ")):
        return escaped(cell)
    for sign, macro in (("±", r"\pm"), ("≤", r"\le"), ("≥", r"\ge"), ("∞", r"\infty")):
        cell = cell.replace(sign, macro)
    return f"${cell}$"


def grid(columns: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A longtable with booktabs' rules."""
    lines = [f"\\begin{{longtable}}{{{columns}}}", "\\toprule", " & ".join(head) + r" \\", "\\midrule", "\\endhead",
             *(" & ".join(row) + r" \\" for row in rows), "\\bottomrule", "\\end{longtable}"]
    return "\n".join(lines) + "\n"
