"""Reference values of the claim language's special functions, made with mpmath at 60 digits.

Run: /usr/bin/python3 special.py > special.json    (about a minute)

Each case is [function, [arguments], value to 25 digits]; the arguments are doubles (or integers) and the value is that
of the function at exactly these doubles. Values beyond the range of doubles are kept: the enclosures must reach them.
"""
import json
import random

import mpmath as m
from mpmath import mp, mpf

mp.dps = 60
random.seed(20220328)
cases = []


def add(function, arguments, value):
    cases.append([function, arguments, m.nstr(value, 25)])


def log_uniform(low, high):
    return float(m.exp(random.uniform(float(m.log(low)), float(m.log(high)))))


def lower_gamma(a, x):
    """Regularised P(a, x) by its series of positive terms."""
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -62 or a + n <= x:
        n += 1
        term *= x / (a + n)
        total += term
    return m.exp(a * m.log(x) - x - m.loggamma(a + 1)) * total


def gamma_median(a):
    """Newton's method in log x on log P(a, x) = log 1/2."""
    a = mpf(a)
    start = a - mpf(1) / 3 + mpf(8) / 405 / a if a > 0.5 else m.exp((m.loggamma(a + 1) - m.log(2)) / a)
    t = m.log(start)
    for _ in range(80):
        x = m.exp(t)
        p = lower_gamma(a, x)
        slope = m.exp(a * t - x - m.loggamma(a)) / p
        step = (m.log(p) - m.log(mpf(1) / 2)) / slope
        t -= step
        if abs(step) < mpf(10) ** -45 * max(1, abs(t)):
            return m.exp(t)
    raise ArithmeticError(a)


def normal_quantile(p):
    p = mpf(p)
    x = m.sqrt(2) * m.erfinv(2 * p - 1) if 1e-15 < p < 1 - 1e-10 else None
    if x is None:
        tail = p if p < 0.5 else 1 - p
        t = m.sqrt(-2 * m.log(tail))
        for _ in range(60):
            f = m.log(m.erfc(t / m.sqrt(2)) / 2) - m.log(tail)
            t += f * m.erfc(t / m.sqrt(2)) / 2 / (m.exp(-t * t / 2) / m.sqrt(2 * m.pi))
        x = -t if p < 0.5 else t
    return x


positive = [log_uniform(1e-8, 0.5) for _ in range(25)] + [random.uniform(0.3, 3) for _ in range(50)]
positive += [log_uniform(3, 1e5) for _ in range(40)] + [log_uniform(1e5, 1e12) for _ in range(10)]
positive += [0.5, 1.0, 1.5, 2.0, 3.0, 10.0, 1e-300, 1e-30, 1 + 1e-9, 2 - 1e-9, 1.4616321449683622, 1.4616321449683625]
negative = [-random.uniform(0.01, 20) for _ in range(25)]
for x in positive + negative:
    if x < 1e6:
        add('gamma', [x], m.gamma(x))
    add('lgamma', [x], m.log(abs(m.gamma(x))) if x < 0 else m.loggamma(x))
    add('digamma', [x], m.psi(0, mpf(x)))
    add('trigamma', [x], m.psi(1, mpf(x)))

for _ in range(100):
    x = random.uniform(-6, 6)
    add('erf', [x], m.erf(x))
    x = random.choice([random.uniform(-38, 8), random.uniform(-3, 3)])
    add('normalCdf', [x], m.erfc(-mpf(x) / m.sqrt(2)) / 2)
for x in [1e-10, -1e-10, 1e-300, 0.84375, 1.25, 2.857, 27.5, -30.0]:
    add('erf', [x], m.erf(x))
for x in [-37.5, -38.4, -40.0, -100.0, -1000.0, -1e5, 0.0, 30.0]:
    add('normalCdf', [x], m.erfc(-mpf(x) / m.sqrt(2)) / 2)

probabilities = [random.uniform(0.001, 0.999) for _ in range(60)] + [log_uniform(1e-300, 0.1) for _ in range(40)]
probabilities += [1 - log_uniform(1e-15, 0.1) for _ in range(20)]
probabilities += [0.5, 0.5 + 2.0**-40, 0.5 - 1e-9, 1 - 2.0**-53, 0.02425, 0.97575, 5e-324, 1e-310]
for p in probabilities:
    add('normalQuantile', [p], normal_quantile(p))

shapes = [log_uniform(1.2e-3, 1) for _ in range(25)] + [log_uniform(1, 300) for _ in range(40)]
shapes += [1.0, 0.5, 2.0, 199.5, 200.0, 200.5, 1e-6, 1e-4, 1e-3, 1e3, 12345.0, 1e5]
for a in shapes:
    add('gammaMedian', [a], gamma_median(a))

for n, k in [(5, 2), (50, 25), (57, 28), (60, 30), (100, 3), (1000, 500), (1000, 5), (10**4, 17), (10**5, 5 * 10**4),
             (10**5, 99_000), (10**6, 3), (10**9, 10), (10**12, 100), (300, 300), (0, 0), (7, 0), (129, 64), (130, 65)]:
    add('binomial', [n, k], m.binomial(n, k))
for _ in range(60):
    n = random.randint(0, 4000)
    add('binomial', [n, random.randint(0, n)], 0)
    k = cases[-1][1][1]
    cases[-1][2] = m.nstr(m.binomial(n, k), 25)
for _ in range(90):
    n = random.choice([random.uniform(50, 160), random.uniform(0, 10), random.uniform(0, 500), log_uniform(1, 1e5)])
    k = random.uniform(0, n)
    add('binomial', [n, k], m.gamma(mpf(n) + 1) / m.gamma(mpf(k) + 1) / m.gamma(mpf(n) - mpf(k) + 1))


def hyp(a, b, c, x):
    add('hyp2f1', [a, b, c, x], m.hyp2f1(mpf(a), mpf(b), mpf(c), mpf(x)))


for L in [3, 5, 10, 100, 1000]:
    for w in [0.3, 0.9, 0.99, 0.9999]:
        hyp(1.0, 2 / L, 1 + 2 / L, w**L)
for x in [1 - 1e-3, 1 - 1e-6, 1 - 1e-10, 1 - 2.0**-53, 0.5, 0.75, -0.5, -1.0, -10.0, -1e6, 1e-300, 0.0]:
    hyp(1.0, 0.4, 1.4, x)
    hyp(0.5, 0.5, 1.5, x)
    hyp(2.0, 3.0, 0.5, x)
    hyp(-3.0, 2.5, 1.25, x)
    hyp(1.5, -0.5, 2.0, x)
for _ in range(60):
    a, b = random.uniform(-4, 6), random.uniform(-4, 6)
    c = random.uniform(0.1, 8)
    x = random.choice([random.uniform(-1, 1), 1 - log_uniform(1e-8, 0.5), -log_uniform(1, 1e4)])
    hyp(a, b, c, x)
print('[\n' + ',\n'.join(json.dumps(case) for case in cases) + '\n]')
