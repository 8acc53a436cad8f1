#!/usr/bin/env python3
"""log P(S <= x | alive) far to the left for a few layers, by residues: writes far.json beside this file.

S is the log of the product of `count` factors 2/width chi^2_N, N ~ Binomial(width, 1/2) given N > 0. For c < 0 right of the pole
-1/2 of M(z) = E e^(zS), P(S <= x) = -(1/2 pi i) int M(z) e^(-zx)/z dz on Re z = c. Moved to the left it leaves the residue at -1/2, a
circle's integral by the trapezoidal rule; the next pole adds about e^x, below the last digit. Two circles must agree.

Run: python3 far.py (about two minutes).
"""
import json
import pathlib
from mpmath import mp, mpf, mpc, binomial, exp, expjpi, gamma, log, nstr

CASES = [(1, 2), (2, 3), (8, 2), (8, 5), (64, 2), (64, 5)]
POINTS = (-700.0, -1305.5, -4000.0)


def probability(width, count, x, radius, points):
    parts = [(mpf(n) / 2, binomial(width, n) / (mpf(2) ** width - 1) / gamma(mpf(n) / 2)) for n in range(1, width + 1)]
    total = mpc(0)
    for k in range(points):
        step = radius * expjpi(2 * mpf(k) / points)
        z = step - mpf(1) / 2
        moment = (sum(w * gamma(a + z) for a, w in parts) * (mpf(4) / width) ** z) ** count
        total += moment * exp(-z * x) / z * step
    return -(total / points).real


if __name__ == '__main__':
    mp.dps = 70
    entries = []
    for width, count in CASES:
        for x in POINTS:
            radius = mpf(3 * count) / mpf(-x) + mpf(1) / 100
            value = probability(width, count, mpf(x), radius, 600)
            other = probability(width, count, mpf(x), radius * mpf('0.9'), 700)
            assert abs(other / value - 1) < mpf(10) ** -24, (width, count, x, nstr(other / value - 1, 5))
            entries.append(dict(width=width, count=count, x=x, log=nstr(log(value), 22)))
    pathlib.Path(__file__).with_name('far.json').write_text(json.dumps(entries, indent=1) + '\n')
