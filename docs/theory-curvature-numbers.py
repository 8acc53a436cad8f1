"""The numbers of docs/theory-curvature.md, by routes that share no code with the checker.

    python3 docs/theory-curvature-numbers.py        (numpy, scipy, mpmath, sympy; about five minutes)

Symbolic differentiation, eigenvalues of dense matrices to 40 digits, second differences, quadrature, recursions step by step, and drawn
nets, fixed seed, with the size of the Monte Carlo error beside them. Inequalities are put to many points; `worst` is the largest
left/right.
"""
from fractions import Fraction
from math import comb, lgamma, log, exp, sqrt

import mpmath as mp
import numpy as np
import sympy as sy
from scipy.integrate import solve_ivp

mp.mp.dps = 40
rng = np.random.default_rng(2022)


# Chains: C3, C4, C5

def chain_hessian(w, x, y):
    """By products of the other weights: no division, zeros allowed."""
    L = len(w)
    but = lambda *out: x * mp.fprod(w[i] for i in range(L) if i not in out)
    F = but()
    return F, mp.matrix(L, L) + mp.matrix([[but(k) * but(l) + ((F - y) * but(k, l) if k != l else 0) for l in range(L)] for k in range(L)])


def inertia(H):
    values = [mp.re(v) for v in mp.eigsy(H, eigvals_only=True)]
    size = max(abs(v) for v in values)
    small = size * mp.mpf(10) ** -28
    return sum(v < -small for v in values), sum(abs(v) <= small for v in values), sum(v > small for v in values)


for L in range(1, 7):
    w = sy.symbols(f'w1:{L + 1}')
    x, y = sy.symbols('x y')
    F = x * sy.prod(w)
    H = sy.hessian((F - y) ** 2 / 2, w)
    closed = sy.Matrix(L, L, lambda k, l: F * (2 * F - y) / (w[k] * w[l]) - (F * (F - y) / w[k] ** 2 if k == l else 0))
    same = (H - closed).applyfunc(sy.expand).is_zero_matrix
    det = None
    if L <= 4:
        formula = (-F * (F - y)) ** (L - 1) * F * ((2 * L - 1) * F - (L - 1) * y) / sy.prod(v**2 for v in w)
        det = sy.expand(H.det(method='berkowitz') - formula) == 0
    print(f'C3 L={L}: closed form', same, '; determinant', det)

names = ('r < 0', '0 < r < r*', 'r = r*', 'r* < r < 1', 'r = 1', 'r > 1', 'y = 0')
seen = {}
for L in (1, 2, 3, 5, 8):
    edge = mp.mpf(L - 1) / (2 * L - 1)
    cases = dict(zip(names, (-2.5, edge / 3, edge, (1 + edge) / 2, mp.mpf(1), 3, None)))
    for name, r in cases.items():
        if L == 1 and name in ('0 < r < r*', 'r = r*'):
            continue
        for _ in range(6):
            w = [mp.mpf(rng.choice([-1, 1]) * rng.uniform(0.3, 2)) for _ in range(L)]
            x = mp.mpf(rng.normal())
            y = x * mp.fprod(w) / r if r is not None else mp.mpf(0)
            seen.setdefault((L, name), set()).add(inertia(chain_hessian(w, x, y)[1]))
expected = lambda L: dict(zip(names, ((L - 1, 0, 1), (1, 0, L - 1), (0, 1, L - 1), (0, 0, L), (0, L - 1, 1), (L - 1, 0, 1), (L - 1, 0, 1))))
print('C4 inertia as in the table:', all(v == {expected(L)[name]} for (L, name), v in seen.items()), f'({len(seen)} cases, 6 chains each)')
for zeros in (1, 2, 3):
    w = [mp.mpf(0)] * zeros + [mp.mpf(v) for v in rng.uniform(0.3, 2, 5 - zeros)]
    values = mp.eigsy(chain_hessian(w, mp.mpf(1), mp.mpf(2))[1], eigvals_only=True)
    print(f'C4 {zeros} weights 0, L=5, y=2: eigenvalues', [mp.nstr(v, 5) for v in values])
bad = 0
for _ in range(200):
    L = int(rng.integers(2, 8))
    w, y = [mp.mpf(v) for v in rng.normal(size=L)], mp.mpf(rng.normal())
    F, H = chain_hessian(w, mp.mpf(1), y)
    alpha, beta = F * (2 * F - y), -F * (F - y)
    poles, values = sorted(beta / v**2 for v in w), sorted(mp.eigsy(H, eigvals_only=True))
    tol = mp.mpf(10) ** -30 * max(abs(v) for v in values)
    low = poles if alpha > 0 else [min(values)] + poles[:-1]
    high = poles[1:] + [max(values)] if alpha > 0 else poles
    bad += any(not (a - tol <= v <= b + tol) for a, v, b in zip(low, values, high))
print('C4 interlacing violated at', bad, 'of 200 chains')

s = 1 / mp.log(3) - mp.mpf(1) / 2
print('C5 best s', mp.nstr(s, 6), 'factor', mp.nstr(3**s / (2 * s + 1), 6), mp.nstr(mp.e * mp.log(3) / (2 * mp.sqrt(3)), 6), '; at 0.41', mp.nstr(mp.mpf(3) ** mp.mpf('.41') / mp.mpf('1.82'), 6))


def chain_norms(count, L, tau):
    w = rng.uniform(-tau, tau, (count, L))
    F, u2 = w.prod(1), w**-2.0
    return F**2, F**2 * (u2.sum(1) ** 2 - (u2**2).sum(1)), F**2 * u2.sum(1)


worst = 0
for tau in (0.7, 1, sqrt(3), 2.5):
    for L in (2, 3, 6, 12, 20):
        for power in (0.1, 0.25, 0.41, 0.5, 0.75):
            _, X, G = chain_norms(100_000, L, tau)
            factor = tau ** (2 * power) / (2 * power + 1)
            worst = max(worst, (X**power).mean() / (L * (L - 1) * factor ** (L - 2)), (G**power).mean() / (L * factor ** (L - 1)))
print('C5 worst', worst, 'of 100 cases, 100,000 chains each (an equality at L = 2, but for the factor 2^(s-1))')
for L in (10, 50, 150):
    F2, X, G = chain_norms(200_000, L, sqrt(3))
    logs = mp.log(L * (L - 1)) + (L - 2) * mp.log(mp.mpf('.862081')) + mp.mpf('.41024') * 2 * mp.log(10)
    print(f'C5 L={L}: median |nabla^2 F|_F', np.median(X) ** 0.5, 'P(>= 0.1)', (X >= 0.01).mean(), 'bound', mp.nstr(mp.exp(logs), 4))


# Nets: H1 to H6. One input of norm 1.

def net(L, d, slope=0, draw=lambda shape: rng.normal(size=shape)):
    gain = 2 / (1 + slope**2)
    return [draw((d, d)) * sqrt(gain / d) for _ in range(L)], draw(d) / sqrt(d), np.full(d, d**-0.5)


def output(W, b, x, slope=0):
    a = x
    for w in W:
        z = w @ a
        a = np.where(z > 0, z, slope * z)
    return b @ a


def derivatives(W, b, x, slope=0):
    """Gradients by backpropagation, Hessian by products of masked matrices."""
    L, d = len(W), len(b)
    a, D = [x], []
    for w in W:
        z = w @ a[-1]
        D.append(np.where(z > 0, 1.0, slope))
        a.append(D[-1] * z)
    delta = [None] * L
    delta[-1] = D[-1] * b
    for l in range(L - 2, -1, -1):
        delta[l] = D[l] * (W[l + 1].T @ delta[l + 1])
    grad = np.concatenate([np.outer(delta[l], a[l]).ravel() for l in range(L)])
    H = np.zeros((L * d * d, L * d * d))
    for k in range(L):
        M = np.diag(D[k])
        for l in range(k + 1, L):
            block = np.einsum('m,ni,j->ijmn', delta[l], M, a[k]).reshape(d * d, d * d)
            H[k * d * d:(k + 1) * d * d, l * d * d:(l + 1) * d * d] = block
            H[l * d * d:(l + 1) * d * d, k * d * d:(k + 1) * d * d] = block.T
            M = D[l][:, None] * (W[l] @ M)
    return b @ a[-1], grad, H, a[-1]


def difference_hessian(W, b, x, slope, h=2.0**-12):
    """Mixed second differences of the output, for steps that cross no mask in a generic small net."""
    sizes = [w.size for w in W]
    flat = np.concatenate([w.ravel() for w in W])
    at = lambda v: output([p.reshape(w.shape) for p, w in zip(np.split(v, np.cumsum(sizes)[:-1]), W)], b, x, slope)
    n, H = len(flat), np.zeros((len(flat),) * 2)
    e = np.eye(n) * h
    for i in range(n):
        for j in range(n):
            H[i, j] = (at(flat + e[i] + e[j]) - at(flat + e[i] - e[j]) - at(flat - e[i] + e[j]) + at(flat - e[i] - e[j])) / (4 * h * h)
    return H


for slope in (0, 0.5, 1):
    errors = []
    for _ in range(12):
        W, b, x = net(3, 2, slope)
        H = derivatives(W, b, x, slope)[2]
        errors.append(np.abs(H - difference_hessian(W, b, x, slope)).max())
    print(f'H1, H3 slope {slope}: median, largest difference to second differences of 12 nets (a crossed mask shows as a large one)', np.median(errors), max(errors))

checked = violated = saddles = small = 0
tight = euler = 0
for _ in range(300):
    L, d = int(rng.integers(2, 6)), int(rng.integers(2, 6))
    W, b, x = net(L, d)
    F, g, H, top = derivatives(W, b, x)
    if not top.any():
        continue
    checked += 1
    y = rng.normal()
    flat = np.concatenate([w.ravel() for w in W])
    euler = max(euler, np.abs(H @ flat - (L - 1) * g).max() / np.abs(g).max(), abs(flat @ g - L * F) / abs(F))
    values = np.linalg.eigvalsh(H)
    loss = np.outer(g, g) + (F - y) * H
    spectrum = np.linalg.eigvalsh(loss)
    bound = g @ g + abs(F - y) * np.linalg.norm(H)
    tight = max(tight, np.abs(spectrum).max() / bound)
    violated += not values[0] < 0 < values[-1] or abs(np.trace(loss) - g @ g) > 1e-12 * (g @ g)
    ratio = g @ g / (abs(F - y) * np.linalg.norm(H))
    violated += ratio > np.linalg.norm(g) * np.linalg.norm(flat) / ((L - 1) * abs(F - y)) * (1 + 1e-12)
    if ratio < 0.5:
        small += 1
        saddles += spectrum[0] < -1e-14 * spectrum[-1] and spectrum[-1] > 0
print('H1, H2, H6 nets', checked, 'violations', violated, '; ratio below 1/2:', small, 'of them with eigenvalues of both signs:', saddles, '; Euler identities off by', euler, '; H5 worst', tight)


def batch(count, L, d, draw, slope=0, gain=2.0, dense=True):
    """All norms of `count` nets at once: (|a^L|^2, F, [gradientNorm2], {(k, l): block})."""
    W = [draw((count, d, d)) * sqrt(gain / d) for _ in range(L)]
    b = draw((count, d)) / sqrt(d)
    a = [np.full((count, d), d**-0.5) if dense else np.tile(np.eye(d)[0], (count, 1))]
    D = []
    for w in W:
        z = np.einsum('nij,nj->ni', w, a[-1])
        D.append(np.where(z > 0, 1.0, slope))
        a.append(D[-1] * z)
    delta = [None] * L
    delta[-1] = D[-1] * b
    for l in range(L - 2, -1, -1):
        delta[l] = D[l] * np.einsum('nij,ni->nj', W[l + 1], delta[l + 1])
    sq = lambda v: (v * v).sum(-1)
    blocks = {}
    for k in range(L):
        M = D[k][:, :, None] * np.eye(d)
        for l in range(k + 1, L):
            blocks[k, l] = sq(delta[l]) * (M * M).sum((1, 2)) * sq(a[k])
            M = D[l][:, :, None] * (W[l] @ M)
    return sq(a[-1]), (b * a[-1]).sum(-1), [sq(delta[l]) * sq(a[l]) for l in range(L)], blocks


normal = lambda shape: rng.standard_normal(shape)
uniform = lambda shape: rng.uniform(-sqrt(3), sqrt(3), shape)

print('H3 means of hessianNorm2: (4, 5)', 5 * 4 * 4 / 4, '(10, 10)', 10 * 9 * 10 / 4)
for name, draw in (('normal', normal), ('uniform', uniform)):
    _, _, _, blocks = batch(400_000, 4, 4, draw)
    total = 2 * sum(blocks.values())
    print(f'H3 {name}, d=4, L=4: E block', {(k + 1, l + 1): f'{v.mean():.3f}+-{v.std() / 632:.3f}' for (k, l), v in blocks.items()}, f'(1 in theory), E whole {total.mean():.2f}+-{total.std() / 632:.2f} (12)')
_, _, _, blocks = batch(400_000, 3, 4, uniform, gain=1 / 3)
print('H3 pytorch d=4 L=3: E whole / (L(L-1) d/4 6^(2-L))', 2 * sum(v.mean() for v in blocks.values()) / (6 / 6))


def steps(count, kappa, u, w, d, p, q, variance):
    for _ in range(count):
        w = d * q * variance**2 * (3 * u + (kappa - 3) * w)
        u = d * (d - 1) * (p * variance) ** 2 * u + w
    return u, w


def gram(count, kappa, d, p, q, variance):
    """E |M|_F^4 exactly: u = E (tr X)^2, v = E tr X^2, w = E sum X_ii^2 for X = M M'."""
    u, v, w = d * (d - 1) * p**2 + d * q, d * q, d * q
    for _ in range(count):
        w = d * q * variance**2 * (u + 2 * v + (kappa - 3) * w)
        u, v = d * (d - 1) * (p * variance) ** 2 * u + w, d * (d - 1) * (p * variance) ** 2 * v + w
    return u


def block_second(L, d, k, l, kappa, exact=True, dense=True):
    """E hessianBlockNorm2[k,l]^2 for he, relu, g_b = 1."""
    p = q = 0.5
    var = 2 / d
    forward = steps(k - 1, kappa, 1.0, 1 / d if dense else 1.0, d, p, q, var)[0]
    back = steps(L - l, kappa, *steps(1, kappa, 1.0, 1.0, d, p, q, 1 / d), d, p, q, var)[0]
    column = steps(l - k - 1, kappa, q, q, d, p, q, var)[0]
    return forward * back * (gram(l - k - 1, kappa, d, p, q, var) if exact else d * d * column)


for name, draw, kappa in (('normal', normal, 3), ('uniform', uniform, 1.8)):
    _, _, _, blocks = batch(1_000_000, 3, 6, draw)
    for (k, l), v in blocks.items():
        print(f'H3 {name}, d=6, L=3: E block[{k + 1},{l + 1}]^2 exact {block_second(3, 6, k + 1, l + 1, kappa):.4f} bound {block_second(3, 6, k + 1, l + 1, kappa, False):.4f} drawn {(v**2).mean():.4f}+-{(v**2).std() / 1000:.4f}')
    whole = 2 * sum(blocks.values())
    root = sum(sqrt(block_second(3, 6, k + 1, l + 1, kappa)) for k, l in blocks)
    print(f'H3 {name}, d=6, L=3: E whole^2 drawn {(whole**2).mean():.2f}+-{(whole**2).std() / 1000:.2f}, bound {4 * root**2:.2f}')


def phi(s, d):
    return exp(s * log(4 / d)) * 2.0**-d * sum(comb(d, n) * exp(lgamma(n / 2 + s) - lgamma(n / 2)) for n in range(1, d + 1))


worst = 0
for L, d in ((2, 2), (2, 6), (4, 3), (6, 8), (10, 4), (16, 2), (16, 6)):
    _, _, _, blocks = batch(40_000, L, d, normal)
    X = 2 * sum(blocks.values())
    for s in (0.1, 0.25, 0.5, 0.75, 1):
        ratio = (X**s).mean() / (L * (L - 1) * d / 4 * phi(s, d) ** (L - 1))
        worst = max(worst, ratio if s < 1 else 0)
        if s in (0.5, 1):
            print(f'H4 L={L} d={d} s={s}: E hessianNorm2^s over its bound {ratio:.4f}')
print('H4 worst of s < 1', worst)
print('H4 bound on P(norm >= 1/10), d=8', {L: L * (L - 1) * 20 * exp(-5 * (L - 1) / 64) for L in (150, 196, 197, 220, 272)})


def deep(count, L, d):
    """|grad F|^2, |nabla^2 F|_F^2, F of the nets alive, with S_(l+1) = D (W S W' + |a|^2 I) D in place of all blocks."""
    W = [normal((count, d, d)) * sqrt(2 / d) for _ in range(L)]
    b = normal((count, d)) / sqrt(d)
    a, D, S, traces = [np.full((count, d), d**-0.5)], [], np.zeros((count, d, d)), []
    for w in W:
        traces.append(np.trace(S, axis1=1, axis2=2))
        z = (w @ a[-1][:, :, None])[:, :, 0]
        D.append((z > 0) * 1.0)
        S = D[-1][:, :, None] * (w @ S @ w.transpose(0, 2, 1) + (a[-1] ** 2).sum(1)[:, None, None] * np.eye(d)) * D[-1][:, None, :]
        a.append(D[-1] * z)
    alive = a[-1].any(1)
    delta, grad, hess = D[-1] * b, 0, 0
    for l in range(L - 1, -1, -1):
        size = (delta**2).sum(1)
        grad, hess = grad + size * (a[l] ** 2).sum(1), hess + 2 * size * traces[l]
        delta = D[l - 1] * (W[l].transpose(0, 2, 1) @ delta[:, :, None])[:, :, 0]
    return alive, grad, hess, (b * a[-1]).sum(1)


def many(total, L, d):
    size = min(total, 4000000 // (L * d * d))
    parts = [deep(size, L, d) for _ in range(-(-total // size))]
    return [np.concatenate(p) for p in zip(*parts)]


for L in (16, 64, 150, 197, 272):
    alive, _, X, _ = many(6000, L, 8)
    print(f'H4 d=8 L={L}: median of the norm {np.median(X) ** 0.5:.3g}, mean of its square in theory {L * (L - 1) * 2}, P(norm >= 1/10) {(X >= 0.01).mean():.4f}')

for L in (4, 8, 16, 24, 32, 48):
    alive, g, X, F = (v[:20000] for v in many(20000, L, 8))
    g, X, F = g[alive], X[alive], F[alive]
    e = int(1.2 * sqrt(len(F)))
    at = lambda v: '{:.3g} ({:.3g} to {:.3g})'.format(*np.sort(v)[[len(v) // 2, len(v) // 2 - e, len(v) // 2 + e]])
    print(f'H6 d=8 L={L}: alive {alive.mean():.3f}, median ratio y=1', at(g / abs(F - 1) / np.sqrt(X)), 'y=0', at(g / abs(F) / np.sqrt(X)))


# Escape: E1 to E5

A = lambda L, w: w**2 / 2 * mp.hyp2f1(1, mp.mpf(2) / L, 1 + mp.mpf(2) / L, w**L)
T = lambda L, a, b: (a ** (2 - L) - b ** (2 - L)) / (L - 2) + A(L, b) - A(L, a)
for L, a, b in ((3, '.3', '.9'), (5, '.4', '.95'), (10, '.5', '.9')):
    a, b = mp.mpf(a), mp.mpf(b)
    direct = mp.quad(lambda w: 1 / (w ** (L - 1) * (1 - w**L)), mp.linspace(a, b, 8))
    ode = solve_ivp(lambda t, w: w ** (L - 1) * (1 - w**L), (0, 40), [float(a)], events=[lambda t, w: w[0] - float(b)], rtol=1e-11, atol=1e-13)
    print(f'E1 L={L} from {a} to {b}: closed form', mp.nstr(T(L, a, b), 14), 'quadrature', mp.nstr(direct, 14), 'ODE solver', ode.t_events[0][0])
worst = 0
for _ in range(300):
    L, a, b = int(rng.integers(3, 30)), *sorted(mp.mpf(v) for v in rng.uniform(0.2, 0.99, 2))
    worst = max(worst, abs(mp.quad(lambda w: 1 / (w ** (L - 1) * (1 - w**L)), mp.linspace(a, b, 12)) / T(L, a, b) - 1))
print('E1 largest relative difference to quadrature of 300', mp.nstr(worst, 3))

curvature = lambda L, w: (L - 1) * w ** (L - 2) - (2 * L - 1) * w ** (2 * L - 2)
worst = 0
for _ in range(200):
    L, w = int(rng.integers(2, 12)), mp.mpf(rng.uniform(0.3, 0.999))
    values = sorted(mp.eigsy(chain_hessian([w] * L, 1, 1)[1], eigvals_only=True))
    across, along = (-curvature(L, w), w ** (L - 2) * (1 - w**L))
    worst = max(worst, max(abs(v - e) for v, e in zip(values, sorted([across] + [along] * (L - 1)))))
    assert (across <= along) == (w**L <= mp.mpf(1) / 2)
print('E2 eigenvalues off by', mp.nstr(worst, 3))
for L in (3, 4, 5, 10):
    product = lambda w: T(L, mp.mpf(w), mp.mpf('.9')) * curvature(L, mp.mpf(w))
    print(f'E2 L={L}: T |lambda_min| at w0 = .5, .3, .1, .01, .0001', [mp.nstr(product(w), 7) for w in ('.5', '.3', '.1', '.01', '.0001')], 'limit', mp.nstr(mp.mpf(L - 1) / (L - 2), 7),
          '; error over (L-1) w0^(L-2) at .0001', mp.nstr((product('.0001') - mp.mpf(L - 1) / (L - 2)) / ((L - 1) * mp.mpf('.0001') ** (L - 2)), 6), 'theory',
          mp.nstr(A(L, mp.mpf('.9')) - mp.mpf('.9') ** (2 - L) / (L - 2), 6))


def chain_steps(kind, L, start='.3', goal='.9', rate='.01', eps=0, cap=3000, decay='.99', beta='.9', beta2='.999'):
    w, goal, rate, eps, decay, beta, beta2 = (mp.mpf(v) for v in (start, goal, rate, eps, decay, beta, beta2))
    m = v = mp.mpf(0)
    least, most = mp.inf, 0
    for t in range(1, cap + 1):
        g = w ** (L - 1) * (w**L - 1)
        if kind == 'gd':
            step = -rate * g
        elif kind == 'sign':
            step = -rate * mp.sign(g)
        elif kind == 'rmsprop':
            v = decay * v + (1 - decay) * g * g
            step = -rate * g / (mp.sqrt(v) + eps)
        else:
            m, v = beta * m + (1 - beta) * g, beta2 * v + (1 - beta2) * g * g
            step = -rate * m / (1 - beta**t) / (mp.sqrt(v / (1 - beta2**t)) + eps)
        w += step
        least, most = min(least, step / rate), max(most, step / rate)
        if w >= goal:
            return t, mp.nstr(least, 4), mp.nstr(most, 4)
    return mp.inf, mp.nstr(least, 4), mp.nstr(most, 4)


def sign_steps(start, goal, rate):
    w, count = start, 0
    while w < goal:
        w, count = w + rate * ((w < 1) - (w > 1)), count + 1
    return count


wrong = 0
for _ in range(500):
    start, goal = sorted(Fraction(int(v), 4096) for v in rng.choice(4095, 2, replace=False) + 1)
    rate = Fraction(int(rng.integers(1, 4096)), 4096)
    wrong += sign_steps(start, goal, rate) != -(-(goal - start) // rate)
print('E3 sign descent, exact fractions: .3 to .9 by .01', sign_steps(Fraction(3, 10), Fraction(9, 10), Fraction(1, 100)), '; other than ceil((w1 - w0)/eta):', wrong, 'of 500')
for kind in ('rmsprop', 'adam'):
    for L in (3, 8, 16, 20, 32, 200):
        print(f'E3 {kind} L={L}: steps, least and largest step over the rate; epsilon 0', chain_steps(kind, L), 'epsilon 1e-8', chain_steps(kind, L, eps='1e-8', cap=3000))
for L in (16, 20, 24, 32):
    print(f'E3 L={L}: gradient at .3', mp.nstr(mp.mpf('.3') ** (L - 1) * (1 - mp.mpf('.3') ** L), 4), 'T', mp.nstr(T(L, mp.mpf('.3'), mp.mpf('.9')), 6), 'T epsilon/rate', mp.nstr(T(L, mp.mpf('.3'), mp.mpf('.9')) * mp.mpf('1e-6'), 5),
          '; .9^L', mp.nstr(mp.mpf('.9') ** L, 4), 'edge', mp.nstr(mp.mpf(L - 1) / (2 * L - 1), 4))
worst_gd = worst_eps = worst_zero = 0
for _ in range(150):
    L = int(rng.integers(3, 14))
    a = mp.mpf(rng.uniform(0.35, 0.7))
    edge = (mp.mpf(L - 1) / (2 * L - 1)) ** (mp.mpf(1) / L)
    b = a + (edge - a) * mp.mpf(rng.uniform(0.2, 1))
    if b <= a:
        continue
    n = chain_steps('gd', L, a, b, '.5', cap=4000)[0]
    worst_gd = max(worst_gd, T(L, a, b) / mp.mpf('.5') / n)
    for kind in ('rmsprop', 'adam'):
        n = chain_steps(kind, L, a, b, '.01', eps='.1', cap=4000)[0]
        worst_eps = max(worst_eps, T(L, a, b) * mp.mpf('.1') / mp.mpf('.01') / n)
        n = chain_steps(kind, L, a, b, '.01', eps=0, cap=4000)[0]
        worst_zero = max(worst_zero, n / mp.ceil((b - a) / mp.mpf('.01') * (10 if kind == 'adam' else 1)))
print('E3 worst: GD', mp.nstr(worst_gd, 5), 'epsilon', mp.nstr(worst_eps, 5), 'epsilon 0', mp.nstr(worst_zero, 5), '(all at most 1)')

# E4: chains that start anywhere, gamma the largest spectral radius seen along the path.
worst = 0
for _ in range(150):
    L = int(rng.integers(2, 7))
    w0 = rng.normal(size=L) * rng.choice([0.3, 1])
    y = rng.normal()
    grad = lambda t, w: -(np.prod(w) - y) * np.array([np.prod(np.delete(w, k)) for k in range(L)])
    H = lambda w: np.array(chain_hessian([mp.mpf(v) for v in w], 1, y)[1].tolist(), dtype=float)
    path = solve_ivp(grad, (0, 1.5), w0, rtol=1e-10, atol=1e-12, t_eval=np.linspace(0, 1.5, 40))
    g, gamma = np.linalg.norm(grad(0, w0)), 0
    for t, w in zip(path.t, path.y.T):
        gamma = max(gamma, np.abs(np.linalg.eigvalsh(H(w))).max())
        if t > 0:
            worst = max(worst, log(1 + gamma * np.linalg.norm(w - w0) / g) / gamma / t)
print('E4 worst bound over time (gamma from 40 points of each path)', worst)
for L in (5, 20, 80):
    w, to = mp.mpf('.5'), mp.mpf('.5') * (1 + mp.mpf(1) / L)
    gamma = max(max(abs(curvature(L, v)), v ** (L - 2) * (1 - v**L)) for v in mp.linspace(w, to, 50))
    bound = mp.log(1 + gamma * (to - w) / (w ** (L - 1) * (1 - w**L))) / gamma
    print(f'E4 balanced chain L={L} from 1/2 to 1/2 (1 + 1/L): bound over time', mp.nstr(bound / T(L, w, to), 5))
print('E4 in the limit: bound over time', mp.log(1 + mp.e) / mp.e / (1 - 1 / mp.e))
eps, X, Y = 1e-3, np.array([[1.0, 0.0], [1.0, -1.0]]), np.array([1 + 1e-3, 10.0])
flow = lambda t, w: -sum((max(w @ x, 0) - y) * (w @ x > 0) * x for x, y in zip(X, Y))
start = np.array([1, 1 + eps / 2])
first = solve_ivp(flow, (0, 3), start, rtol=1e-10, atol=1e-13, max_step=1e-3, events=[lambda t, w: (w - start) @ (w - start) - 1])
gamma = (3 + sqrt(5)) / 2
print('E4 a kink: crossed at log 2 =', log(2), 'the ball of radius 1 left at', first.t_events[0][0], 'bound', log(1 + gamma / np.linalg.norm(flow(0, start))) / gamma)


# E5: the race. All weights and the readout are trained.

def passes(W, b, X, Y):
    a = [X]
    for w in W:
        a.append(np.maximum(w @ a[-1], 0))
    r = b @ a[-1] - Y
    delta = 2 * r / Y.shape[2]
    gb, g = delta @ a[-1].transpose(0, 2, 1), np.empty_like(W)
    delta = b.transpose(0, 2, 1) * delta
    for l in range(len(W) - 1, -1, -1):
        delta = delta * (a[l + 1] > 0)
        g[l] = delta @ a[l].transpose(0, 2, 1)
        delta = W[l].transpose(0, 2, 1) @ delta
    return (r * r).mean((1, 2)), g, gb, (a[-1] > 0).any((1, 2))


def race(L, kind, rate, count, cap, d=8, inputs=8, fall=0.1, eps=1e-8, seed=7):
    """Steps of the nets alive, up to the cap."""
    draw = np.random.default_rng(seed)
    W, b = draw.standard_normal((L, count, d, d)) * sqrt(2 / d), draw.standard_normal((count, 1, d)) / sqrt(d)
    X, Y = draw.standard_normal((count, d, inputs)), draw.standard_normal((count, 1, inputs))
    X /= np.sqrt((X * X).sum(1, keepdims=True))
    begin, _, _, alive = passes(W, b, X, Y)
    state = [[W[:, alive], 0 * W[:, alive], 0 * W[:, alive]], [b[alive], 0 * b[alive], 0 * b[alive]]]
    X, Y, begin, index = X[alive], Y[alive], begin[alive], np.arange(alive.sum())
    steps = np.full(alive.sum(), np.inf)
    with np.errstate(all='ignore'):
        for t in range(cap + 1):
            loss, *gradient, _ = passes(state[0][0], state[1][0], X, Y)
            if t:
                done = loss <= (1 - fall) * begin
                steps[index[done]] = t
                go = ~done & np.isfinite(loss)
                if (steps < np.inf).sum() > 0.6 * len(steps) or not go.any():
                    break
                if not go.all():
                    X, Y, begin, index = X[go], Y[go], begin[go], index[go]
                    state = [[v[:, go] for v in state[0]], [v[go] for v in state[1]]]
                    gradient = [gradient[0][:, go], gradient[1][go]]
            for (p, m, v), g in zip(state, gradient):
                if kind == 'gd':
                    p -= rate * g
                elif kind == 'rmsprop':
                    v += 0.01 * (g * g - v)
                    p -= rate * g / (np.sqrt(v) + eps)
                else:
                    m += 0.1 * (g - m)
                    v += 0.001 * (g * g - v)
                    p -= rate * m / (1 - 0.9 ** (t + 1)) / (np.sqrt(v / (1 - 0.999 ** (t + 1))) + eps)
    return np.sort(steps), 1 - alive.mean()


for kind, rate in (('gd', 0.05), ('gd', 0.01), ('adam', 0.01), ('adam', 0.001), ('rmsprop', 0.01), ('rmsprop', 0.001)):
    for L in (4, 8, 16, 32):
        steps, dead = race(L, kind, rate, 1500 if kind == 'gd' else 6000, 6000)
        e = int(1.2 * sqrt(len(steps)))
        middle = len(steps) // 2
        print(f'E5 {kind} rate {rate} L={L}: median {steps[middle]} ({steps[middle - e]} to {steps[middle + e]}), dead {dead:.3f}')
