#!/usr/bin/env python3
"""One layer's transform and third absolute moment, at 40 digits: writes layer.json beside this file.

ratios: phi_k(c+z)/phi_k(c) - 1 and log phi_k(c), phi_k(z) = sum_(n >= k) P(N = n | N > 0) E[(chi^2_n / (p d))^z], summed over all n
(below width 5000) or over a window that leaves out less than 1e-45.
beta3: E|Y - m|^3 / v^(3/2) by quadrature of the density of Y = log U in real space.
Run: /usr/bin/python3 layer.py (one to two minutes).
"""
import json
import pathlib
from mpmath import mp, mpf, mpc, binomial, gamma, loggamma, psi, log, exp, quad, nstr

mp.dps = 45


def kept(width, activation, least):
    if activation == 'linear':
        return [(width, mpf(1))]
    low, high = (least, width) if width < 5000 else (max(least, width // 2 - 9 * int(width ** 0.5)), width // 2 + 9 * int(width ** 0.5))
    w = binomial(width, low) / (mpf(2) ** width - 1)
    found = []
    for n in range(low, high + 1):
        found.append((n, w))
        w = w * (width - n) / (n + 1)
    return found


def phi(width, activation, least, z):
    scale = mpf(width) / (4 if activation == 'relu' else 2)
    total = mpf(0)
    ratio = {}
    for n, w in kept(width, activation, least):
        if n - 2 in ratio:
            ratio[n] = ratio.pop(n - 2) * (mpf(n - 2) / 2 + z) / (mpf(n - 2) / 2)
        else:
            ratio[n] = exp(loggamma(mpf(n) / 2 + z) - loggamma(mpf(n) / 2))
        total += w * ratio[n]
    return total * scale ** -z


def text(v):
    return nstr(v, 25)


# width, activation, least, c, x, y; c and the sums c + n/2 are doubles.
POINTS = [
    (1, 'relu', 1, 0, -0.4, 2), (1, 'linear', 1, 0.25, 0, 30), (2, 'relu', 1, -0.25, 0, 0.5), (3, 'relu', 1, -0.484375, 0, 0.01),
    (4, 'relu', 1, 0, 0.25, 0.3), (4, 'relu', 1, 0, 0, 1e-6), (4, 'relu', 2, -0.875, 0, 3), (7, 'linear', 1, -3, 0, 4),
    (12, 'relu', 1, 1000.5, 0, 100), (20, 'relu', 1, 50, 0, 10), (20, 'relu', 8, -3.25, 0, 10), (40, 'relu', 1, 0.125, 0, 12),
    (57, 'relu', 1, 0.5, 0, 1), (64, 'relu', 1, 0, 0, 5), (64, 'relu', 14, -5, 0, 7), (100, 'relu', 1, 400, -3, 0),
    (100, 'relu', 1, -0.4375, 0, 2), (256, 'relu', 1, 2, 0, 40), (1000, 'relu', 1, 0, -0.3, 1), (1000, 'relu', 1, 3, 0, 10),
    (1000, 'relu', 50, -20, 0, 3), (1000, 'linear', 1, -200, 0, 50), (20000, 'relu', 1, 0, 0.44, 0), (100000, 'relu', 1, 0, 0.1, 100),
    (100000, 'relu', 70, -30, 0, 100), (100000, 'relu', 1, 70, 0, 700), (100000, 'linear', 1, 1, 0, 3),
]


def beta3(width, activation):
    scale = mpf(width) / (4 if activation == 'relu' else 2)
    ws = [(n, w) for n, w in kept(width, activation, 1) if w > mpf(10) ** -40]
    mean = sum(w * psi(0, mpf(n) / 2) for n, w in ws) - log(scale)
    variance = sum(w * (psi(1, mpf(n) / 2) + (psi(0, mpf(n) / 2) - log(scale) - mean) ** 2) for n, w in ws)
    constants = [(mpf(n) / 2, log(w) - loggamma(mpf(n) / 2)) for n, w in ws]

    def density(y):
        u = scale * exp(y)
        return sum(exp(k + b * (y + log(scale)) - u) for b, k in constants)

    sd = variance ** 0.5
    f = lambda y: abs(y - mean) ** 3 * density(y)
    # The left tail falls like e^(y/2) in the end, whatever the width.
    left = [mean - 200, mean - 120] + sorted({mean - t * sd for t in (60, 40, 25, 16, 10, 7, 5, 3.5, 2.3, 1.2, 0)} | {mean - t for t in (80, 50, 30, 18)})
    right = [mean + t * sd for t in (0, 1, 2, 3, 4.5, 6, 8, 11)]
    with mp.workdps(25):
        total = quad(f, left) + quad(f, right)
    return total / variance ** mpf(1.5)


if __name__ == '__main__':
    ratios = []
    for width, activation, least, c, x, y in POINTS:
        base = phi(width, activation, least, mpf(c))
        ratio = phi(width, activation, least, mpc(mpf(c) + mpf(x), mpf(y))) / base - 1
        ratios.append(dict(width=width, activation=activation, least=least, c=c, x=x, y=y, re=text(ratio.real), im=text(ratio.imag), logTotal=text(log(base))))
    third = [dict(width=d, activation=a, beta3=text(beta3(d, a))) for d, a in [(1, 'relu'), (1, 'linear'), (2, 'relu'), (4, 'relu'), (5, 'linear'), (16, 'relu'), (50, 'relu'), (120, 'linear')]]
    pathlib.Path(__file__).with_name('layer.json').write_text(json.dumps({'ratios': ratios, 'beta3': third}, indent=1) + '\n')
    for entry in third:
        print(entry)
