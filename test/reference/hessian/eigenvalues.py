#!/usr/bin/env python3
"""Eigenvalues of symmetric matrices at 50 digits: writes the first 25 to eigenvalues.json beside this file.

Entries are doubles, given by formulas that test/numerics/hessian/eigenvalues.test.ts repeats in the same operations.
Run: /usr/bin/python3 eigenvalues.py (some seconds).
"""

import json
import pathlib

import mpmath

mpmath.mp.dps = 50


def whole(i, j):
    """A whole number in -11..11, symmetric in i and j."""
    return (i * i * j + i * j * j + 7 * i * j + 3 * (i + j)) % 23 - 11


def product(i, j):
    """Of rank 7: B B' with B of whole numbers."""
    return sum(whole(i, 3 * k + 1) * whole(j, 3 * k + 1) for k in range(7))


def layered(i, j):
    """Blocks of 9 with zeros on the diagonal, as of a Hessian."""
    return 0 if i // 9 == j // 9 else whole(i, j)


matrices = {
    "one": (1, lambda i, j: -3),
    "two": (2, whole),
    "three": (3, whole),
    "whole": (40, whole),
    "odd": (41, whole),
    "low rank": (60, product),
    "layered": (45, layered),
    "Wilkinson": (21, lambda i, j: abs(i - 10) if i == j else float(abs(i - j) == 1)),
    "twins": (30, lambda i, j: whole(i // 2, j // 2) if i % 2 == j % 2 else 0),
    "cluster": (25, lambda i, j: float(i == j) + whole(i, j) * 2.0**-40),
    "graded": (30, lambda i, j: whole(i, j) * 2.0 ** (-2 * (i + j))),
    "graded upwards": (30, lambda i, j: whole(i, j) * 2.0 ** (2 * (i + j) - 116)),
    "Hilbert": (24, lambda i, j: 1 / (i + j + 1)),
}

cases = []
for name, (order, entry) in matrices.items():
    a = mpmath.matrix([[mpmath.mpf(entry(i, j)) for j in range(order)] for i in range(order)])
    values = sorted(mpmath.eigsy(a, eigvals_only=True))
    cases.append({"name": name, "order": order, "values": [mpmath.nstr(x, 25) for x in values]})
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(cases, indent=1) + "\n")
