"""Double descent: the exact risk of minimum-norm least squares on Gaussian data, on both sides of P = N.

N samples of P independent standard Gaussian features form X; y = X θ* + ε with noise of variance σ². The risk has a
variance term, the inverse moment of a Wishart matrix, which is infinite for |N − P| ≤ 1, and for P > N a bias term, the
share of θ* in the null space of X. With fewer features than the truth has, the curve descends twice.
"""
