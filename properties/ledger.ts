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
 * How the share of one claim is split. `supported` is wrong only if an enclosure misses at one of the points: half of alpha
 * over the points. `refuted` is said only when fresh nets confirm the failure at the one point that examining and shrinking
 * have proposed, so it is wrong only if that single confirmation misses: the other half. Shrinking proposes and spends nothing.
 */
export function splitClaim(alpha: number, points: number) {
  return { point: alpha / 2 / Math.max(1, points), confirmation: alpha / 2 };
}
