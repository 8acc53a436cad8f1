"""What a user would write instead: forward passes of relu nets in NumPy and PyTorch, one thread.

Reads lines `METHOD WEIGHTS depth width nets seed`, answers each with the seconds of processor time it took; `versions` with the libraries' versions, `-` for one that is
absent. WEIGHTS is normal (He), uniform (He) or rademacher (1 or -1, which NumPy and PyTorch have to make of random bits).
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
try:
    import torch

    torch.set_num_threads(1)
except ImportError:
    torch = None


def numpy_weights(rng, weights, shape, dtype):
    if weights == "normal":
        return rng.standard_normal(shape, dtype=dtype)
    if weights == "rademacher":
        return (2 * rng.integers(0, 2, shape, dtype=np.int8) - 1).astype(dtype)
    return rng.random(shape, dtype=dtype) * dtype(2) - dtype(1)


def variance(weights):
    return 1 / 3 if weights == "uniform" else 1


def numpy_loop(weights, depth, width, nets, seed):
    """Net after net in doubles."""
    rng = np.random.default_rng(seed)
    scale = (2 / width / variance(weights)) ** 0.5
    out = np.empty(nets)
    for i in range(nets):
        a = np.full(width, width**-0.5)
        for _ in range(depth):
            a = np.maximum(scale * (numpy_weights(rng, weights, (width, width), np.float64) @ a), 0)
        out[i] = a @ a
    return out


def numpy_batched(dtype):
    def run(weights, depth, width, nets, seed):
        rng = np.random.default_rng(seed)
        scale = dtype((2 / width / variance(weights)) ** 0.5)
        a = np.full((nets, width, 1), width**-0.5, dtype=dtype)
        for _ in range(depth):
            a = np.maximum(scale * (numpy_weights(rng, weights, (nets, width, width), dtype) @ a), 0)
        return (a * a).sum(axis=(1, 2))

    return run


def torch_batched(weights, depth, width, nets, seed):
    generator = torch.Generator().manual_seed(seed)
    scale = (2 / width / variance(weights)) ** 0.5
    a = torch.full((nets, width, 1), width**-0.5)
    for _ in range(depth):
        if weights == "normal":
            w = torch.randn(nets, width, width, generator=generator)
        elif weights == "rademacher":
            w = torch.empty(nets, width, width).random_(0, 2, generator=generator).mul_(2).sub_(1)
        else:
            w = torch.empty(nets, width, width).uniform_(-1, 1, generator=generator)
        a = torch.relu(torch.bmm(w, a).mul_(scale))
    return (a * a).sum(dim=(1, 2))


def numpy_sampler(_, depth, width, nets, seed):
    """The reduced law: log of the product of chi^2 of a binomial, one for each layer; dead nets -inf."""
    rng = np.random.default_rng(seed)
    active = rng.binomial(width, 0.5, size=(nets, depth))
    with np.errstate(divide="ignore"):
        return np.log(2 * rng.standard_gamma(active / 2)).sum(axis=1)


methods = {
    "numpy-loop": numpy_loop,
    "numpy-batched": numpy_batched(np.float64) if np else None,
    "numpy-f32": numpy_batched(np.float32) if np else None,
    "numpy-sampler": numpy_sampler,
    "torch": torch_batched,
}

for line in sys.stdin:
    method, *arguments = line.split()
    if method == "versions":
        print(sys.version.split()[0], np.__version__ if np else "-", torch.__version__ if torch else "-", flush=True)
        continue
    weights, depth, width, nets, seed = arguments[0], *map(int, arguments[1:])
    start = time.process_time()
    methods[method](weights, depth, width, nets, seed)
    print(time.process_time() - start, flush=True)
