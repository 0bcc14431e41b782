"""The closed tables of what an answer may contain: operations, names, constants, Greek letters, distributions.

What is not in a table and no symbol of the question is an unknown name.  A symbol of the question shadows the function or
constant of the same name.
"""

from __future__ import annotations

from typing import Final

Arity = tuple[int, int | None]  # the least and the greatest number of arguments; None: any number

# Operations of `trees.Apply`.  root(x, n) is the principal root, log the natural logarithm, Phi the standard normal
# distribution function, inverse that of a matrix, mod(a, b) has the sign of b.
OPERATIONS: Final[dict[str, Arity]] = {
    **dict.fromkeys(("add", "mul", "and", "or"), (2, None)),
    **dict.fromkeys(("max", "min"), (1, None)),
    **dict.fromkeys(("div", "pow", "root", "mod", "binomial", "polygamma", "beta", "uppergamma", "lowergamma", "atan2"),
                    (2, 2)),
    **dict.fromkeys(("neg", "not", "exp", "log", "abs", "sign", "floor", "ceiling", "factorial", "gamma", "loggamma",
                     "digamma", "harmonic", "zeta", "erf", "erfc", "Phi", "sin", "cos", "tan", "cot", "sec", "csc",
                     "asin", "acos", "atan", "sinh", "cosh", "tanh", "coth", "asinh", "acosh", "atanh", "heaviside",
                     "re", "im", "conjugate", "norm", "trace", "det", "transpose", "inverse"), (1, 1)),
    "betainc_regularized": (4, 4),
}
CONDITIONS: Final = frozenset(("and", "or", "not"))
ARITHMETIC: Final = frozenset(("add", "mul", "neg", "div", "pow"))

# Functions of plain text by each of their names.
FUNCTIONS: Final[dict[str, str]] = {
    **{name: name for name in OPERATIONS if name not in ARITHMETIC | CONDITIONS},
    "ln": "log", "Abs": "abs", "sgn": "sign", "signum": "sign", "ceil": "ceiling", "fact": "factorial",
    "C": "binomial", "comb": "binomial", "choose": "binomial", "Gamma": "gamma", "lgamma": "loggamma",
    "gammaln": "loggamma", "lngamma": "loggamma", "psi": "digamma", "B": "beta", "Max": "max", "Min": "min", "Mod": "mod",
    "Heaviside": "heaviside", "Re": "re", "Im": "im", "conj": "conjugate", "tr": "trace", "Tr": "trace",
    "betainc": "betainc_regularized", "Determinant": "det",
    "Trace": "trace", "Transpose": "transpose", "inv": "inverse", "Inverse": "inverse",
    **{"arc" + name: "a" + name for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "tan2")},
    **{"ar" + name: "a" + name for name in ("sinh", "cosh", "tanh")},
}
RELATION_NAMES: Final = {"Eq": "=", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}
LOGICAL_NAMES: Final = {"And": "and", "Or": "or", "Not": "not"}
BINDING_NAMES: Final = {"Sum": "sum", "sum": "sum", "summation": "sum", "Product": "product", "product": "product",
                        "prod": "product", "Integral": "integral", "integrate": "integral"}
DERIVATIVE_NAMES: Final = frozenset(("Derivative", "diff"))
BASES: Final = {"log2": 2, "log10": 10}  # logarithms named by their base
COLLECTING_NAMES: Final = frozenset(("Piecewise", "Matrix", "Interval", "Union", "FiniteSet", "Tuple", "EmptySet"))
ROOTS: Final = {"sqrt": 2, "cbrt": 3}

CONSTANTS: Final[dict[str, str]] = {
    "pi": "pi", "π": "pi", "E": "e", "e": "e", "I": "i", "oo": "oo", "inf": "oo", "infinity": "oo", "∞": "oo",
    "EulerGamma": "euler_gamma", "True": "true", "False": "false", "true": "true", "false": "false",
}
WRITTEN_CONSTANTS: Final[dict[str, tuple[str, ...]]] = {  # how `writing` spells them, the first that no variable shadows
    "pi": ("pi", "π"), "e": ("E", "e"), "i": ("I",), "oo": ("oo", "∞"), "euler_gamma": ("EulerGamma",),
    "true": ("True", "true"), "false": ("False", "false"),
}

# Distributions with their parameters, in the order and meaning of sympy.stats.
DISTRIBUTIONS: Final[dict[str, tuple[str, ...]]] = {
    "Normal": ("mu", "sigma"), "Exponential": ("rate",), "Gamma": ("k", "theta"), "Beta": ("alpha", "beta"),
    "Uniform": ("left", "right"), "Poisson": ("rate",), "Binomial": ("n", "p"), "Bernoulli": ("p",),
    "Geometric": ("p",), "ChiSquared": ("k",), "StudentT": ("nu",), "Cauchy": ("x0", "gamma"),
    "Laplace": ("mu", "b"), "LogNormal": ("mean", "std"),
}

_GREEK_SMALL = ("alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi . pi rho . sigma tau upsilon "
                "phi chi psi omega")
GREEK: Final[dict[str, str]] = {  # name → letter
    **{name: chr(0x3B1 + k) for k, name in enumerate(_GREEK_SMALL.split()) if name != "."},
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ",
    "Psi": "Ψ", "Omega": "Ω",
}
GREEK_NAMES: Final[dict[str, str]] = {  # letter → name, with the variant forms of letters
    **{letter: name for name, letter in GREEK.items()}, "ϕ": "phi", "ϵ": "epsilon", "ϑ": "theta", "ϱ": "rho", "ς": "sigma",
}
GREEK_SHORT: Final[dict[str, str]] = {"lam": "lambda", "lamda": "lambda", "eps": "epsilon"}  # usual short names

PLAIN_FUNCTIONS: Final = frozenset(name for name in (*FUNCTIONS, *BINDING_NAMES, *ROOTS) if len(name) > 1)

# Functions of LaTeX: commands, and words in \operatorname, \mathrm or \text.
LATEX_FUNCTIONS: Final[dict[str, str]] = {
    **{name: name for name in ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "exp", "log",
                               "det", "max", "min")},
    "ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "Gamma": "gamma", "zeta": "zeta", "psi": "digamma",
    "Phi": "Phi", "Re": "re", "Im": "im",
}
BARE_ARGUMENTS: Final = frozenset((  # functions whose argument is often written without parentheses
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "asin", "acos", "atan", "asinh", "acosh",
    "atanh", "log", "exp", "trace", "det", "re", "im", "sign", "erf", "erfc"))
LATEX_CONSTANTS: Final[dict[str, str]] = {"pi": "pi", "infty": "oo", "gamma": "euler_gamma"}
LATEX_VARIANTS: Final[dict[str, str]] = {
    "varepsilon": "epsilon", "varphi": "phi", "vartheta": "theta", "varrho": "rho", "varsigma": "sigma", "lbrace": "{",
}

# Letters of other alphabets that look like Latin ones; the sentence of the refusal names both.
LOOK_ALIKES: Final[dict[str, str]] = {
    **dict(zip("АВЕЅІЈКМНОРСТХУаеорсухіјѕԁһ", "ABESIJKMHOPCTXYaeopcyxijsdh", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΧο", "ABEZHIKMNOPTXo", strict=True)),
    "ı": "i", "ℓ": "l", "ƒ": "f", "‐": "-", "‑": "-", "–": "-", "—": "-", "﹣": "-", "⁄": "/", "∗": "*", "⋆": "*",
    "∶": ":", "‚": ",", "’": "'", "‘": "'", "“": '"', "”": '"', "ǃ": "!", "‖": "||",
}
