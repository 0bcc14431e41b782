"""LaTeX made of text: special characters escaped, mathematical Unicode in math mode."""

from __future__ import annotations

import re
import unicodedata

_ESCAPED = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
            "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": "$<$", ">": "$>$", "|": "$|$"}
_MATH = {
    "α": r"\alpha", "β": r"\beta", "γ": r"\gamma", "δ": r"\delta", "ε": r"\varepsilon", "ζ": r"\zeta", "η": r"\eta",
    "θ": r"\theta", "κ": r"\kappa", "λ": r"\lambda", "μ": r"\mu", "ν": r"\nu", "ξ": r"\xi", "π": r"\pi", "ρ": r"\rho",
    "σ": r"\sigma", "τ": r"\tau", "φ": r"\varphi", "χ": r"\chi", "ψ": r"\psi", "ω": r"\omega", "Γ": r"\Gamma",
    "Δ": r"\Delta", "Θ": r"\Theta", "Λ": r"\Lambda", "Ξ": r"\Xi", "Π": r"\Pi", "Σ": r"\Sigma", "Φ": r"\Phi",
    "Ψ": r"\Psi", "Ω": r"\Omega", "≤": r"\le", "≥": r"\ge", "≠": r"\neq", "≈": r"\approx", "∞": r"\infty", "±": r"\pm",
    "×": r"\times", "·": r"\cdot", "−": "-", "→": r"\to", "⇒": r"\Rightarrow", "⟺": r"\iff", "∈": r"\in", "∩": r"\cap",
    "∪": r"\cup", "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "√": r"\surd", "∂": r"\partial", "∇": r"\nabla",
    "⟨": r"\langle", "⟩": r"\rangle", "‖": r"\|", "ℓ": r"\ell", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}",
    "ℤ": r"\mathbb{Z}", "𝔼": r"\mathbb{E}", "⊙": r"\odot", "⊗": r"\otimes", "⊥": r"\perp", "∀": r"\forall",
    "∃": r"\exists", "∅": r"\emptyset", "⁻": "^{-}", "⁺": "^{+}", "ᵀ": r"^{\mathsf T}", "ⁿ": "^{n}", "…": r"\ldots",
    "⊤": r"\top", "′": "'", "°": r"^{\circ}",
}
_MATH |= {c: f"^{{{d}}}" for d, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")} | {c: f"_{{{d}}}" for d, c in enumerate("₀₁₂₃₄₅₆₇₈₉")}
_MATH |= {"ᵢ": "_{i}", "ⱼ": "_{j}", "ₖ": "_{k}", "ₙ": "_{n}", "ₚ": "_{p}", "₊": "_{+}", "₋": "_{-}"}
_TEXT = {"–": "--", "—": "---", "’": "'", "“": "``", "”": "''", "\u00a0": "~", "\u202f": r"\,"}


def escaped(text: str) -> str:
    """Text for the body of a LaTeX document.

    >>> escaped("E χ² ≤ 5 %")
    'E $\\\\chi^{2}$ $\\\\le$ 5 \\\\%'
    """
    parts: list[str] = []
    for character in text:
        sign = _MATH.get(character)
        if sign is None:
            parts.append(_ESCAPED.get(character) or _TEXT.get(character) or _latin(character))
        elif parts and parts[-1].startswith("$"):
            parts[-1] = f"${_appended(parts[-1][1:-1], sign)}$"
        else:
            parts.append(f"${sign}$")
    return "".join(parts)


def _appended(formula: str, sign: str) -> str:
    """The formula followed by one more sign; neighbouring scripts become one."""
    script = re.search(r"([\^_])\{([^{}]*)\}$", formula)
    if script and sign.startswith(script[1] + "{"):
        return f"{formula[:-1]}{'' if sign[2].isalnum() else ' '}{sign[2:]}"
    return f"{formula}{sign}" if sign[0] in "^_'" else f"{formula} {sign}"


def _latin(character: str) -> str:
    """The character if every LaTeX knows it, else its base letter or its number."""
    if ord(character) < 0x180:
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    if unicodedata.combining(character):
        return ""
    return base if ord(base) < 0x180 else f"[U+{ord(character):04X}]"
