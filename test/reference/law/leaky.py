"""Leaky relu's law of one layer and of several, by routes that share nothing with numerics/law: python3 test/reference/law/leaky.py > test/reference/law/leaky.json

Moments: E (A + p B)^s given N, A ~ chi^2_N, B ~ chi^2_(d-N), is (2p)^s Gamma(d/2+s)/Gamma(d/2) 2F1(-s, N/2; d/2; 1 - 1/p), an integral over the share of A
(Beta(N/2, (d-N)/2)); the mean over N ~ Binomial(d, 1/2) is taken in 40 digits. Log-moments: derivatives of log M at 0. Distribution functions: Gil-Pelaez'
integral of M(it) by quadrature. The gain is 2/(1+p), so that the mean is 1.
"""
import json
import sys
from mpmath import mp, mpf, mpc, gamma, hyp2f1, binomial, log, exp, quad, pi, diff, inf, taylor

mp.dps = 30

def moment(d, p, s):
    total = mpf(0)
    for n in range(d + 1):
        if n == 0:
            part = mpf(p) ** s
        elif n == d:
            part = mpf(1)
        else:
            # E (B' p + (1-B')... ): share T ~ Beta(n/2, (d-n)/2): E (p + (1-p) T)^s = p^s 2F1(-s, n/2; d/2; 1 - 1/p)
            part = mpf(p) ** s * hyp2f1(-s, mpf(n) / 2, mpf(d) / 2, 1 - 1 / mpf(p))
        total += binomial(d, n) * part
    sigma2 = 2 / ((1 + mpf(p)) * d)
    return total / mpf(2) ** d * (2 * sigma2) ** s * gamma(mpf(d) / 2 + s) / gamma(mpf(d) / 2)

def cumulants(d, p):
    series = taylor(lambda s: log(moment(d, p, s)), 0, 3)
    return [series[1], 2 * series[2], 6 * series[3]]

def cdf(d, p, depth, x):
    def f(t):
        return (exp(mpc(0, -t * x)) * moment(d, p, mpc(0, t)) ** depth).imag / t
    # |M| falls at least like e^(-t) a layer; cut where it is below 1e-22.
    top = mpf(1)
    while abs(moment(d, p, mpc(0, top))) ** depth > mpf(10) ** -20 and top < 400:
        top *= mpf(5) / 4
    pieces = [mpf(0)] + [top * mpf(k) / 24 for k in range(1, 25)]
    return mpf(1) / 2 - quad(f, pieces) / pi

out = []
mp.dps = 20
for slope, d, depth in [("0.5", 2, 1), ("0.1", 1, 1), ("0.9", 3, 4), ("0.1", 4, 3), ("0.25", 6, 10)]:
    p = mpf(float(slope)) ** 2
    k1, k2, k3 = cumulants(d, p)
    mean, deviation = depth * k1, (depth * k2) ** mpf('0.5')
    entry = {"slope": slope, "width": d, "depth": depth, "mean": str(k1), "variance": str(k2), "third": str(k3),
             "logMoments": {s: str(log(moment(d, p, mpf(s)))) for s in ["-0.25", "0.5", "1", "2", "3.5"]}, "cdf": {}}
    for z in [-2, 0, 2]:
        x = float(mean + z * deviation)
        entry["cdf"][repr(x)] = mp.nstr(cdf(d, p, depth, mpf(x)), 18)
    out.append(entry)
    print(json.dumps(entry), file=sys.stderr, flush=True)
print(json.dumps(out, indent=1))
