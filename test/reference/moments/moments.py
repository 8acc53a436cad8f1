"""Reference moments E forwardNorm2^r, by routes other than the program's: writes moments.json beside this file.

- normal: relu and leaky from the law product over layers of sigma^2 (chi^2_N + slope^2 chi^2_(d-N)), N ~ Bin(d, 1/2): the sum over N of binomial
  moments of two independent chi^2, in exact fractions.
- orthogonal: the same with beta-distributed parts: E (sum of c_i v_i^2)^r for v uniform on the unit sphere of R^n, by summing Dirichlet
  moments over N.
- one_layer: uniform or Rademacher weights, dense input of unit norm, L = 1: both multinomials, over the columns in z_i and over the rows in
  |a|^(2r), in full, in exact fractions.
"""
import json
import os
from fractions import Fraction as F
from itertools import product
from math import comb, factorial


def rising2(n, k):
    """E (chi^2_n)^k = n (n+2) ... (n+2k-2)."""
    out = F(1)
    for i in range(k):
        out *= n + 2 * i
    return out


def mixture(d, slope, r):
    """E (chi^2_N + slope^2 chi^2_(d-N))^r, N ~ Bin(d, 1/2)."""
    total = F(0)
    for n in range(d + 1):
        inner = sum(comb(r, k) * rising2(n, k) * slope ** (2 * (r - k)) * rising2(d - n, r - k) for k in range(r + 1))
        total += F(comb(d, n), 2**d) * inner
    return total


def layered(widths, slope, r, orthogonal, gain):
    total = F(1)
    for fan_in, fan_out in zip(widths, widths[1:]):
        m = mixture(fan_out, slope, r)
        if orthogonal:
            total *= m / rising2(max(fan_in, fan_out), r) * gain**r
        else:
            total *= m * (gain / fan_in) ** r
    return total


def entry(family, k):
    """E w^(2k), variance 1."""
    return F(3**k, 2 * k + 1) if family == "uniform" else F(1)


def compositions(n, parts):
    if parts == 1:
        yield (n,)
        return
    for first in range(n + 1):
        for rest in compositions(n - first, parts - 1):
            yield (first,) + rest


def one_layer(family, fan_in, fan_out, slope, r, gain):
    """E (sum_i phi(z_i)^2)^r for z_i = sum_j w_ij / sqrt(fan_in) with E w^2 = gain/fan_in."""

    def z_moment(k):
        if k == 0:
            return F(1)
        total = F(0)
        for parts in compositions(k, fan_in):
            coefficient = factorial(2 * k)
            value = F(1)
            for p in parts:
                coefficient //= factorial(2 * p)
                value *= entry(family, p)
            total += coefficient * value
        return total / fan_in**k

    total = F(0)
    for parts in compositions(r, fan_out):
        coefficient = factorial(r)
        value = F(1)
        for p in parts:
            coefficient //= factorial(p)
            if p:
                value *= z_moment(p) * (1 + slope ** (2 * p)) / 2
        total += coefficient * value
    return total * (gain / fan_in) ** r


def text(x):
    return f"{x.numerator}/{x.denominator}"


cases = {"layered": [], "one_layer": []}
for widths in ([1, 1], [3, 3, 3], [5, 2, 7], [2, 6, 4, 3], [4, 3, 2, 3], [8] * 6):
    for slope in (F(0), F(1), F(1, 2), F(-3)):
        for orthogonal in (False, True):
            for r in (1, 2, 3, 5, 8):
                cases["layered"].append(
                    {"widths": widths, "slope": float(slope), "orthogonal": orthogonal, "gain": 1.5, "r": r,
                     "value": text(layered(widths, slope, r, orthogonal, F(3, 2)))}
                )
for family in ("uniform", "rademacher"):
    for fan_in, fan_out in ((1, 1), (1, 3), (2, 2), (3, 2)):
        for slope in (F(0), F(1), F(1, 2)):
            for r in (1, 2, 3, 4, 6):
                cases["one_layer"].append(
                    {"family": family, "widths": [fan_in, fan_out], "slope": float(slope), "gain": 2, "r": r,
                     "value": text(one_layer(family, fan_in, fan_out, slope, r, F(2)))}
                )
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "moments.json"), "w") as out:
    json.dump(cases, out, indent=0)
