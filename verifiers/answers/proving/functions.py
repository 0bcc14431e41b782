"""The normal forms of the functions of answers, by their names."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from verifiers.answers.proving import circular, exponentials, gamma_forms, logarithms, piecewise, roots
from verifiers.answers.proving.generators import Range
from verifiers.answers.proving.kernels import Kernels
from verifiers.answers.proving.rational_functions import Element

Form = Callable[..., Element]
HALF = fmpq(1, 2)


def error_function(k: Kernels, u: Element) -> Element:
    """erf, which is odd."""
    if u.is_zero():
        return u
    if u.num.leading_coefficient() < 0:
        return -error_function(k, -u)
    for g in k.generators:
        if g.head == "erf" and g.data[0].equals(-u):
            return -k.element(g)
    real, sign = k.is_real(u), k.signs.of_element(u)
    return k.opaque("erf", (u,), real, Range(fmpq(0 if sign > 0 else -1), fmpq(1), sign != 1, True) if real else None)


def complementary(k: Kernels, u: Element) -> Element:
    """erfc = 1 − erf."""
    return k.number(1) - error_function(k, u)


def normal_distribution(k: Kernels, u: Element) -> Element:
    """Φ(u) = (1 + erf(u/√2))/2."""
    return (k.number(1) + error_function(k, u / roots.number_power(k, fmpq(2), HALF))).times(HALF)


def _inverse(form: Form) -> Form:
    return lambda k, u: form(k, u).inverse()


CIRCULAR: dict[str, Form] = {
    "sin": circular.sine, "cos": circular.cosine, "tan": circular.tangent, "cot": _inverse(circular.tangent),
    "sec": _inverse(circular.cosine), "csc": _inverse(circular.sine), "asin": circular.arc_sine, "acos": circular.arc_cosine,
    "atan": circular.arc_tangent, "atan2": circular.angle, "sinh": circular.hyperbolic_sine,
    "cosh": circular.hyperbolic_cosine, "tanh": circular.hyperbolic_tangent, "coth": _inverse(circular.hyperbolic_tangent),
    "asinh": circular.area_sine, "acosh": circular.area_cosine, "atanh": circular.area_tangent,
}
GAMMA: dict[str, Form] = {
    "gamma": gamma_forms.gamma, "factorial": lambda k, u: gamma_forms.gamma(k, u + k.number(1)), "zeta": gamma_forms.zeta,
    "loggamma": gamma_forms.log_gamma, "digamma": gamma_forms.digamma, "polygamma": gamma_forms.polygamma,
    "harmonic": gamma_forms.harmonic, "beta": gamma_forms.beta_function, "binomial": gamma_forms.binomial,
    "uppergamma": gamma_forms.upper_gamma, "lowergamma": lambda k, s, x: k.opaque("lowergamma", (s, x)),
    "betainc_regularized": lambda k, *args: k.opaque("betainc_regularized", args, real=True),
}
PIECEWISE: dict[str, Form] = {
    "abs": roots.modulus, "sign": piecewise.sign, "heaviside": piecewise.step, "max": piecewise.maximum,
    "min": piecewise.minimum, "floor": piecewise.floor, "ceiling": piecewise.ceiling, "mod": piecewise.modulo,
    "re": piecewise.real_part, "im": piecewise.imaginary_part, "conjugate": piecewise.conjugate,
}
FORMS: dict[str, Form] = {
    **CIRCULAR, **GAMMA, **PIECEWISE, "exp": exponentials.exp, "log": logarithms.log, "erf": error_function,
    "erfc": complementary, "Phi": normal_distribution,
}
