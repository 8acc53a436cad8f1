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
            "moments": [{"d": d, "rows": moments(d, 26)} for d in (1, 2, 3, 5)],
        },
        indent=1,
    )
    + "\n"
)
