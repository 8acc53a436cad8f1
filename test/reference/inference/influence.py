"""Sums of Catoni's influence function to 25 digits, by mpmath; writes influence.json beside this file.

phi(y) = log(1 + y + y^2/2) for y >= 0, phi(-y) = -phi(y). Each case: samples, center, scale (as the doubles they are
stored as) and sum_i phi(scale (x_i - center)).
"""
import json
from math import exp, sin
from pathlib import Path
from mpmath import mp, mpf, log1p

mp.dps = 700


def phi(y):
    return log1p(y + y * y / 2) if y >= 0 else -log1p(-y + y * y / 2)


many = [exp(8 * sin(i * i)) - 3 for i in range(400)]
families = [
    ([], 0.0, 1.0),
    ([1.0, -1.0, 0.5, -0.25], 0.0, 1.0),
    ([1e-200, -3e-17, 1e-9], 0.0, 1.0),
    ([1 + 2e-15, 1.0, 1 - 1e-15], 1.0, 0.5),
    (many, 1.0, 1e-3),
    (many, 1.0, 1.0),
    (many, -20.0, 30.0),
    ([1e69, 1e71, -1e71, 3e150, -1e160], 0.3, 1.0),
    ([1.7976931348623157e308, 1e300, 1e308], -1e308, 1e100),
    ([-1.7976931348623157e308, 2.0], 1e308, 1e-100),
    ([1e100] * 50 + [-1e65] * 70, 0.0, 1e-10),
]
cases = [
    {"samples": xs, "center": c, "scale": s, "sum": mp.nstr(sum((phi(mpf(s) * (mpf(x) - mpf(c))) for x in xs), mpf(0)), 25)}
    for xs, c, s in families
]
out = Path(__file__).with_name("influence.json")
out.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
