"""Escape times of gradient flow on the balanced chain and lambda_min of its Hessian, with 50 digits: writes chain-time.json beside this file.

time: the integral of dw/(w^(L-1) (1 - w^L)) from start to goal by quadrature in log w (no closed form, no hypergeometric function).
lambdaMin: of the Hessian of 1/2 (prod w_i - 1)^2, its entries from products of the w_i, by mpmath's symmetric eigenvalues.
area: w^2/2 2F1(1, 2/L; 1 + 2/L; w^L) by mpmath.
"""
import json
import os

from mpmath import exp, eigsy, hyp2f1, linspace, log, matrix, mp, mpf, nstr, quad

mp.dps = 50


def time(depth, start, goal):
    f = lambda s: exp(s * (2 - depth)) / (1 - exp(s * depth))
    return quad(f, linspace(log(mpf(start)), log(mpf(goal)), 40))


def lambda_min(depth, w):
    w = mpf(w)
    h = matrix(depth, depth)
    output = mpf(1)
    for _ in range(depth):
        output *= w
    for i in range(depth):
        for j in range(depth):
            h[i, j] = (output / w) ** 2
            if i != j:
                h[i, j] += (output - 1) * output / w / w
    return min(eigsy(h, eigvals_only=True))


def area(depth, w):
    w = mpf(w)
    return w * w / 2 * hyp2f1(1, mpf(2) / depth, 1 + mpf(2) / depth, w**depth)


times = [(3, 0.3, 0.9), (5, 0.4, 0.95), (10, 0.5, 0.9), (3, 0.01, 0.5), (4, 0.7, 0.999), (3, 0.3, 0.30001), (7, 0.2, 0.999999), (32, 0.3, 0.9), (100, 0.9, 0.99), (1000, 0.5, 0.9)]
areas = [(depth, w) for depth in (3, 4, 10, 100, 1000) for w in (0.01, 0.5, 0.79, 0.8, 0.9, 0.933, 0.99, 0.9993, 0.99999, 1 - 2**-50)]
spectra = [(2, 0.5), (3, 0.1), (3, 0.7), (3, 0.79), (3, 0.8), (3, 1.1), (6, 0.5), (6, 0.88), (6, 0.9), (12, 0.93), (12, 0.95)]
out = {
    "times": [dict(depth=d, start=a, goal=b, time=nstr(time(d, a, b), 25), log=nstr(log(time(d, a, b)), 25)) for d, a, b in times],
    "areas": [dict(depth=d, w=w, area=nstr(area(d, w), 25)) for d, w in areas],
    "spectra": [dict(depth=d, w=w, lambdaMin=nstr(lambda_min(d, w), 25)) for d, w in spectra],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "chain-time.json"), "w") as f:
    json.dump(out, f, indent=0)
