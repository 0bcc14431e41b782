r"""Symbols in LaTeX: which tokens a symbol of the question is made of, such as \sigma_1, \hat{\theta} or W^{(1)}."""

from __future__ import annotations

import re
from collections.abc import Iterable

from verifiers.answers.problems import CannotRead
from verifiers.answers.symbols import Symbol
from verifiers.answers.texts import latex_lexing, vocabulary
from verifiers.answers.texts.lexing import Token

Form = tuple[str, ...]  # the marks of the tokens of a symbol, without braces around a single one
_NAME = re.compile(r"([A-Za-z]+?)_?([0-9]+|_[A-Za-z0-9]+)?('*)")
_VARIANTS = {name: variant for variant, name in vocabulary.LATEX_VARIANTS.items()}


def mark(token: Token) -> str:
    """What distinguishes a token from others: commands keep their backslash, words their quotes."""
    return {"command": "\\" + token.text, "word": f'"{token.text}"'}.get(token.kind, token.text)


def form(tokens: Iterable[Token]) -> Form:
    """The marks of tokens, without the braces around a single one."""
    marks = [mark(token) for token in tokens if token.kind != "end"]
    place = 0
    while place + 2 < len(marks):
        if marks[place] == "{" and marks[place + 2] == "}":
            marks[place:place + 3] = [marks[place + 1]]
        place += 1
    return tuple(marks)


def prefix(tokens: list[Token], start: int, most: int) -> list[tuple[str, int]]:
    """The marks of the tokens from a place on, at most so many, each with the place after it; {t} counts as t."""
    found: list[tuple[str, int]] = []
    place = start
    while len(found) < most and tokens[place].kind != "end":
        single = place + 2 < len(tokens) and tokens[place].is_op("{") and tokens[place + 2].is_op("}")
        found.append((mark(tokens[place + single]), place + (3 if single else 1)))
        place = found[-1][1]
    return found


def forms(symbols: Iterable[Symbol]) -> dict[Form, str]:
    """All ways of writing the symbols, each with the canonical name; what two symbols share belongs to neither.

    The declared LaTeX of a symbol goes before what its name suggests.
    """
    declared: dict[Form, str] = {}
    derived: dict[Form, str] = {}
    symbols = tuple(symbols)
    for rank, choice in ((_declared, declared), (_derived, derived)):
        shared: set[Form] = set()
        for symbol in symbols:
            for written in rank(symbol):
                if choice.setdefault(written, symbol.name) != symbol.name:
                    shared.add(written)
        for written in shared:
            del choice[written]
    known = derived | declared
    variants = {tuple(_VARIANTS_MARKS.get(part, part) for part in written): name for written, name in known.items()}
    return variants | known


_VARIANTS_MARKS = {f"\\{name}": f"\\{variant}" for name, variant in _VARIANTS.items()} | {
    f"\\{variant}": f"\\{name}" for name, variant in _VARIANTS.items()}


def _declared(symbol: Symbol) -> list[Form]:
    """The form of the declared LaTeX."""
    try:
        written = form(latex_lexing.tokens(symbol.latex, symbol.latex))
    except CannotRead:
        return []
    return [written] if written else []


def split(name: str) -> tuple[str, str, str] | None:
    """The letters, the index and the primes of a name, with Greek letters by name; None if it is not of this form.

    >>> split("x_12"), split("σ1'"), split("N_eff")
    (('x', '12', ''), ('sigma', '1', "'"), ('N', 'eff', ''))
    """
    parts = _NAME.fullmatch("".join(vocabulary.GREEK_NAMES.get(letter, letter) for letter in name))
    return (parts[1], (parts[2] or "").lstrip("_"), parts[3]) if parts else None


def _derived(symbol: Symbol) -> list[Form]:
    """The forms that a name suggests: lam is \\lambda, x1 is x_1, lr is lr."""
    parts = split(symbol.name)
    if parts is None:
        return []
    base, index, primes = parts
    greek = vocabulary.GREEK_SHORT.get(base, base)
    stems: list[Form] = [(f"\\{greek}",)] if greek in vocabulary.GREEK else []
    stems += [tuple(base), (f'"{base}"',)] if len(base) > 1 else [(base,)]  # \\mathrm{e} is a number, whatever e is
    if not index:
        return [stem + tuple(primes) for stem in stems]
    tails: list[Form] = [("_", index), ("_", f'"{index}"')]
    tails += [(index,)] if index.isdigit() else [("_", "{", *index, "}")]
    return [stem + tail + tuple(primes) for stem in stems for tail in tails]
