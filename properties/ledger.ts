/**
 * The alpha ledger: a run may be wrong by chance with probability at most alpha, over all its claims, points, looks and
 * confirmations together (union bound). Claims decided by algebra or an exact law spend nothing.
 */
export interface Ledger {
  /** Family-wise error probability of the run, in (0, 1). */
  readonly alpha: number;
  /** Share of each claim. */
  readonly perClaim: number;
}

export function openLedger(alpha: number, claims: number): Ledger {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha must lie between 0 and 1, not ${alpha}.`);
  return { alpha, perClaim: alpha / Math.max(1, claims) };
}

/**
 * How the share of one claim is split: half over the points examined first, a quarter over the steps of shrinking a
 * failure, a quarter to confirm the smallest failure on fresh nets.
 */
export function splitClaim(alpha: number, points: number) {
  return {
    point: alpha / 2 / Math.max(1, points),
    /** Share of shrinking step k = 0, 1, ...: sums to a quarter of alpha over any number of steps. */
    shrinkStep: (k: number) => alpha / 4 / ((k + 1) * (k + 2)),
    confirmation: alpha / 4,
  };
}
