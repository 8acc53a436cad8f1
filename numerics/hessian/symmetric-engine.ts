/** What eigenvalues of symmetric matrices are worked out by: plain TypeScript here, or ../kernel/symmetric-kernel.ts, which gives the same bits. */
import { rowLength, type Tridiagonal, tridiagonalOf } from './tridiagonal.js';
import { plainSteps, type TridiagonalSteps } from './tridiagonal-eigenvalues.js';

export interface SymmetricEngine extends TridiagonalSteps {
  /** Whether there is room for a matrix of order m: once there is, for good. The calls below are for such orders. */
  fits(m: number): boolean;
  /** Room for a matrix of order m as `tridiagonalOf` reads it: whatever was there is there still. It is good until the next call. */
  square(m: number): Square;
}

export interface Square {
  readonly entries: Float64Array;
  /** Overwrites the entries. */
  reduce(): Tridiagonal;
}

export const plainSymmetric: SymmetricEngine = {
  ...plainSteps,
  fits: () => true,
  square(m) {
    const entries = new Float64Array(rowLength(m) ** 2);
    return { entries, reduce: () => tridiagonalOf(entries, m) };
  },
};
