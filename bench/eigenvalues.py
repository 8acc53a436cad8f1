"""numpy.linalg.eigvalsh on one thread, on matrices that a benchmark has written to files of doubles.

Reads lines: `version`; `load FILE order` keeps a matrix and answers with its eigenvalues; `time FROM TO` answers with the seconds of processor time, per
matrix, that those with these numbers take.
"""

import os
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

try:
    import numpy as np
except ImportError:
    np = None

matrices = []
for line in sys.stdin:
    command, *arguments = line.split()
    if command == "version":
        print(np.__version__ if np else "-", flush=True)
    elif command == "load":
        path, order = arguments[0], int(arguments[1])
        matrices.append(np.fromfile(path).reshape(order, order))
        print(*np.linalg.eigvalsh(matrices[-1]), flush=True)
    else:
        first, last = map(int, arguments)
        start = time.process_time()
        for matrix in matrices[first:last]:
            np.linalg.eigvalsh(matrix)
        print((time.process_time() - start) / (last - first), flush=True)
