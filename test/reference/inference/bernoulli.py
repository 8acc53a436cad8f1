"""Reference values of the Bernoulli confidence sequence, to 50 digits, by mpmath.

Writes bernoulli.json beside this file:
  evidence: [successes, n, p, log M_n(p)] with
            M_n(p) = B(1/2 + S, 1/2 + n - S) / (B(1/2, 1/2) p^S (1-p)^(n-S)), p as the double it is stored as;
  interval: [successes, n, alpha, lower, upper], the roots of log M_n(p) = log(1/alpha).
"""
import json
from pathlib import Path
from mpmath import mp, mpf, log, log1p, loggamma, pi

mp.dps = 50
half = mpf(1) / 2


def mixture(s, n):
    return loggamma(s + half) + loggamma(n - s + half) - loggamma(n + 1) - log(pi)


def evidence(s, n, p):
    p = mpf(p)
    return mixture(s, n) - (s * log(p) if s else 0) - ((n - s) * log1p(-p) if n - s else 0)


def root(s, n, alpha, outside, inside):
    threshold = -log(mpf(alpha))
    outside, inside = mpf(outside), mpf(inside)
    for _ in range(400):
        if outside > 0 and inside > 0 and max(outside / inside, inside / outside) > 2:
            middle = mp.sqrt(outside * inside)
        else:
            middle = (outside + inside) / 2
        if evidence(s, n, middle) >= threshold:
            outside = middle
        else:
            inside = middle
    return outside


def interval(s, n, alpha):
    frequency = mpf(s) / n
    lower = mpf(0) if s == 0 else root(s, n, alpha, mpf(10) ** -400, frequency)
    upper = mpf(1) if s == n else root(s, n, alpha, 1 - mpf(10) ** -45, max(frequency, mpf(10) ** -20))
    return lower, upper


def digits(x):
    return mp.nstr(x, 25)


cases = []
for n in [1, 2, 3, 7, 19, 20, 21, 40, 100, 1000, 10**4, 10**6, 10**9, 10**12]:
    for s in sorted({0, 1, 2, 9, 10, 11, n // 1000, n // 10, n // 3, n // 2, n // 2 + int(3 * n**0.5), n - 10, n - 1, n}):
        if 0 <= s <= n:
            cases.append((s, n))

evidences = []
for s, n in cases:
    for p in [1e-300, 1e-9, 1e-3, 0.1, 1 / 3, 0.5, 0.9, 1 - 1e-9]:
        evidences.append([s, n, p, digits(evidence(s, n, p))])

intervals = []
for s, n in cases:
    for alpha in [0.05, 1e-9, 1e-15, 1e-100]:
        lower, upper = interval(s, n, alpha)
        intervals.append([s, n, alpha, digits(lower), digits(upper)])


def rows(values):
    return "[\n" + ",\n".join(json.dumps(row) for row in values) + "\n]"


out = Path(__file__).with_name("bernoulli.json")
out.write_text('{"evidence": ' + rows(evidences) + ',\n"interval": ' + rows(intervals) + "}\n")
