"""Reference values of numerics/random, by independent implementations: writes random.json beside this file.

- words: first words of streams keyed by (seed, net, layer, column): HalfSipHash-2-4 rounds and xoshiro128++ in plain integers.
- xoshiro: xoshiro128++ from the state 1, 2, 3, 4.
- edges: r and the top edges of the ziggurat with 1024 slabs of equal area, to 40 digits by mpmath's erfc.
- exp, log: mpmath.
"""
import json
import os
from mpmath import mp, mpf, erfc, exp, log, sqrt, pi, findroot

mp.dps = 40
M = 0xFFFFFFFF


def rotl(x, k):
    return ((x << k) | (x >> (32 - k))) & M


def sip_round(v):
    v[0] = (v[0] + v[1]) & M
    v[1] = rotl(v[1], 5) ^ v[0]
    v[0] = rotl(v[0], 16)
    v[2] = (v[2] + v[3]) & M
    v[3] = rotl(v[3], 8) ^ v[2]
    v[0] = (v[0] + v[3]) & M
    v[3] = rotl(v[3], 7) ^ v[0]
    v[2] = (v[2] + v[1]) & M
    v[1] = rotl(v[1], 13) ^ v[2]
    v[2] = rotl(v[2], 16)


def state(seed, net, layer, column):
    v = [int.from_bytes(t, "big") for t in (b"some", b"dora", b"lyge", b"tedb")]
    for word in (seed & M, seed >> 32, net & M, net >> 32, layer, column):
        v[3] ^= word
        sip_round(v)
        sip_round(v)
        v[0] ^= word
    v[2] ^= 0xFF
    for _ in range(4):
        sip_round(v)
    return v


def xoshiro(s, n):
    out = []
    for _ in range(n):
        out.append((rotl((s[0] + s[3]) & M, 7) + s[0]) & M)
        t = (s[1] << 9) & M
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)
    return out


def edges(r, slabs=1024):
    """x_1..x_(slabs-1), and the height at which the last slab ends."""
    f = lambda x: exp(-x * x / 2)
    area = r * f(r) + sqrt(pi / 2) * erfc(r / sqrt(mpf(2)))
    xs = [r]
    for _ in range(slabs - 2):
        height = f(xs[-1]) + area / xs[-1]
        if height >= 1:
            return xs, height + (slabs - len(xs))
        xs.append(sqrt(-2 * log(height)))
    return xs, f(xs[-1]) + area / xs[-1]


low, high = mpf(3), mpf(5)
while high - low > mpf(10) ** -32:
    middle = (low + high) / 2
    if edges(middle)[1] > 1:
        low = middle
    else:
        high = middle
xs = edges(high)[0]
keys = [
    (0, 0, 0, 0), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1),
    (2**53 - 1, 2**53 - 1, 2**32 - 1, 2**32 - 1), (2**32, 0, 1, 2), (0, 2**32, 1, 2), (123456789, 987654321, 64, 511),
]
points = [mpf(k) / 8 for k in (-320, -200, -111, -64, -33, -9, -3, -1, 0)]
positive = [mpf(2) ** -33, mpf(1) / 1024, mpf(3) / 8, mpf(45) / 64, mpf(3) / 4, mpf(1), mpf(3) / 2, mpf(10), mpf(2) ** 19]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "random.json"), "w") as out:
    json.dump(
        {
            "words": [{"key": k, "words": xoshiro(state(*k), 5)} for k in keys],
            "xoshiro": xoshiro([1, 2, 3, 4], 10),
            "edges": {str(i): mp.nstr(xs[i - 1], 25) for i in (1, 2, 100, 512, 1000, 1022, 1023)},
            "exp": [[float(x), mp.nstr(exp(x), 25)] for x in points],
            "log": [[float(x), mp.nstr(log(x), 25)] for x in positive],
        },
        out,
        indent=1,
    )
