"""Escape times of gradient flow on unbalanced chains, with 40 digits: writes chain-flow.json beside this file.

F = w_1 ... w_L, loss 1/2 (F - 1)^2. The flow keeps w_i^2 - w_j^2, and d(w_i^2)/dt = 2 F (1 - F) for every i, so that with w_i^2 = a_i^2 + u
(a the start) the time until F = goal is the integral of du/(2 F (1 - F)), F = prod sqrt(a_i^2 + u), which is done by quadrature.
"""
import json
import os

from mpmath import findroot, linspace, mp, mpf, nstr, quad, sqrt

mp.dps = 40


def output(start, u):
    product = mpf(1)
    for a in start:
        product *= sqrt(mpf(a) ** 2 + u)
    return product


starts = [([0.1, 0.8, 0.5], 0.9), ([0.3, 0.3, 0.3], 0.729), ([0.05, 0.1], 0.5), ([0.2, 0.4, 0.6, 0.8, 1.0], 0.99), ([1.5, 0.01, 0.7, 0.3], 0.75)]
out = []
for start, goal in starts:
    u = findroot(lambda v: output(start, v) - mpf(goal), (mpf("0.0"), mpf("1.5")), solver="anderson", tol=1e-60)
    time = quad(lambda v: 1 / (2 * output(start, v) * (1 - output(start, v))), [u * s**3 for s in linspace(0, 1, 30)])
    weights = [nstr(sqrt(mpf(a) ** 2 + u), 20) for a in start]
    out.append(dict(start=start, goal=goal, time=nstr(time, 20), weights=weights))
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "chain-flow.json"), "w") as f:
    json.dump(out, f, indent=0)
