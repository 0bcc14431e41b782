"""Prediction with scoring rules: an agent reports a probability vector q while believing p.

The quadratic, power and logarithmic rules are strictly proper (their regrets in closed form), the linear rule is not;
Savage's correspondence between proper rules and convex functions, in both directions; locality, which singles out the
logarithm for three outcomes or more; and squared loss, whose best prediction is the conditional mean.
"""
