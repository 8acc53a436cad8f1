"""Reference values for test/verifier, to 70 digits: layer.json.

log, exp, psi, psi_1 and ratios of gamma functions from mpmath; m, v and log E X^s of one layer by summing over N ~ Binomial(d, 1/2) with
exact weights; E u^k and E w^k at small widths by summing over N with the moments of chi^2_N, as exact fractions.

Run: python3 test/reference/verifier/layer.py
"""
import json
import pathlib
from fractions import Fraction
from math import comb

from mpmath import exp, gammaprod, log, mp, mpf, nstr, psi

mp.dps = 90


def text(x):
    return nstr(x, 70, strip_zeros=False)


def as_mpf(r):
    num, _, den = r.partition("/")
    return mpf(num) / mpf(den or 1)


def layer(activation, d):
    """m, v and log E X^s for the powers s, by the law of log X given the number of active units."""
    scale = mpf(4 if activation == "relu" else 2) / d
    if activation == "relu":
        weight = {n: mpf(comb(d, n)) for n in range(1, d + 1)}
        alive, everything = mpf(2) ** d - 1, mpf(2) ** d
    else:
        weight, alive, everything = {d: mpf(1)}, mpf(1), mpf(1)

    def total(f):
        return sum(w * f(n) for n, w in weight.items())

    means = {n: log(scale) + psi(0, mpf(n) / 2) for n in weight}
    m = total(lambda n: means[n]) / alive
    v = total(lambda n: psi(1, mpf(n) / 2) + (means[n] - m) ** 2) / alive
    log_moments = [
        log(scale**s * total(lambda n: gammaprod([mpf(n) / 2 + s], [mpf(n) / 2])) / everything)
        for s in map(as_mpf, powers)
    ]
    return {"activation": activation, "d": d, "m": text(m), "v": text(v), "logMoments": [text(x) for x in log_moments]}


def chi_moment(n, k):
    value = Fraction(1)
    for i in range(k):
        value *= n + 2 * i
    return value


def moments(d, order):
    def coins(f):
        return sum(Fraction(comb(d, n), 2**d) * f(n) for n in range(d + 1))

    def centred(raw, k):
        return sum(comb(k, i) * (-1) ** (k - i) * raw(i) for i in range(k + 1))

    row = []
    for k in range(order + 1):
        relu = coins(lambda n: centred(lambda i: Fraction(2, d) ** i * chi_moment(n, i), k))
        linear = centred(lambda i: chi_moment(d, i) / Fraction(d) ** i, k)
        share = coins(lambda n: (Fraction(2 * n, d) - 1) ** k)
        row.append({"relu": str(relu), "linear": str(linear), "share": str(share)})
    return row


def harmonic(k):
    return sum((Fraction(1, i) for i in range(1, k + 1)), Fraction(0))


def residues(d, n):
    """P and Q of 2. (the third), 7. and 8. for B = 0 at the width d, as sums over N, by the formulas of docs/derivations/bounds.md."""
    x, degree, h = Fraction(1, d), range(2 * n), harmonic(2 * n - 1)
    chance = [Fraction(comb(d, k), 2**d) for k in range(d + 1)]

    def share(f):
        return sum(c * f(Fraction(2 * k, d) - 1) for k, c in enumerate(chance))

    def taylor(c):
        return lambda w: sum(c(k) * w**k for k in degree)

    def inverse(j):
        return taylor(lambda k: (-1) ** k * comb(k + j - 1, j - 1))

    log_t = taylor(lambda k: (-1) ** (k + 1) * Fraction(1, k) if k else 0)
    square = taylor(lambda k: (-1) ** k * 2 * harmonic(k - 1) / k if k else 0)
    over = taylor(lambda k: (-1) ** k * harmonic(k))

    def rest(c, j, r=0):
        return c * Fraction(d, 2) ** j * Fraction(32, 30) ** (2 * n) * share(lambda w: w ** (2 * n + 2 * r))

    def most(t, c, j, r=0):
        return share(lambda w: w ** (2 * r) * t(w)) + rest(c, j, r)

    def u(j, r=0):
        return most(inverse(j), 1, j, r)

    c37, c55 = Fraction(37, 100), Fraction(55, 100)
    mean = share(log_t) - rest(c37, 1) - 2 * x * u(1) - Fraction(4, 3) * x**2 * u(2)
    variance = 4 * x * u(1) + 8 * x**2 * u(2) + Fraction(32, 3) * x**3 * u(3)
    variance += most(square, c55, 1) + 4 * x * most(over, c37, 2) + 4 * x**2 * u(2)
    variance += Fraction(16, 3) * x**2 * u(3, 1) + Fraction(1, 3) * x**2 * u(3) + Fraction(16, 3) * x**3 * u(3)
    variance += Fraction(16, 9) * x**4 * u(4) + 5 * x * share(log_t) - 10 * x**2 * share(inverse(1)) + Fraction(25, 4) * x**2
    # E u^k with X = (2/d) chi^2_N, and u log X ~ u^2 - u^3/2 + u^4/3 - ...
    raw = [sum(c * (2 * x) ** i * chi_moment(k, i) for k, c in enumerate(chance)) for i in range(2 * n + 1)]
    u_moment = [sum(comb(k, i) * (-1) ** (k - i) * raw[i] for i in range(k + 1)) for k in range(2 * n + 1)]
    u_log = sum((-1) ** (k + 1) * u_moment[k + 1] / k for k in range(1, 2 * n - 1))
    return {
        "d": d,
        "n": n,
        "2": [str(-(u_log**2)), str(2 * (harmonic(2 * n - 2) + 1) * u_log)],
        "7": [str(-mean), str(-h)],
        "8": [str(variance), str(5 * x * h + 20 * n * x**2)],
    }


logs = ["1/3", "2/3", "3/4", "1", "4/3", "7/5", "2", "10", "4/1023", "1000000007/3", "1/10000000000000000000000000000000000000000"]
exps = ["0", "1", "-1", "1/3", "-7/2", "25/2", "-20", "1/1000000000000"]
ns = [1, 2, 3, 4, 7, 8, 31, 64, 127, 1000, 8191]
powers = ["1/2", "1/3", "9/10", "1/100000"]
widths = [*range(1, 65), 150, 400]

pathlib.Path(__file__).with_suffix(".json").write_text(
    json.dumps(
        {
            "log": [{"x": x, "value": text(log(as_mpf(x)))} for x in logs],
            "exp": [{"x": x, "value": text(exp(as_mpf(x)))} for x in exps],
            "gamma": [
                {
                    "n": n,
                    "digamma": text(psi(0, mpf(n) / 2)),
                    "trigamma": text(psi(1, mpf(n) / 2)),
                    "ratios": [text(gammaprod([mpf(n) / 2 + as_mpf(s)], [mpf(n) / 2])) for s in powers],
                }
                for n in ns
            ],
            "powers": powers,
            "layers": [layer(a, d) for a in ("relu", "linear") for d in widths],
            "residues": [residues(d, n) for d, n in ((32, 4), (40, 5), (37, 12))],
            "moments": [{"d": d, "rows": moments(d, 26)} for d in (1, 2, 3, 5)],
        },
        indent=1,
    )
    + "\n"
)
