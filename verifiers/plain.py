r"""LaTeX as plain Unicode text, for a terminal: `\mathbb{E}\,\operatorname{tr} W^{-1}` becomes `E tr W⁻¹`.

It reads what mathematicians write in statements; a macro that it does not know is shown by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|\s+|[^\\{}^_\s]", re.DOTALL)

_SYMBOLS = {
    "le": " ≤ ", "leq": " ≤ ", "ge": " ≥ ", "geq": " ≥ ", "ne": " ≠ ", "neq": " ≠ ", "to": " → ", "iff": " ⟺ ",
    "lt": " < ", "gt": " > ", "in": " ∈ ", "sim": " ~ ", "approx": " ≈ ", "cap": " ∩ ", "cup": " ∪ ",
    "subset": " ⊂ ",
    "cdot": "·", "times": " × ", "pm": " ± ", "infty": "∞", "partial": "∂", "nabla": "∇", "sum": "Σ", "prod": "Π",
    "int": "∫", "langle": "⟨", "rangle": "⟩", "ell": "ℓ", "dots": "…", "ldots": "…", "cdots": "⋯", "forall": "∀",
    "exists": "∃", "mid": " | ", "vert": "|", "lvert": "|", "rvert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖",
    "wedge": " ∧ ", "vee": " ∨ ",
    "mapsto": " ↦ ", "circ": "∘", "top": "ᵀ", "perp": "⊥", "otimes": " ⊗ ", "oplus": " ⊕ ",
    "odot": " ⊙ ", "Rightarrow": " ⇒ ", "Leftarrow": " ⇐ ", "emptyset": "∅", "setminus": " ∖ ", "propto": " ∝ ",
    "equiv": " ≡ ", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "quad": "  ", "qquad": "  ", "prime": "′",
    "lbrace": "{", "rbrace": "}", "ast": "*", "star": "*", "bullet": "•", "hbar": "ħ", "colon": ": ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "Pr": "P", "E": "E",
}
_PUNCTUATION = {",": " ", ";": " ", ":": " ", "!": "", " ": " ", "|": "‖", "{": "{", "}": "}", "#": "#", "%": "%",
                "_": "_", "&": "&", "$": "$", "\\": "; "}
_DROPPED = {"left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle", "textstyle",
            "limits", "nolimits", "mathstrut"}
_STYLES = {"text", "textrm", "mathrm", "mathsf", "mathbf", "mathit", "mathcal", "operatorname", "boldsymbol",
           "mathfrak", "textbf", "textit", "mbox", "mathscr", "bm"}
_ACCENTS = {"hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303",
            "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7"}
_DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "E", "P": "P", "1": "1"}
_FRACTIONS = {"frac", "tfrac", "dfrac"}
_RAISED = dict(zip("0123456789+-()=niTtabcdefghjklmoprsuvwxyz*⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾⁼ⁿⁱᵀᵗᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵘᵛʷˣʸᶻ*ᵀ",
                   strict=True)) | {"ᵀ": "ᵀ", "′": "′"}
_LOWERED = dict(zip("0123456789+-()=aehijklmnoprstuvx*", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎₌ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ*", strict=True))


def plain(latex: str) -> str:
    r"""The text of a LaTeX formula.

    >>> plain(r"\mathbb{E}\,\operatorname{tr}\,(XX^{\mathsf T})^{-1}")
    'E tr (XXᵀ)⁻¹'
    """
    return _tidy(_sequence(_TOKEN.findall(latex)[::-1]))


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"([(\[{⟨]) | ([)\]}⟩,;])", r"\1\2", text).strip()


def _sequence(tokens: list[str]) -> str:
    """The text up to the end or to the closing brace of the group."""
    parts: list[str] = []
    while tokens and tokens[-1] != "}":
        parts.append(_item(tokens, parts))
    if tokens:
        tokens.pop()
    return "".join(parts)


def _item(tokens: list[str], before: list[str]) -> str:
    token = tokens.pop()
    if token == "{":
        return _sequence(tokens)
    if token in ("^", "_"):
        return _scripted(token, _argument(tokens), before)
    if token.isspace() or token == "~":
        return " "
    if token.startswith("\\"):
        return _macro(token[1:], tokens, before)
    return {"&": " ", "-": "-"}.get(token, token)


def _scripted(mark: str, content: str, before: list[str]) -> str:
    """A script; one that belongs to the name of an operator (`max_q`) is followed by the space after that name."""
    if before and before[-1].endswith(" ") and before[-1].strip():
        before[-1] = before[-1].rstrip()
        return _script(mark, content) + " "
    return _script(mark, content)


def _argument(tokens: list[str]) -> str:
    while tokens and tokens[-1].isspace():
        tokens.pop()
    if not tokens or tokens[-1] == "}":
        return ""
    return _item(tokens, [])


def _script(mark: str, content: str) -> str:
    content = content.strip()
    table = _RAISED if mark == "^" else _LOWERED
    known = all(c in table for c in content)
    if content.isalpha() and len(content) > (3 if known else 1):
        return mark + content
    if content and known:
        return "".join(table[c] for c in content)
    return f"{mark}{content}" if len(content) == 1 else f"{mark}({content})" if content else ""


def _macro(name: str, tokens: list[str], before: list[str]) -> str:
    if name in ("begin", "end"):
        _argument(tokens)
        return ""
    if name in _DROPPED:
        return ""
    if name in _FRACTIONS:
        quotient = _spaced(f"{_factor(_argument(tokens))}/{_factor(_argument(tokens))}", before)
        return quotient if _is_factor(tokens[-1:]) else quotient.rstrip()
    if name in ("binom", "tbinom", "dbinom"):
        return f"C({_argument(tokens)}, {_argument(tokens)})"
    if name == "sqrt":
        return f"√{_factor(_argument(tokens))}"
    if name in ("mathbb", "mathds"):
        return "".join(_DOUBLE.get(c, c) for c in _argument(tokens))
    if name in _ACCENTS:
        return _accented(_argument(tokens), _ACCENTS[name])
    if name in _STYLES:
        return _styled(name, tokens, before)
    if name in _PUNCTUATION:
        return _PUNCTUATION[name]
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    return _spaced(name, before)  # log, exp, max, …


def _is_factor(following: list[str]) -> bool:
    """Whether the next token begins something that a quotient is multiplied with."""
    token = "".join(following)
    if token.startswith("\\"):
        return token[1:].isalpha() and token[1:] not in _DROPPED
    return token.isalnum() or token in ("(", "[", "{")


def _styled(name: str, tokens: list[str], before: list[str]) -> str:
    if name in ("text", "textrm", "mbox") and tokens and tokens[-1] == "{":
        return "".join(_raw(tokens))
    content = _argument(tokens)
    return _spaced(content, before) if name == "operatorname" else content


def _raw(tokens: list[str]) -> Iterator[str]:
    """The group's text as it stands: inside \\text a caret or an underscore is a character."""
    tokens.pop()
    depth = 1
    while tokens:
        token = tokens.pop()
        depth += (token == "{") - (token == "}")
        if depth == 0:
            return
        if token not in "{}":
            yield token.lstrip("\\") if token[1:] not in _PUNCTUATION else _PUNCTUATION[token[1:]]


def _spaced(word: str, before: list[str]) -> str:
    joined = before and before[-1][-1:].isalnum()
    return f"{' ' if joined else ''}{word} "


def _accented(content: str, accent: str) -> str:
    return content[0] + accent + content[1:] if content else ""


def _factor(content: str) -> str:
    content = content.strip()
    return f"({content})" if re.search(r"[-+*/=<>≤≥·→ ]", content) else content
