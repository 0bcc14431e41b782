"""Which characters an answer may contain, and what the Unicode ones among them plainly mean.

Every character becomes exactly one character, so that places in the result are places in the answer.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from verifiers.answers.problems import CannotRead
from verifiers.answers.texts import vocabulary

SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))
SUBSCRIPTS: Final = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙₚ", "0123456789ijknp", strict=True))

_MEANINGS: Final = {
    "−": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "÷": "/", "⩽": "≤", "⩾": "≥", "′": "'", "∣": "|",
    "∧": "∧", "∨": "∨", "¬": "¬", "∪": "∪", "√": "√", "∞": "∞", "≤": "≤", "≥": "≥", "≠": "≠",
    **dict.fromkeys("\t\n\r\u00a0\u2002\u2003\u2007\u2009\u202f", " "),
    **{letter: vocabulary.GREEK[name] for letter, name in vocabulary.GREEK_NAMES.items()},
    "\N{MICRO SIGN}": "μ",
    **{character: character for character in (*SUPERSCRIPTS, *SUBSCRIPTS)},
}
_SENTENCES: Final = {
    '"': "an answer contains no quotation marks", "'": "an answer contains no quotation marks",
    "`": "an answer contains no backquotes", "#": "an answer contains no comments (#)",
    "@": "“@” has no meaning here; a product is written *", ";": "an answer is a single formula, without “;”",
    ":": "“:” has no meaning in an answer; an equation is written with =", "?": "“?” has no meaning in an answer",
    "~": "“~” has no meaning in an answer; negation is written Not(…)", "$": "“$” has no meaning inside a formula",
    "\\": "a backslash belongs to LaTeX, but the rest is read as plain text",
    ".": "“.” belongs to decimals only: attributes such as x.name are not read",
    "_": "a name begins with a letter, not with “_”",
}


def plain(text: str) -> str:
    """The answer with each Unicode character replaced by what it means; as long as the answer.

    Raises CannotRead, with its name and place, for a character that an answer may not contain.
    """
    return text if text.isascii() and text.isprintable() else "".join(_plain(c, k, text) for k, c in enumerate(text))


def _plain(character: str, place: int, text: str) -> str:
    """The one character that stands for this one."""
    if character.isascii() and character.isprintable():
        return character
    meaning = _MEANINGS.get(character) or _mathematical_letter(character)
    if meaning is None:
        raise CannotRead(_refusal(character, place), text, (place, place + 1))
    return meaning


def _mathematical_letter(character: str) -> str | None:
    """The plain letter of an italic or upright mathematical one, as copied from a PDF file; None for any other."""
    name = unicodedata.name(character, "")
    if not name.startswith(("MATHEMATICAL ITALIC ", "MATHEMATICAL SANS-SERIF ITALIC ")) and character != "\N{PLANCK CONSTANT}":
        return None
    letter = unicodedata.normalize("NFKC", character)
    if len(letter) != 1:
        return None
    return letter if letter.isascii() else _MEANINGS.get(letter)


def _refusal(character: str, place: int) -> str:
    """Why a character is refused, by its code and name."""
    name = f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
    category = unicodedata.category(character)
    where = f"at character {place + 1}"
    if character in vocabulary.LOOK_ALIKES:
        return f"{name} {where} only looks like “{vocabulary.LOOK_ALIKES[character]}”; type the plain one"
    if category == "Cf":
        return f"the answer contains an invisible character {where}: {name}"
    if category in ("Cc", "Cs", "Co", "Cn"):
        return f"the answer contains a control or undefined character {where}: {name}"
    normal = unicodedata.normalize("NFKC", character)
    if normal.isascii() and normal.isprintable() and len(normal) == 1:
        return f"{name} {where} only looks like “{normal}”; type the plain one"
    return f"the answer contains a character that has no meaning here, {where}: {name}"


def refused(character: str) -> str:
    """The sentence for an ASCII character that no token begins with."""
    return _SENTENCES.get(character, f"“{character}” has no meaning in an answer")
