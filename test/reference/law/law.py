#!/usr/bin/env python3
"""Reference values of exact laws, by routes other than numerics/law's: writes law.json beside this file.

S = sum over groups of `count` logs of gain/width * chi^2_N, N ~ Binomial(width, 1/2) given N > 0 (relu) or N = width.

- Log-moments: digamma, trigamma, tetragamma sums (F4) at 50 digits.
- One layer: the finite mixture of incomplete gamma functions.
- Two linear layers: the real-space convolution of the two densities (spot checks of the next route, asserted here).
- Otherwise P(S > x) = (1/pi) Re int_0^inf e^(-zx) M(z)/z dt on Re z = c: Gauss-Legendre panels in the body (at 45 digits),
  in the tails the trapezoidal rule at so many digits that a line near 0 serves (no saddle point, no parts of the law),
  with a period so long that its aliases are below the last digit; both asserted against a second discretisation.

Run: /usr/bin/python3 law.py (about fifteen minutes).
"""
import json
import pathlib
import sys
import time
from mpmath import mp, mpf, mpc, binomial, gamma, gammainc, psi, log, log1p, exp, expm1, sqrt, pi, findroot, quad, nstr

GROUP = ('width', 'gain', 'activation', 'count')


def weights(width, activation, digits):
    """[(n, P(N = n | N > 0))], without those that add up to less than 10^-digits."""
    if activation == 'linear':
        return [(width, mpf(1))]
    least = mpf(10) ** (-digits - 5)
    total = mpf(2) ** width - 1
    middle = (width + 1) // 2
    centre = binomial(width, middle) / total
    found = {middle: centre}
    w = centre
    for n in range(middle, width):
        w = w * (width - n) / (n + 1)
        if w < least:
            break
        found[n + 1] = w
    w = centre
    for n in range(middle, 1, -1):
        w = w * n / (width - n + 1)
        if w < least:
            break
        found[n - 1] = w
    return sorted(found.items())


class Law:
    def __init__(self, groups, digits):
        self.groups = groups
        self.digits = digits
        self.parts = [(weights(d, a, digits), mpf(2) * mpf(g) / d, c) for d, g, a, c in groups]

    def moment(self, z):
        """E e^(zS) given alive."""
        product = mpf(1)
        for ws, scale, count in self.parts:
            # Gamma(n/2+z)/Gamma(n/2), for n from the two before by (n/2-1+z)/(n/2-1).
            before = after = None
            total = mpf(0)
            for n, w in ws:
                if before is None:
                    here = gamma(mpf(n) / 2 + z) / gamma(mpf(n) / 2)
                else:
                    here = before + before * z * 2 / (n - 2)
                total += w * here
                before, after = after, here
            product *= (total * scale ** z) ** count
        return product

    def cumulants(self):
        mean = variance = third = mpf(0)
        for ws, scale, count in self.parts:
            total = sum(w for _, w in ws)
            a = sum(w * psi(0, mpf(n) / 2) for n, w in ws) / total
            m2 = sum(w * (psi(0, mpf(n) / 2) - a) ** 2 for n, w in ws) / total
            m3 = sum(w * (psi(0, mpf(n) / 2) - a) ** 3 for n, w in ws) / total
            p1 = sum(w * psi(1, mpf(n) / 2) for n, w in ws) / total
            cross = sum(w * psi(1, mpf(n) / 2) * (psi(0, mpf(n) / 2) - a) for n, w in ws) / total
            p2 = sum(w * psi(2, mpf(n) / 2) for n, w in ws) / total
            mean += count * (log(scale) + a)
            variance += count * (p1 + m2)
            third += count * (p2 + 3 * cross + m3)
        return mean, variance, third

    def log_alive(self):
        return sum((c * log1p(-mpf(2) ** -d) for d, _, a, c in self.groups if a == 'relu'), mpf(0))


class Line:
    """Gauss-Legendre panels on Re z = 1.5/sd: P(S > x) for x in the body, absolute error about 10^-30."""

    def __init__(self, law, sd, nodes=44, panel=2.0):
        self.c = mpf(1.5) / sd
        points = legendre(nodes)
        width = mpf(panel) / sd
        left = mpf(0)
        self.terms = []
        first = None
        while True:
            largest = mpf(0)
            for node, weight in points:
                t = left + width * (node + 1) / 2
                z = mpc(self.c, t)
                value = law.moment(z) / z * weight * width / 2 / pi
                largest = max(largest, abs(value))
                self.terms.append((z, value))
            left += width
            first = first or largest
            if largest < mpf(10) ** -36 * first:
                break

    def survival(self, x):
        return sum((exp(-z * x) * value).real for z, value in self.terms)

    def density(self, x):
        return sum((exp(-z * x) * value * z).real for z, value in self.terms)


_legendre = {}


def legendre(n):
    if n not in _legendre:
        points = []
        for k in range(1, n + 1):
            x = mp.cos(pi * (mpf(k) - mpf(1) / 4) / (n + mpf(1) / 2))
            for _ in range(8):
                p0, p1 = mpf(1), x
                for j in range(2, n + 1):
                    p0, p1 = p1, ((2 * j - 1) * x * p1 - (j - 1) * p0) / j
                slope = n * (x * p1 - p0) / (x * x - 1)
                x -= p1 / slope
            points.append((x, 2 / ((1 - x * x) * slope * slope)))
        _legendre[n] = points
    return _legendre[n]


def trapezoid_tail(groups, x, digits, c, period, lower):
    """P(S <= x) (c < 0) or P(S > x) (c > 0) with all of `digits` digits; the period must make the aliases negligible."""
    with mp.workdps(digits):
        law = Law(groups, digits)
        h = 2 * pi / mpf(period)
        total = mpf(0)
        k = 0
        while True:
            z = mpc(c, k * h)
            term = law.moment(z) * exp(-z * x) / z
            total += term.real * (h / pi) * (mpf(1) / 2 if k == 0 else 1)
            if k > 20 and abs(term) < mpf(10) ** (-digits + 8) * 1:
                break
            k += 1
        return -total if lower else total


def mixture_tail(group, x, lower):
    """One layer: sum of incomplete gamma functions."""
    d, g, a, _ = group
    y = exp(x) * d / mpf(g) / 2
    if lower:
        return sum(w * gammainc(mpf(n) / 2, 0, y, regularized=True) for n, w in weights(d, a, mp.dps + 400 if d < 400 else mp.dps))
    return sum(w * gammainc(mpf(n) / 2, y, mp.inf, regularized=True) for n, w in weights(d, a, mp.dps + 400 if d < 400 else mp.dps))


def text(v, digits=25):
    return nstr(v, digits, strip_zeros=False, min_fixed=-3, max_fixed=5)


def reference(groups, tails=()):
    start = time.time()
    mp.dps = 45
    law = Law(groups, 45)
    mean, variance, third = law.cumulants()
    sd = sqrt(variance)
    single = len(groups) == 1 and groups[0][3] == 1
    line = Line(law, sd)
    entry = {
        'groups': [dict(zip(GROUP, g)) for g in groups],
        'logMean': text(mean),
        'logVariance': text(variance),
        'thirdCumulant': text(third),
        'logAlive': text(law.log_alive()),
        'dead': text(-expm1(law.log_alive())),
    }
    quantiles = []
    for p in (0.01, 0.25, 0.5, 0.9, 0.999):
        q = mpf(p)
        x = mean + sd * {0.01: -2.4, 0.25: -0.6, 0.5: 0, 0.9: 1.25, 0.999: 2.8}[p]
        low, high = mean - 12 * sd, mean + 6 * sd
        for _ in range(60):
            gap = line.survival(x) - (1 - q)
            if gap > 0:
                low = x
            else:
                high = x
            step = gap / line.density(x)
            if abs(step) < mpf(10) ** -28 * sd:
                break
            x = x + step if low < x + step < high else (low + high) / 2
        assert abs(line.survival(x) - (1 - q)) < mpf(10) ** -26, (groups, p)
        quantiles.append([p, text(x)])
    entry['quantiles'] = quantiles
    cdfs = []
    for z in (-2.2, -0.3, 1.1):
        x = float(mean + z * sd)
        value = 1 - line.survival(mpf(x))
        if single:
            other = mixture_tail(groups[0], mpf(x), True)
            assert abs(other - value) < mpf(10) ** -26, (groups, z, nstr(value, 30), nstr(other, 30))
        cdfs.append([x, text(value)])
    entry['cdf'] = cdfs
    found = []
    for side, z in tails:
        x = float(mean + z * sd)
        lower = side == 'lower'
        if single:
            with mp.workdps(60):
                value = mixture_tail(groups[0], mpf(x), lower)
        else:
            value = far_tail(groups, x, z, float(sd), lower)
        found.append([side, x, text(log(value))])
        print('   ', side, z, nstr(log(value), 12), round(time.time() - start, 1), flush=True)
    entry['logTails'] = found
    print(groups, round(time.time() - start, 1), len(line.terms), flush=True)
    return entry


def far_tail(groups, x, z, sd, lower):
    """By the trapezoidal rule at two lines and periods; agreement to 18 digits is asserted. Nothing but digits makes up for the cancellation."""
    near = min(0.25, 0.8 / sd)
    lines = ((-near, 1.0), (-0.88 * near, 1.1)) if lower else ((0.8 / sd, 1.0), (0.6 / sd, 1.1))

    def at(line, digits):
        c, stretch = line
        # Aliases fall at least like e^(-W times the distance from c to 0 and to the strip's end).
        room = min(abs(c), 0.5 + c) if lower else c
        period = stretch * ((digits + 10) * 2.303 / room + abs(z) * sd)
        return trapezoid_tail(groups, mpf(x), digits, mpf(c), period, lower)

    digits = 50
    while True:
        value = at(lines[0], digits)
        own = -log(abs(value)) / log(mpf(10))
        if own < digits - 34:
            break
        digits = max(int(digits * 1.6), int(own) + 36 if own < digits - 12 else 0)
    other = at(lines[1], digits)
    assert abs(other / value - 1) < mpf(10) ** -18, (groups, x, nstr(value, 25), nstr(other, 25))
    return value


def check_routes():
    """Two linear layers: convolution in real space against the contour."""
    mp.dps = 30
    for d in (1, 3):
        groups = [(d, 1.0, 'linear', 2)]
        law = Law(groups, 30)
        mean, variance, _ = law.cumulants()
        sd = sqrt(variance)
        line = Line(law, sd)
        b = mpf(d) / 2
        for z in (-1.5, 0.4):
            x = mean + z * sd
            # log chi^2_d - log d has density e^(b(y + log b)) exp(-b e^y)/Gamma(b).
            density = lambda y: exp(b * (y + log(b)) - b * exp(y)) / gamma(b)
            direct = quad(lambda y: density(y) * gammainc(b, 0, b * exp(x - y), regularized=True), [x - 90, -40, -20, -10, -5, -2, 0, 2, 5])
            assert abs(direct - (1 - line.survival(x))) < mpf(10) ** -18, (d, z, nstr(direct, 25), nstr(1 - line.survival(x), 25))


CASES = [
    ([(1, 2.0, 'relu', 1)], (('lower', -3), ('lower', -30), ('upper', 3))),
    ([(1, 1.0, 'linear', 1)], (('lower', -3), ('upper', 2.45))),
    ([(2, 2.0, 'relu', 1)], (('lower', -12), ('upper', 2.9))),
    ([(4, 2.0, 'relu', 1)], (('lower', -8), ('upper', 4))),
    ([(20, 2.0, 'relu', 1)], (('lower', -4), ('lower', -40), ('upper', 5))),
    ([(50, 2.0, 'relu', 1)], (('lower', -3), ('lower', -12), ('upper', 9))),
    ([(100, 2.0, 'relu', 1)], (('lower', -3.3), ('lower', -25), ('upper', 12))),
    ([(20, 1.0, 'linear', 1)], (('lower', -40), ('upper', 7))),
    ([(64, 2.0, 'linear', 1)], (('lower', -20), ('upper', 6))),
    ([(300, 2.0, 'relu', 1)], (('lower', -5), ('upper', 5))),
    ([(1, 2.0, 'relu', 2)], (('lower', -4), ('upper', 3))),
    ([(1, 1.0, 'linear', 5)], (('lower', -6), ('upper', 3.2))),
    ([(1, 2.0, 'relu', 40)], (('lower', -6), ('upper', 6))),
    ([(2, 2.0, 'relu', 3)], (('lower', -5), ('upper', 3.5))),
    ([(3, 1.0, 'relu', 7)], (('lower', -9), ('upper', 5))),
    ([(4, 2.0, 'relu', 6)], (('lower', -12), ('upper', 4))),
    ([(8, 2.0, 'relu', 30)], (('lower', -14), ('upper', 9))),
    ([(8, 2.0, 'relu', 100)], (('lower', -18), ('upper', 13))),
    ([(16, 2.0, 'relu', 5)], (('lower', -7), ('upper', 6))),
    ([(16, 2.0, 'relu', 100)], (('lower', -20), ('upper', 14))),
    ([(20, 2.0, 'relu', 20)], (('lower', -10),)),
    ([(32, 1.0, 'relu', 12)], (('lower', -8), ('upper', 8))),
    ([(64, 2.0, 'relu', 64)], (('lower', -12), ('upper', 18))),
    ([(64, 1.0, 'relu', 10)], (('lower', -10), ('upper', 10))),
    ([(47, 2.0, 'relu', 5)], (('lower', -4.2),)),
    ([(100, 2.0, 'relu', 20)], (('lower', -9), ('upper', 9))),
    ([(50, 2.0, 'relu', 500)], (('upper', 8),)),
    ([(5, 1.0, 'linear', 9)], (('lower', -9), ('upper', 6))),
    ([(30, 1.0, 'linear', 50)], (('lower', -9), ('upper', 12))),
    ([(8, 3.0, 'linear', 200)], (('lower', -9), ('upper', 9))),
    ([(4, 2.0, 'relu', 1000)], (('lower', -20), ('upper', 20))),
    ([(1, 2.0, 'relu', 10000)], (('lower', -20), ('upper', 20))),
    ([(4, 1.0, 'relu', 10000)], (('lower', -30), ('upper', 30))),
    ([(2, 2.0, 'linear', 10000)], (('lower', -6),)),
    ([(64, 2.0, 'relu', 10000)], ()),
    ([(1000, 2.0, 'relu', 100)], ()),
    ([(1000, 2.0, 'relu', 1)], (('lower', -4), ('upper', 4))),
    ([(1000, 1.3, 'relu', 10000)], ()),
    ([(10000, 2.0, 'relu', 50)], ()),
    ([(100000, 2.0, 'relu', 1)], ()),
    ([(100000, 2.0, 'relu', 10000)], ()),
    ([(100000, 1.0, 'linear', 10000)], (('lower', -12), ('upper', 12))),
    ([(256, 2.0, 'relu', 200)], (('upper', 4),)),
    ([(3, 2.0, 'relu', 1), (7, 2.0, 'relu', 1)], (('lower', -5), ('upper', 4))),
    ([(8, 4.0, 'relu', 1), (4, 1.0, 'relu', 2), (16, 8.0, 'relu', 1)], (('lower', -6), ('upper', 5))),
    ([(6, 2.0, 'relu', 3), (2, 1.0, 'linear', 2)], (('lower', -6), ('upper', 4))),
]

if __name__ == '__main__':
    check_routes()
    cases = CASES if len(sys.argv) == 1 else [CASES[int(i)] for i in sys.argv[1:]]
    entries = [reference(groups, tails) for groups, tails in cases]
    if len(sys.argv) == 1:
        path = pathlib.Path(__file__).with_name('law.json')
        path.write_text(json.dumps(entries, indent=1) + '\n')
