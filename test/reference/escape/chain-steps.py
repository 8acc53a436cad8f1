"""Steps of RMSprop, Adam, momentum and gradient descent along the balanced chain, with 60 digits: writes chain-steps.json beside this file.

w_i = w for all i, loss 1/2 (w^L - 1)^2, each weight's gradient w^(L-1) (w^L - 1). RMSprop: v = decay v + (1 - decay) g^2 from 0, w -= rate g/(sqrt v + eps).
Adam: Kingma & Ba 2015, algorithm 1. The data are the doubles nearest to the decimals. "margin": the least distance of any w to the goal.
"""
import json
import os

from mpmath import mp, mpf, sqrt

mp.dps = 60
CAP = 3000


def run(kind, depth, start, goal, rate, first, second, eps):
    w, goal, rate = mpf(start), mpf(goal), mpf(rate)
    first, second, eps = mpf(first), mpf(second), mpf(eps)
    m = v = mpf(0)
    margin = mpf(1)
    for t in range(1, CAP + 1):
        g = w ** (depth - 1) * (w**depth - 1)
        if kind == "gradient-descent":
            w -= rate * g
        elif kind == "momentum":
            m = first * m + g
            w -= rate * m
        elif kind == "rmsprop":
            v = first * v + (1 - first) * g * g
            w -= rate * g / (sqrt(v) + eps)
        else:
            m = first * m + (1 - first) * g
            v = second * v + (1 - second) * g * g
            w -= rate * (m / (1 - first**t)) / (sqrt(v / (1 - second**t)) + eps)
        margin = min(margin, abs(w - goal))
        if w >= goal:
            return t, margin
    return None, margin


cases = []
for start, goal, rate in ((0.3, 0.9, 0.01), (0.5, 0.95, 0.003)):
    for depth in (3, 8, 16, 20, 32, 100, 1000):
        settings = [("gradient-descent", 0, 0, 0), ("momentum", 0.9, 0, 0)]
        for eps in (0, 1e-8):
            settings += [("rmsprop", decay, 0, eps) for decay in (0.9, 0.99, 0.999)]
            settings += [("adam", 0.9, second, eps) for second in (0.99, 0.999)]
        for kind, first, second, eps in settings:
            steps, margin = run(kind, depth, start, goal, rate, first, second, eps)
            cases.append(
                dict(kind=kind, depth=depth, start=start, goal=goal, rate=rate, first=first, second=second, epsilon=eps, steps=steps, margin=float(margin))
            )
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "chain-steps.json"), "w") as f:
    json.dump({"cap": CAP, "cases": cases}, f, indent=0)
