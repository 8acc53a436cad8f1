"""Reference values for the statistics; writes statistics.json beside this file.

binomial:   [n, p as [numerator, denominator], false alarm, k] with k the smallest integer such that
            P(Bin(n, p) > k) <= false alarm, in exact integer arithmetic;
kolmogorov: [n, alpha, radius] with P(D_n > radius) = alpha exactly for continuous laws (scipy.stats.kstwo.isf);
summary:    mean and standard deviation (n - 1) of x_i = log(1 + (i^2 mod 1009)) - 3, i = 0..4999, to 25 digits by mpmath.
"""
import json
from fractions import Fraction
from math import comb
from pathlib import Path
from mpmath import mp, mpf, log, sqrt
from scipy.stats import kstwo

mp.dps = 40


def limit(n, p, alarm):
    a, b = p.numerator, p.denominator
    tail, total = 0, b**n
    # tail / total <= alarm, in integers
    k = n
    while k > 0:
        tail += comb(n, k) * a**k * (b - a) ** (n - k)
        if tail * alarm.denominator > alarm.numerator * total:
            return k
        k -= 1
    return 0


binomial = []
for n in [0, 1, 5, 20, 100, 500, 2000]:
    for p in [Fraction(0), Fraction(1, 2**20), Fraction(1, 128), Fraction(3, 64), Fraction(1, 2), Fraction(15, 16), Fraction(1)]:
        for alarm in [0.05, 1e-9, 1e-30, 1e-270]:
            binomial.append([n, [p.numerator, p.denominator], alarm, limit(n, p, Fraction(alarm))])

kolmogorov = [
    [n, alpha, float(kstwo.isf(alpha, n))]
    for n in [1, 2, 3, 5, 10, 50, 100, 1000, 10000]
    for alpha in [0.5, 0.05, 1e-3, 1e-6, 1e-9]
]

values = [log(1 + mpf(i * i % 1009)) - 3 for i in range(5000)]
mean = sum(values) / len(values)
deviation = sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))

out = Path(__file__).with_name("statistics.json")
rows = lambda values: "[\n" + ",\n".join(json.dumps(row) for row in values) + "\n]"
out.write_text(
    '{"binomial": ' + rows(binomial) + ',\n"kolmogorov": ' + rows(kolmogorov)
    + ',\n"summary": ' + json.dumps({"mean": mp.nstr(mean, 25), "deviation": mp.nstr(deviation, 25)}) + "}\n"
)
