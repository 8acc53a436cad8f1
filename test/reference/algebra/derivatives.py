"""Derivatives of expressions of the claim language to 25 digits, by mpmath's numerical differentiation: derivatives.json.

Run: python3 test/reference/algebra/derivatives.py
"""
import json
import pathlib

from mpmath import digamma, diff, erf, exp, gamma, hyp2f1, log, loggamma, mp, mpf, ncdf, nstr, pi, sqrt

mp.dps = 60

# text in the claim language, the same in Python, where to take the derivative by x (y = 7/4)
y = mpf(7) / 4
cases = [
    ("(x^2+y)/(x-3*y)^3", lambda x: (x**2 + y) / (x - 3 * y) ** 3, 0.75),
    ("x^y", lambda x: x**y, 1.25),
    ("y^x", lambda x: y**x, 1.25),
    ("x^x", lambda x: x**x, 1.25),
    ("x^(1/3)*sqrt(x+y)", lambda x: x ** (mpf(1) / 3) * sqrt(x + y), 2.5),
    ("exp(-5*x/(2*y))", lambda x: exp(-5 * x / (2 * y)), 1.5),
    ("e^(x^2)", lambda x: exp(x**2), 0.5),
    ("log(2*(x+y)^7)", lambda x: log(2 * (x + y) ** 7), 0.625),
    ("log(x^2)", lambda x: log(x**2), -1.75),
    ("log(1+log(1+x))", lambda x: log(1 + log(1 + x)), 0.75),
    ("gamma(x/2+y)/gamma(x/2)", lambda x: gamma(x / 2 + y) / gamma(x / 2), 3.5),
    ("lgamma(x)^2", lambda x: loggamma(x) ** 2, 4.25),
    ("digamma(x/2)", lambda x: digamma(x / 2), 2.75),
    ("erf(x/y)", lambda x: erf(x / y), 0.5),
    ("normalCdf(x^2-1)", lambda x: ncdf(x**2 - 1), 1.25),
    ("hyp2f1(1,2/5,7/5,x^2)", lambda x: hyp2f1(1, mpf(2) / 5, mpf(7) / 5, x**2), 0.5),
    ("sum(n,1,6,x^n/n)", lambda x: sum(x**n / mpf(n) for n in range(1, 7)), 1.5),
    ("(1+5/x)^y/(x*pi)", lambda x: (1 + 5 / x) ** y / (x * pi), 2.25),
]
rows = [{"text": text, "x": x, "derivative": nstr(diff(f, mpf(x)), 25)} for text, f, x in cases]
path = pathlib.Path(__file__).with_name("derivatives.json")
path.write_text(json.dumps(rows, indent=1) + "\n")
