"""Random expressions with their values to 140 bits, made with mpmath, to test enclosures against.

Run: /usr/bin/python3 fuzz.py > fuzz.json

Each case is [tree, {name: value}, [mantissa, exponent], amplification]; the value is mantissa * 2^exponent, where the
mantissa is an integer in decimal, right to one unit. A tree is a number's text, a name, or [operator, operand, ...]
where "neg" is unary minus. Values of names are doubles, meant exactly. An expression whose value is no finite real
number, or lies outside the limits below, has the value null. Amplification is the largest relative change of the
value when any one node's value changes relatively by a tiny amount, summed over the nodes: about how many units of
rounding a good enclosure may lose.
"""
import json
import random

import mpmath as m
from mpmath import mp, mpf

mp.dps = 80
random.seed(7942)
constants = {'pi': m.pi, 'e': m.e, 'EulerGamma': m.euler}
unary = ['neg', 'exp', 'log', 'sqrt', 'abs', 'floor', 'ceil', 'gamma', 'lgamma', 'digamma', 'trigamma', 'erf',
         'normalCdf', 'normalQuantile', 'gammaMedian']
literals = ['0', '1', '2', '3', '5', '8', '0.1', '0.3', '1/2', '2.5', '1e-6', '12', '100', '1e-17', '1000', '0.75']


class Undefined(Exception):
    pass


def gamma_median(a):
    if a <= 0 or a > 1000 or a < 0.02:
        raise Undefined
    x = m.mpf(float(a)) - mpf(1) / 3 if a > 1 else m.exp((m.loggamma(a + 1) - m.log(2)) / a)
    for _ in range(60):
        term = total = mpf(1)
        n = 0
        while term > total * mpf(10) ** -85 or a + n <= x:
            n += 1
            term *= x / (a + n)
            total += term
        p = m.exp(a * m.log(x) - x - m.loggamma(a + 1)) * total
        slope = m.exp(a * m.log(x) - x - m.loggamma(a)) / p
        step = (m.log(p) + m.log(2)) / slope
        x *= m.exp(-step)
        if abs(step) < mpf(10) ** -70:
            return x
    raise Undefined


def normal_quantile(p):
    if not mpf(10) ** -12 < p < 1 - mpf(10) ** -12:
        raise Undefined
    return m.sqrt(2) * m.erfinv(2 * p - 1)


def apply(op, xs, wiggle=None):
    x = xs[0]
    y = xs[1] if len(xs) > 1 else None
    big = mpf(10) ** 9
    if op == 'neg':
        return -x
    if op == '+':
        return x + y
    if op == '-':
        return x - y
    if op == '*':
        return x * y
    if op == '/':
        if y == 0:
            raise Undefined
        return x / y
    if op == '^':
        if y == m.floor(y):
            if abs(y) > 10**12 or (x == 0 and y < 0):
                raise Undefined
            return x ** int(y)
        if x < 0 or (x == 0 and y < 0) or abs(y) > 10**12:
            raise Undefined
        return x**y if x > 0 else mpf(0)
    if op == 'exp':
        if abs(x) > 10**12:
            raise Undefined
        return m.exp(x)
    if op == 'log':
        if x <= 0:
            raise Undefined
        return m.log(x)
    if op == 'sqrt':
        if x < 0:
            raise Undefined
        return m.sqrt(x)
    if op == 'abs':
        return abs(x)
    if op == 'floor':
        if abs(x) > big:
            raise Undefined
        return m.floor(x)
    if op == 'ceil':
        if abs(x) > big:
            raise Undefined
        return m.ceil(x)
    if op == 'min':
        return min(xs)
    if op == 'max':
        return max(xs)
    if op in ('gamma', 'lgamma', 'digamma', 'trigamma'):
        if x == m.floor(x) and x <= 0 or x < -50 or x > 10**6 or abs(x) < mpf(10) ** -40:
            raise Undefined
        if x < 0 and abs(x - m.nint(x)) < mpf(10) ** -12:
            raise Undefined
        if op == 'gamma':
            return m.gamma(x)
        if op == 'lgamma':
            return m.loggamma(x) if x > 0 else m.log(abs(m.gamma(x)))
        return m.psi(0 if op == 'digamma' else 1, x)
    if op == 'erf':
        return m.erf(x) if abs(x) < 30 else mpf(m.sign(x)) * (1 - mpf(10) ** -70)
    if op == 'normalCdf':
        if abs(x) > 1000:
            raise Undefined
        return m.erfc(-x / m.sqrt(2)) / 2
    if op == 'normalQuantile':
        return normal_quantile(x)
    if op == 'gammaMedian':
        return gamma_median(x)
    if op == 'binomial':
        n, k = xs
        if not (n > -1 and -1 < k < n + 1 and n < 2000):
            raise Undefined
        return m.gamma(n + 1) / m.gamma(k + 1) / m.gamma(n - k + 1)
    if op == 'hyp2f1':
        a, b, c, z = xs
        if z >= 1 or c <= 0 or max(abs(a), abs(b), abs(c)) > 10 or z < -1000 or z > 1 - 1e-6:
            raise Undefined
        return m.hyp2f1(a, b, c, z)
    raise ValueError(op)


def leaf(env):
    r = random.random()
    if r < 0.45:
        return random.choice(list(env))
    if r < 0.52:
        return random.choice(list(constants))
    return random.choice(literals)


def tree(depth, env):
    if depth == 0 or random.random() < 0.12:
        return leaf(env)
    r = random.random()
    if r < 0.55:
        return [random.choice(['+', '-', '*', '/', '+', '-', '*', '/', '^']), tree(depth - 1, env), tree(depth - 1, env)]
    if r < 0.88:
        return [random.choice(unary), tree(depth - 1, env)]
    if r < 0.93:
        return [random.choice(['min', 'max']), tree(depth - 1, env), tree(depth - 1, env)]
    if r < 0.97:
        return ['binomial', tree(depth - 1, env), tree(max(0, depth - 2), env)]
    return ['hyp2f1'] + [tree(0, env) for _ in range(3)] + [random.choice(['0.3', '0.9', 'x', 'delta'])]


def value(node, env):
    if isinstance(node, str):
        if node in env:
            return mpf(env[node])
        if node in constants:
            return +constants[node]
        if '/' in node:
            p, q = node.split('/')
            return mpf(p) / mpf(q)
        return mpf(node)
    result = apply(node[0], [value(child, env) for child in node[1:]])
    if not m.isfinite(result) or (result != 0 and abs(m.log(abs(result))) > 10**13):
        raise Undefined
    return result


def steps(node, env):
    """The value of each inner node, and how the root changes with it: by perturbing each once."""
    count = [0]

    def run(node, target):
        if isinstance(node, str):
            return value(node, env)
        xs = [run(child, target) for child in node[1:]]
        result = apply(node[0], xs)
        count[0] += 1
        return result * (1 + mpf(10) ** -25) if count[0] == target else result

    truth = run(node, -1)
    inner = count[0]
    if truth == 0:
        return None
    total = mpf(0)
    for target in range(1, inner + 1):
        count[0] = 0
        total += abs(run(node, target) / truth - 1) * mpf(10) ** 25
    return float(total)


def scaled(x):
    sign, man, exponent, bits = m.mpf(x)._mpf_
    man, exponent = int(man), int(exponent)
    if bits > 140:
        man >>= bits - 140
        exponent += bits - 140
    return [str(-man if sign else man), exponent]


cases = []
while len(cases) < 2500:
    env = {'L': float(random.choice([1, 2, 3, 7, 20, 100, 1000, 10000])), 'd': float(random.choice([1, 2, 3, 5, 8, 16, 100, 4096])),
           'x': random.choice([random.uniform(-3, 3), random.gauss(0, 1) * 10 ** random.uniform(-8, 8), 2.0**-53, -1.0, 1e-300]),
           'delta': random.uniform(0, 1)}
    node = tree(random.choice([1, 2, 2, 3, 3, 4, 5]), env)
    if isinstance(node, str):
        continue
    try:
        truth = value(node, env)
    except (Undefined, OverflowError, ZeroDivisionError, ValueError, m.libmp.NoConvergence):
        if random.random() < 0.15:
            cases.append([node, env, None, None])
        continue
    try:
        amplification = steps(node, env)
    except (Undefined, OverflowError, ZeroDivisionError, ValueError, m.libmp.NoConvergence):
        amplification = None
    cases.append([node, env, scaled(truth), amplification if amplification is None or amplification < 1e300 else None])
print('[\n' + ',\n'.join(json.dumps(case) for case in cases) + '\n]')
