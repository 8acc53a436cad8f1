"""Cumulants of the log of one layer's factor at large widths, to 60 digits, without any expansion: log-cumulants.json.

relu, linear: theory.md F4 (digamma and its derivatives, averaged over N ~ Binomial(d, 1/2) given N > 0).
leaky relu: the mean of log S from E log S = int_0^inf (exp(-s) - E exp(-s S))/s ds, E exp(-s z^2) = (1+2s)^(-1/2).

Run: python3 test/reference/series/log_cumulants.py
"""
import json
import pathlib

from mpmath import binomial, exp, inf, log, mp, mpf, nstr, psi, quad

mp.dps = 75


def linear(d):
    half = mpf(d) / 2
    return [log(mpf(2) / d) + psi(0, half), psi(1, half), psi(2, half)]


def relu(d):
    # psi_k((n+2)/2) = psi_k(n/2) + (-1)^k k! (2/n)^(k+1)
    table = {n: [psi(k, mpf(n) / 2) for k in range(3)] for n in (1, 2)}
    for n in range(1, d - 1):
        step = mpf(2) / n
        p0, p1, p2 = table[n]
        table[n + 2] = [p0 + step, p1 - step**2, p2 + 2 * step**3]
    weight = mpf(1)
    weights = []
    for n in range(1, d + 1):
        weight = weight * (d - n + 1) / n
        weights.append(weight)
    total = mpf(2) ** d - 1

    def mean(f):
        return sum(w * f(table[n]) for n, w in enumerate(weights, start=1)) / total

    m0 = mean(lambda t: t[0])
    variance = mean(lambda t: t[1]) + mean(lambda t: (t[0] - m0) ** 2)
    m1 = mean(lambda t: t[1])
    third = (
        mean(lambda t: t[2])
        + 3 * mean(lambda t: (t[0] - m0) * (t[1] - m1))
        + mean(lambda t: (t[0] - m0) ** 3)
    )
    return [log(mpf(4) / d) + m0, variance, third]


def leaky_mean(d, slope):
    p = (1 + slope**2) / 2

    def transform(s):
        x = 2 * s / (p * d)
        return (((1 + x) ** mpf(-0.5) + (1 + slope**2 * x) ** mpf(-0.5)) / 2) ** d

    def integrand(u):  # s = exp(u)
        s = exp(u)
        return exp(-s) - transform(s)

    # exp(-s) - E exp(-s S) = O(s^2) at 0 and E exp(-s S) falls like s^(-d/2).
    points = [-90, -60, -30, -10, -4, -2, -1, 0, 1, 2, 3, 4, 5, 6, 8, 12]
    coarse = quad(integrand, points, maxdegree=9)
    return coarse


rows = []
for d in (1000, 4000):
    for name, f in (("linear", linear), ("relu", relu)):
        values = f(d)
        rows.append({"activation": name, "d": d, "cumulants": [nstr(v, 60) for v in values]})
for d in (1000, 4000):
    for top, bottom in ((1, 4), (1, 2), (3, 2)):
        slope = mpf(top) / bottom
        rows.append({"activation": "leaky-relu", "slope": f"{top}/{bottom}", "d": d, "cumulants": [nstr(leaky_mean(d, slope), 60)]})

path = pathlib.Path(__file__).with_name("log-cumulants.json")
path.write_text(json.dumps(rows, indent=1) + "\n")
