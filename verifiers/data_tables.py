"""Tables as CSV and JSON, for programs: the displayed numbers, with the interval that each display stands for."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from verifiers.places import in_package
from verifiers.rounding import decimal, magnitude, read
from verifiers.tables import ChapterTables, Row, TheoremTable
from verifiers.wording import claim_latex, claim_text, hypotheses_latex, hypotheses_text

COLUMNS = ("theorem", "point", "evidence", "shown", "low", "high", "samples")
INDEX_COLUMNS = ("theorem", "chapter", "title", "file", "statement", "hypotheses", "source", "status")


def csv_files(found: Sequence[ChapterTables], index: bool) -> dict[str, str]:
    """One CSV a chapter with a line for each number, and `index.csv` with a line for each theorem."""
    pages = {f"{c.chapter}.csv": _csv(COLUMNS, (line for t in c.tables for line in _lines(t))) for c in found}
    rows = ([t["name"], t["chapter"], t["title"], t["file"], t["statement"], t["hypotheses"],
             "; ".join(f"{s['notes']} {s['section']} ({s['verdict']})" for s in t["sources"]), t["status"]]
            for c in found for t in map(_head, c.tables))
    return {"index.csv": _csv(INDEX_COLUMNS, rows), **pages} if index else pages


def json_files(found: Sequence[ChapterTables], index: bool) -> dict[str, str]:
    """One JSON a chapter, and `index.json` with the theorems of all chapters without their rows."""
    pages = {f"{c.chapter}.json": _json(chapter_json(c)) for c in found}
    listed = [{"chapter": c.chapter, "title": c.title, "theorems": [_head(t) for t in c.tables]} for c in found]
    return {"index.json": _json(listed), **pages} if index else pages


def chapter_json(chapter: ChapterTables) -> dict[str, Any]:
    """A chapter's tables as plain values; numbers are strings as displayed with low and high ends."""
    return {"chapter": chapter.chapter, "title": chapter.title, "description": chapter.description,
            "theorems": [{**_head(t), "parameters": list(t.parameters), "rows": [_row(r) for r in t.rows]}
                         for t in chapter.tables]}


def _head(table: TheoremTable) -> dict[str, Any]:
    theorem = table.theorem
    return {"name": theorem.name, "title": theorem.title, "chapter": theorem.chapter,
            "file": in_package(theorem.file), "status": table.status,
            "statement": claim_latex(theorem.claim), "statement_text": claim_text(theorem.claim),
            "hypotheses": hypotheses_latex(theorem.domain), "hypotheses_text": hypotheses_text(theorem.domain),
            "sources": [{"notes": s.notes.title, "section": s.section, "verdict": s.verdict} for s in theorem.sources]}


def _numbers(row: Row) -> Iterator[tuple[str, str, int | None]]:
    """(evidence, cell, samples) of a row's cells that are filled."""
    yield from ((kind, cell, None) for kind, cell in (("formula", row.formula), ("numeric", row.numeric)) if cell)
    for kind, sampled in (("monte_carlo", row.sampled), ("exact_law", row.exact_law)):
        if sampled:
            yield kind, sampled.shown, sampled.samples


def _row(row: Row) -> dict[str, Any]:
    found: dict[str, Any] = {"point": dict(row.point)}
    for kind, cell, samples in _numbers(row):
        low, high = _ends(cell)
        found[kind] = {"shown": cell, "low": low, "high": high} | ({} if samples is None else {"samples": samples})
    return found


def _lines(table: TheoremTable) -> Iterator[list[str]]:
    for row in table.rows:
        point = "; ".join(f"{name}={value}" for name, value in row.point.items())
        for kind, cell, samples in _numbers(row):
            low, high = _ends(cell)
            yield [table.theorem.name, point, kind, cell, low or "", high or "", str(samples or "")]


def _ends(cell: str) -> tuple[str | None, str | None]:
    """The ends of the interval that a cell displays, as exact decimals or rationals (a bound has one end only)."""
    interval = read(cell)
    if interval is None or cell.startswith("F "):
        return None, None
    low, high = (_number(end) for end in interval)
    return (None if cell.startswith("≤") else low), (None if cell.startswith("≥") else high)


def _number(x: Fraction) -> str:
    """A rational as an exact decimal where it has one, else as p/q."""
    rest = x.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if x.denominator == 1 or rest != 1:
        return str(x)
    place = magnitude(x)
    while (x / Fraction(10) ** place).denominator != 1:
        place -= 1
    return decimal(x, place)


def _csv(head: Sequence[str], rows: Any) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
