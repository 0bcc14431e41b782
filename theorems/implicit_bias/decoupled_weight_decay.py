r"""Decoupled weight decay is not an L² penalty: AdamW clips where the penalty shrinks.

Statement.  Minimise ½ (θ − c)², c > 0, by AdamW with decoupled decay λ and the stabiliser ε.  With the deterministic
gradient g = θ − c the averages settle at m = g and v = g², and the only stationary point solves

    (c − θ)/(|c − θ| + ε) = λ θ.      It is within √(ε/λ) of min(c, 1/λ).

The minimiser with the penalty ½ λθ² is c/(1 + λ) instead.

Idea.  Both c − θ and 1/λ − θ are positive, and their product is at most ε/λ; the smaller of the two is the distance.

Notes.  At ε = 0 and 0 < c < 1/λ there is no stationary point of the update −m/√v − λθ, whose first term is ±1: it is the
limit ε → 0 that exists.  AdamW thus solves a problem with the box constraint |θ| ≤ 1/λ.

References.  I. Loshchilov & F. Hutter, Decoupled weight decay regularization, ICLR 2019; S. Xie & Z. Li, Implicit bias of
AdamW: ℓ∞ norm constrained optimization, ICML 2024.
"""

from fractions import Fraction

from sympy import Eq, Min, sqrt, symbols

from theorems.notes import PROBABILISTIC_MODELS
from verifiers import AtMostStep, Domain, Equal, Erratum, Solves, Source, Tends, Theorem, within

c, lam, eps = symbols("c lambda_ epsilon", positive=True)
PRINTED = (r"L^2 \text{ regularization on the weights (which is something that e.g. AdamW would implicitly correspond "
           r"to)}")

adamw_limit = Theorem(
    name="adamw-is-not-an-l2-penalty",
    title="AdamW on a quadratic in one variable: the minimiser clipped to 1/λ, not shrunk",
    claim=Tends(r"\theta_\varepsilon: \frac{c-\theta}{|c-\theta|+\varepsilon}=\lambda\theta",
                Min(c, 1 / lam), sqrt(eps / lam), eps, at=0),
    domain=Domain(c, lam, eps),
    source=Source(PROBABILISTIC_MODELS, "§4.15", verdict="wrong as printed", printed=PRINTED),
    errata=[Erratum(printed=PRINTED, formula=c / (1 + lam),
                    wrong="this is the minimiser with an L² penalty; decoupled decay leaves every c < 1/λ unshrunk")],
    near_misses={"no effect": c, "always at the edge of the box": 1 / lam, "box of the L² strength": Min(c, lam),
                 "error of order ε": Tends(r"\theta_\varepsilon", Min(c, 1 / lam), eps, eps, 0)},
    covers=["adamw-is-not-l2"],
    unsampled="A deterministic gradient: nothing is random.",
)


@adamw_limit.derivation
def by_the_product_of_two_distances():
    """With d = c − θ > 0 and b = 1/λ − θ: b (d + ε) = ε/λ, so the smaller of b and d is at most √(ε/λ)."""
    theta, d, b, near = symbols("theta d b r", positive=True)
    yield Solves(Eq(d / (d + eps), lam * theta), {theta: d / (lam * (d + eps))},
                 because="the equation with θ < c, as both sides have the sign of θ > 0")
    yield Equal((1 / lam - d / (lam * (d + eps))) * (d + eps), eps / lam, because="b (d + ε) = ε/λ, so b > 0")
    yield AtMostStep(b * d, b * (d + eps), because="so b d ≤ ε/λ")
    yield AtMostStep(near ** 2, b * d, where=[b >= near, d >= near],
                     because="min(c, 1/λ) − θ is the smaller of d and b")
    return Min(c, 1 / lam)


@adamw_limit.numeric(dict(c=3, lambda_="1/4", epsilon="1/10000"), dict(c=3, lambda_="1/2", epsilon=f"1/{10 ** 6}"),
                     dict(c="2/3", lambda_="6/5", epsilon=f"1/{10 ** 5}"), dict(c=5, lambda_=3, epsilon=f"1/{10 ** 4}"))
def by_bisecting_the_update(c, lambda_, epsilon):
    """Bisect the sign of AdamW's stationary update c − θ − λθ(|c − θ| + ε), in rationals, between 0 and c."""
    low, high = Fraction(0), Fraction(c)
    for _ in range(60):
        theta = (low + high) / 2
        moves_up = c - theta > lambda_ * theta * (abs(c - theta) + epsilon)
        low, high = (theta, high) if moves_up else (low, theta)
    return within((low + high) / 2, (high - low) / 2)


@adamw_limit.numeric(dict(c=3, lambda_="1/4", epsilon="1/20"), dict(c=2, lambda_="4/5", epsilon="1/50"))
def by_running_adamw(c, lambda_, epsilon):
    """Run AdamW (β₁ = 0.9, β₂ = 0.99, step 10⁻³) from 0 until it stands still; the error is the spread of the last steps."""
    theta, mean, square, last = 0.0, 0.0, 0.0, []
    for step in range(1, 20001):
        gradient = theta - float(c)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.99 * square + 0.01 * gradient ** 2
        direction = mean / (1 - 0.9 ** step) / ((square / (1 - 0.99 ** step)) ** 0.5 + float(epsilon))
        theta -= 1e-3 * (direction + float(lambda_) * theta)
        last = [*last[-999:], theta]
    return within(theta, max(last) - min(last) + 1e-9)
