"""Random networks at initialisation: parameters, scaling, and the Gaussian limit of wide networks.

Fan-in scaling keeps the output variance finite at every width; the outputs are Gaussian mixtures, whose fourth cumulants
and dependence between output neurons fall like 1/n. The kernel of the limit obeys the recursion with the bias variance
in every layer, and it belongs to the pre-activations, not to the activations.
"""
