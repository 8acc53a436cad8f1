/** The reduction of a matrix given by its lower triangle, row after row, by the kernel, and in plain TypeScript too: the same to the last bit. */
import { expect } from 'vitest';
import { plainSymmetric } from '../../../numerics/hessian/symmetric-engine.js';
import { rowLength, type Tridiagonal } from '../../../numerics/hessian/tridiagonal.js';
import { symmetricEngine } from '../../../numerics/kernel/default.js';

export function tridiagonalOf(lower: Float64Array, m: number): Tridiagonal {
  const [plain, compiled] = [plainSymmetric, symmetricEngine()].map((engine) => {
    const square = engine.square(m);
    // What is not to be read would spoil all.
    square.entries.fill(Number.NaN);
    const stride = rowLength(m);
    for (let i = 0, at = 0; i < m; i++) {
      for (let j = 0; j <= i; j++, at++) square.entries[i * stride + j] = lower[at]!;
      if (i % 2 === 1) square.entries[(i - 1) * stride + i] = lower[at - 2]!;
    }
    if (m % 2 === 1) {
      square.entries.fill(0, m * stride);
      square.entries[m * stride - 1] = 0;
    }
    return square.reduce();
  });
  expect(compiled).toEqual(plain);
  return plain!;
}
