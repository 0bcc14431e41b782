"""Times of the sampling kernels as multiples of a floor measured in the same rounds: ``python -m benchmarks``.

BLAS is held to one thread, which has to happen before NumPy is imported.
"""

import os

for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")
