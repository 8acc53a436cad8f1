"""The numbers of docs/theory.md, by routes that share no code with the checker.

    python3 docs/theory-numbers.py        (numpy, scipy, mpmath; about a minute)

Exact laws: Gil-Pelaez inversion of E X^(it) by the midpoint rule. Weights that are not normal: drawn nets, fixed seed, with the
size of the Monte Carlo error beside them.
"""
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial, prod

import mpmath as mp
import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import gammaln, loggamma
from scipy.stats import chi2, norm


class Law:
    """log X given alive, for L layers of width d; he gain for relu, 1 for linear nets."""

    def __init__(self, L, d, relu=True):
        self.L, self.relu = L, relu
        self.n = np.arange(1, d + 1) if relu else np.array([d])
        logs = gammaln(d + 1) - gammaln(self.n + 1) - gammaln(d - self.n + 1) if relu else np.zeros(1)
        self.w = np.exp(logs - logs.max())
        self.w /= self.w.sum()
        self.alive = (1 - 2.0**-d) ** L if relu else 1.0
        self.scale = np.log(2 * (2 if relu else 1) / d)
        psi = [np.array([float(mp.psi(k, mp.mpf(int(n)) / 2)) for n in self.n]) for k in range(3)]
        mean = lambda x: (self.w * x).sum()
        c = psi[0] - mean(psi[0])
        self.m = self.scale + mean(psi[0])
        self.v = mean(psi[1]) + mean(c**2)
        self.k3 = mean(psi[2]) + 3 * mean(c * psi[1]) + mean(c**3)
        self.sd = np.sqrt(L * self.v)

    def log_transform(self, s):
        return s * self.scale + np.log((self.w * np.exp(loggamma(self.n / 2 + s) - gammaln(self.n / 2))).sum())

    @property
    @lru_cache(None)
    def nodes(self):
        h = 2 * np.pi / (60 * self.sd + 40)
        ts, fs = [], []
        for k in range(100000):
            t = (k + 0.5) * h
            f = self.L * self.log_transform(1j * t)
            ts.append(t)
            fs.append(np.exp(f))
            if f.real < -40:
                return np.array(ts), np.array(fs), h

    def cdf(self, y):
        t, f, h = self.nodes
        return 0.5 - (np.imag(np.exp(-1j * t * y) * f) / t).sum() * h / np.pi

    def median(self):
        low, high = self.L * self.m - 12 * self.sd - 5, self.L * self.m + 12 * self.sd + 5
        return brentq(lambda y: self.cdf(y) - 0.5, low, high, xtol=1e-12)

    def survival(self, eps):
        return self.alive * (1 - self.cdf(np.log(eps)))

    def beta3(self):
        """One layer, by quadrature of the density."""
        a = self.n / 2
        density = lambda y: (self.w * np.exp(a * (y - self.scale) - np.exp(y - self.scale) - gammaln(a))).sum()
        f = lambda y: abs(y - self.m) ** 3 * density(y)
        sd = np.sqrt(self.v)
        return (quad(f, self.m - 60 * sd, self.m, limit=500)[0] + quad(f, self.m, self.m + 15 * sd, limit=500)[0]) / sd**3


rng = np.random.default_rng(2022)


def drawn(count, L, d, draw, gain, relu=True, sparse=False):
    a = np.zeros((count, d))
    a[:, 0 if sparse else slice(None)] = 1 if sparse else d**-0.5
    for _ in range(L):
        a = np.einsum('nij,nj->ni', draw((count, d, d)) * np.sqrt(gain / d), a)
        a = np.maximum(a, 0) if relu else a
    return (a * a).sum(1)


uniform = lambda shape: rng.uniform(-np.sqrt(3), np.sqrt(3), shape)
coin = lambda shape: rng.choice([-1.0, 1.0], shape)


def distance(X, law):
    y = np.sort(np.log(X[X > 0]))
    at = np.linspace(0, len(y) - 1, 400).astype(int)
    return max(abs(law.cdf(y[i]) - (i + 0.5) / len(y)) for i in at)


def second_moment(d, L, kurtosis, relu=True, dense=False):
    p, q, g = (0.5, 0.5, 2) if relu else (1, 1, 1)
    u, w = 1.0, 1 / d if dense else 1.0
    for _ in range(L):
        w = d * q * (g / d) ** 2 * (3 * u + (kurtosis - 3) * w)
        u = d * (d - 1) * (p * g / d) ** 2 * u + w
    return u


def second_moment_closed(d, L, kurtosis):
    b = 2 * (kurtosis - 3) / d
    T, D = 1 + 5 / d + b, b * (1 - 1 / d)
    root = np.sqrt(T * T - 4 * D)
    return (((T + root) / 2) ** (L + 1) - ((T - root) / 2) ** (L + 1)) / root


print('F2 he-uniform e_1', second_moment(3, 2, 1.8), second_moment_closed(3, 2, 1.8), second_moment(8, 3, 1.8), second_moment_closed(8, 3, 1.8))
print('F2 rademacher (3, 2) e_1, dense', second_moment(3, 2, 1), second_moment_closed(3, 2, 1), second_moment(3, 2, 1, dense=True))
print('F2 linear uniform (8, 3) e_1, dense', second_moment(8, 3, 1.8, relu=False), second_moment(8, 3, 1.8, relu=False, dense=True))
print('F2 he-uniform (8, 1) and its mutant', second_moment(8, 1, 1.8), 1 + 5 / 8)

for L, d, count in ((1, 2, 4_000_000), (1, 8, 1_000_000), (8, 8, 200_000)):
    print(f'F3 he-uniform against the exact law, L={L} d={d}', distance(drawn(count, L, d, uniform, 2), Law(L, d)), '+-', 1.4 / np.sqrt(count))
print('F3 rademacher, linear, L=1 d=2', distance(drawn(100_000, 1, 2, coin, 1, relu=False), Law(1, 2, relu=False)))

for d in (1, 4, 16, 64):
    print(f'F4 d={d} m, v', Law(1, d).m, Law(1, d).v)

remainder = lambda d: (d**3 * (Law(1, d).m + 2.5 / d + 49 / 12 / d**2), d**3 * (Law(1, d).v - 5 / d - 18.5 / d**2))
print('F5 d^3 times the remainders of m, v', {d: remainder(d) for d in (16, 32, 64, 128, 512)})
one = {d: Law(1, d) for d in range(16, 513)}
first = lambda bad: next(d for d in one if d > 20 and bad(d))
print('F5 beyond d = 20 the mutants leave their margins at d =', first(lambda d: abs(one[d].m + 2.5 / d + 4 / d**2) > 18 / d**3),
      first(lambda d: abs(one[d].v - 5 / d - 18 / d**2) > 150 / d**3))


def normal_distance(law):
    y = law.L * law.m + law.sd * np.linspace(-4, 4, 1601)
    return max(abs(law.cdf(x) - norm.cdf((x - law.L * law.m) / law.sd)) for x in y)

for d, L in ((4, 6), (16, 100), (64, 64), (50, 500)):
    law = Law(L, d)
    print(f'F6 distance d={d} L={L}', normal_distance(law), 'Edgeworth', abs(law.k3) / law.v**1.5 / 6 / np.sqrt(2 * np.pi * L))
for d in (1, 4, 6, 7, 8, 9, 32):
    print(f'F6 beta3 d={d}', Law(1, d).beta3())
for d, relu in ((4, True), (32, True), (1, False), (32, False)):
    b = Law(1, d, relu).beta3()
    bound = min(0.4690 * b, 0.3322 * (b + 0.429), 0.3031 * (b + 0.646)) / np.sqrt(40)
    print('F6 distance over bound, L=40', d, 'relu' if relu else 'linear', normal_distance(Law(40, d, relu)) / bound)

for d, L in ((1, 1), (4, 1), (4, 16), (64, 4)):
    law = Law(L, d)
    print(f'F7 part of the bound in use d={d} L={L}', abs(law.median() - L * law.m) / law.sd)

refined = lambda L, d: -2.5 * L / d - 49 * L / 12 / d**2 + 31 / 30 / d
worst = max((abs(Law(L, d).median() - refined(L, d)) / (18 * L / d**3 + 6 / d**2), d, L) for d in (16, 20, 32, 64, 96) for L in (1, 2, 4, 16, 64, 200, 400))
print('F8 largest part of the margin in use (of 35 points)', worst)
print('F8 (16, 64) median', np.exp(Law(64, 16).median()), '(4, 20)', Law(20, 4).median(), refined(20, 4), -2.5 * 20 / 4)
print('F8 d=128: median above exp(-5L/(2d)) up to L =', max(L for L in range(25, 45) if Law(L, 128).median() > -2.5 * L / 128))

mp.mp.dps = 30
half_moment = lambda d: d * mp.log(2 * mp.sqrt(mp.mpf(1) / d) * mp.mpf(2) ** -d * mp.fsum(
    mp.binomial(d, n) * mp.gamma(mp.mpf(n + 1) / 2) / mp.gamma(mp.mpf(n) / 2) for n in range(1, d + 1)))
linear_half_moment = lambda d: d * (mp.log(mp.mpf(2) / d) / 2 + mp.loggamma(mp.mpf(d + 1) / 2) - mp.loggamma(mp.mpf(d) / 2))
print('F9 d log phi', {d: mp.nstr(half_moment(d), 8) for d in (1, 2, 4, 16, 59, 75, 76, 256)})
print('F9 largest of d = 2..59', max((half_moment(d), d) for d in range(2, 60))[1])
print('F9 linear', {d: mp.nstr(linear_half_moment(d), 10) for d in (1, 16, 64, 2000)})

def times(a, b):
    """Product of polynomials in h, coefficients from h^0 on."""
    out = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            out[i + j] += x * y
    return out


def plus(a, b):
    n = max(len(a), len(b))
    return [x + y for x, y in zip(a + [Fraction(0)] * (n - len(a)), b + [Fraction(0)] * (n - len(b)))]


raw = [Fraction(1)] + [Fraction(prod(range(1, 2 * k, 2)) * 2**k, 2) for k in range(1, 8)]
kappa = [Fraction(0)]
for n in range(1, 8):
    kappa.append(raw[n] - sum(comb(n - 1, k - 1) * kappa[k] * raw[n - k] for k in range(1, n)))
# The same recursion backwards gives the central moments of S, whose cumulants are 0, kappa_2 h, kappa_3 h^2, ...
central = [[Fraction(1)]]
for n in range(1, 8):
    total = [Fraction(0)]
    for k in range(2, n + 1):
        total = plus(total, times([Fraction(0)] * (k - 1) + [comb(n - 1, k - 1) * kappa[k]], central[n - k]))
    central.append(total)
taylor = [Fraction(0)]
for k in range(8):
    binomial = prod((Fraction(1, 2) - i for i in range(k)), start=Fraction(1)) / factorial(k)
    taylor = plus(taylor, times([binomial], central[k]))
difference = plus(taylor, [Fraction(-1), Fraction(5, 8), Fraction(-25, 128), Fraction(125, 3072)])
show = lambda polynomial: [str(c) for c in polynomial]
print('F9 cumulants', show(kappa[1:]), 'central moments 2..5', [show(c) for c in central[2:6]])
print('F9 Taylor bound', show(taylor), '; difference', show(difference))
print('F9 roots of the bracket', np.roots([float(c) for c in difference[:1:-1]]))
print('F9 (64, 640) P(X >= 1), bound', Law(640, 64).survival(1), np.exp(-6.25))
means = {L: np.sqrt(drawn(2_000_000, L, 2, uniform, 2)).mean() for L in (6, 12)}
print('F9 he-uniform, d=2: factor a layer from L=6 to 12', (means[12] / means[6]) ** (1 / 6), 'against', np.exp(-5 / 16))

print('F10 half dead from L =', {d: int(np.ceil(np.log(0.5) / np.log(1 - 2.0**-d))) for d in (1, 2, 4, 5)})
print('F10 rademacher d=2 L=1', (drawn(100_000, 1, 2, coin, 2) == 0).mean())

frontier = lambda L, eps, delta: 5 * L / (-norm.ppf(1 - delta) + np.sqrt(norm.ppf(1 - delta) ** 2 + 2 * np.log(1 / eps))) ** 2
for L, eps, delta, width in ((20, .1, .1, 71), (100, .1, .1, 341), (50, .01, .05, 80), (200, 1e-6, .5, 38), (1, .1, .1, 7), (5, .01, 1e-6, 47), (2, .9, .3, 326), (3, .99, .5, 645)):
    enough = [bool(Law(L, d).survival(eps) >= 1 - delta) for d in (width - 1, width)]
    print(f'W1 L={L} eps={eps} delta={delta}: d* =', frontier(L, eps, delta), f'; width {width - 1}, {width} enough:', enough)
print('W1 L=1 eps=1.3', [round(Law(1, d).survival(1.3), 4) for d in range(1, 10)])
print('W2 eps=0.1: P(X >= eps) = 1/2 at d/L', frontier(1, .1, .5), 'W2', 5 / 8 / np.log(2 / np.sqrt(.1)))
share = 5 / (2 * np.log(1 / (0.9e-3)))
print('W2 mutant: d/L', share, 'P', norm.cdf((np.log(1e6) - 2.5 / share) / np.sqrt(5 / share)), '; exact at L=500, d=178', Law(500, 178).survival(1e-6))

def cantelli(L, d, eps):
    law = Law(L, d)
    return law.sd**2 / (law.sd**2 + (L * law.m - np.log(eps)) ** 2) + 1 - law.alive

print('W3 largest d v, -d m', max((d * Law(1, d).v, d) for d in range(1, 200)), max((-d * Law(1, d).m, d) for d in range(1, 200)))
print('W3 least d^2 (m + 5/(2d))', min((d * d * (Law(1, d).m + 2.5 / d), d) for d in range(8, 257)))
print('W3 d = 12 L: in the limit', (5 / 12) / (5 / 12 + (np.log(10) - 5 / 24) ** 2), {L: (cantelli(L, 12 * L, .1), 1 - Law(L, 12 * L).survival(.1)) for L in (1, 2, 3, 4, 60)})
print('W3 d = 3 L', {L: 1 - Law(L, 3 * L).survival(.1) for L in (1, 60)})
law = Law(1, 2)
print('W3 L=1 d=2: P(X <= eps)/sqrt(eps)', [(law.w * chi2.cdf(eps, law.n)).sum() / eps**0.5 for eps in (1e-6, 1e-12)])

for L in (1, 2, 6, 100, 1000):
    median = mp.findroot(lambda y: mp.gammainc(L, 0, y, regularized=True) - mp.mpf(1) / 2, L - mp.mpf(1) / 3 + mp.mpf(2) / (100 * L))
    print(f'C1 L={L} L (M_L - L + 1/3)', mp.nstr(L * (median - L + mp.mpf(1) / 3), 8), '; below the upper bound by', mp.nstr(min(L - 1 + mp.log(2), L - mp.mpf(1) / 3 + mp.mpf(1) / (2 * L)) - median, 5))
print('C1 8/405', 8 / 405, 'sqrt(3)/e', float(mp.sqrt(3) / mp.e))
print('C2', float(-mp.euler - mp.log(2)), float(mp.psi(0, mp.mpf(1) / 2) + mp.log(2)), float(mp.psi(1, mp.mpf(1) / 2) - mp.pi**2 / 2))

def fourth(steps, kappa, u, w, d, p, q, variance):
    for _ in range(steps):
        w = d * q * variance**2 * (3 * u + (kappa - 3) * w)
        u = d * (d - 1) * (p * variance) ** 2 * u + w
    return u, w

d, depth, half = 4, 3, Fraction(1, 2)
for name, kappa in (('uniform', Fraction(9, 5)), ('normal', Fraction(3))):
    for l in range(1, depth + 1):
        forward, _ = fourth(l - 1, kappa, Fraction(1), Fraction(1), d, half, half, Fraction(2, d))
        back = fourth(1, kappa, Fraction(1), Fraction(1), d, half, half, Fraction(1, d))
        back, _ = fourth(depth - l, kappa, *back, d, half, half, Fraction(2, d))
        print(f'G1 second moment, {name}, sparse, d={d} L={depth} l={l}', float(forward * back))


class Unequal(Law):
    """The same for he-normal relu layers of these widths, their common factor d_L/d_0 left out."""

    def __init__(self, widths):
        self.layers = [Law(1, d) for d in widths]
        self.L = 1
        self.m, self.v = sum(each.m for each in self.layers), sum(each.v for each in self.layers)
        self.sd = np.sqrt(self.v)

    def log_transform(self, s):
        return sum(each.log_transform(s) for each in self.layers)


def sums(widths):
    return [sum(1 / d**k for d in widths) for k in (1, 2, 3)]


def hanin_nica(widths):
    """Distance to the normal law of mean -beta/2 and variance beta, and the bound of U2."""
    law, (s1, s2, _) = Unequal(widths), sums(widths)
    y = law.m + law.sd * np.linspace(-4, 4, 801)
    return max(abs(law.cdf(x) - norm.cdf((x + 2.5 * s1) / np.sqrt(5 * s1))) for x in y), (1 / 5 + np.sqrt(s1) / 2 + s1) * s2 / s1**1.5


widths = [64, 32, 16]
s1, s2, s3 = sums(widths)
law = Unequal(widths)
print('U1 64, 32, 16: product of 1 + 5/d', prod(1 + 5 / d for d in widths), 'dead', 1 - prod(1 - 2.0**-d for d in widths))
print('U2 64, 32, 16: beta', 5 * s1, '-beta/2', -2.5 * s1, 'm', law.m, 'v', law.v, 'to second order', -2.5 * s1 - 49 / 12 * s2, 5 * s1 + 18.5 * s2)
print('U2 distance and bound', {str(each): hanin_nica(each) for each in (widths, [16, 32, 16, 32], [16] * 16)})
print('U3 64, 32, 16: log median', law.median(), 'expansion', -2.5 * s1 - 49 / 12 * s2 + 31 / 30 * s2 / s1, 'leading', -2.5 * s1)
print('U3 largest part of the margin in use, a, b = 16, 24, 32', max(
    (abs(Unequal(w).median() + 2.5 * sums(w)[0] + 49 / 12 * sums(w)[1] - 31 / 30 * sums(w)[1] / sums(w)[0]) / (18 * sums(w)[2] + 6 * sums(w)[2] / sums(w)[0]), w)
    for a in (16, 24, 32) for b in (16, 24, 32) for w in ([a, 2 * b, b, a + b],)))
