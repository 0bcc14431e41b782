"""The neural tangent kernel: training in function space, and the kernel of a wide network at initialisation.

One step of gradient descent moves a model's values by its tangent kernel; a constant kernel makes the flow linear, with
rates given by its spectrum and ridgeless kernel regression from the initial function as its end; a positive one leads to
the global minimum.  The kernel of a network at initialisation: its recursion over layers, fluctuations and drift.
"""
