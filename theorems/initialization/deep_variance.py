r"""The variance of the pre-activations of a deep ReLU network, layer by layer.

Statement.  Let Σ⁽¹⁾(x, x) = q and Σ^(ℓ+1)(x, x) = E relu(f(x))² + β² for f(x) ~ N(0, Σ^(ℓ)(x, x)).  Then

    Σ^(L)(x, x) = 2β² + (q − 2β²) 2^(1−L).

It is the variance of the pre-activations of layer L at every width, and tends to 2β² with the depth.

Idea.  relu halves the second moment; the fixed point of v ↦ ½ v + β² is 2β².

Notes.  For weights of variance 2 instead of 1 and β = 0 (He's initialisation) the variance is preserved.

References.  K. He et al., Delving deep into rectifiers, ICCV 2015, section 2.2.
"""

from sympy import Subs, symbols

from numerics import layer_moments, random_networks
from theorems.notes import PROBABILISTIC_MODELS
from verifiers import Cites, Domain, Equal, Equals, Erratum, FiniteFourthMoment, Source, Theorem

L = symbols("L", integer=True, positive=True)
q, beta = symbols("q beta", positive=True)
MOMENTS = FiniteFourthMoment(True, "Gaussians and their positive parts have all moments, and so have their polynomials")
RECURSION = (r"\Sigma^{(\ell+1)}(x, x') = \mathbb{E}_{f \sim \mathcal{N}(0, \Sigma^{(\ell)})} [\sigma(f(x)) \sigma(f(x'))]")

diagonal = Theorem(
    name="relu-kernel-diagonal",
    title="Variance of the pre-activations of a deep ReLU network",
    claim=Equals(r"\Sigma^{(L)}(x, x),\quad \Sigma^{(1)}(x, x) = q", 2 * beta**2 + (q - 2 * beta**2) * 2 ** (1 - L)),
    domain=Domain(L, q, beta),
    source=Source(PROBABILISTIC_MODELS, "§4.7", verdict="misprint", printed=RECURSION),
    errata=[Erratum(printed=RECURSION, formula=q * 2 ** (1 - L),
                    wrong="without β² in the recursion the variances decay to 0 instead of 2β²")],
    near_misses={"one layer more": 2 * beta**2 + (q - 2 * beta**2) * 2**-L,
                 "one bias": beta**2 + (q - beta**2) * 2 ** (1 - L),
                 "preserved": q, "biases added up": q * 2 ** (1 - L) + (L - 1) * beta**2},
    covers=["nngp-recursion-beta"],
)


@diagonal.derivation
def by_induction_on_the_layers():
    """On the diagonal θ = 0: each layer halves the variance and adds β²."""
    variance = 2 * beta**2 + (q - 2 * beta**2) * 2 ** (1 - L)
    yield Cites("neal-scaling", "pre-activations of variance q give the next layer the variance ½ q + β²")
    yield Equal(Subs(variance, L, 1), q, because="the first layer")
    yield Equal(Subs(variance, L, L + 1), variance / 2 + beta**2, because="from layer L to layer L + 1")
    return variance


@diagonal.numeric(dict(L=1, q=2, beta="1/2"), dict(L=2, q=2, beta="1/2"), dict(L=3, q=2, beta="1/2"),
                  dict(L=4, q=5, beta="2/3"), dict(L=7, q="1/3", beta="5/3"))
def layer_by_layer(L, q, beta):
    """E relu² by quadrature and the bias, in each layer."""
    variance, bias = q, layer_moments.activation_moment("linear", 2, beta**2)
    for _ in range(L - 1):
        variance = layer_moments.activation_moment("relu", 2, variance) + bias
    return variance


@diagonal.monte_carlo(dict(L=3, q="5/2", beta="1/2", x="3/2", width=5), dict(L=4, q=10, beta=1, x=3, width=6), moments=MOMENTS)
def squared_output_of_a_deep_network(rng, size, L, beta, x, width):
    """Draw a network with L − 1 hidden layers and one input x, q = x² + β², with all its weights and biases."""
    return random_networks.network_outputs(rng, size, x=[float(x)], widths=[width] * (L - 1), weight_variance=1.0,
                                           bias_variance=float(beta) ** 2) ** 2
