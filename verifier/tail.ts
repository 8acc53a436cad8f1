/** The criterion by which P(1/d) + 2^-d Q(1/d) is negative for all d from some width on. */
import type { Residue } from './residues.js';

/**
 * Why P(1/d) + 2^-d Q(1/d) < 0 is not shown for all d >= from, or undefined if it is. With c_k x^k the lowest term of P, c_k has to be
 * negative, from >= 2k, and c_k + (positive c_j) from^(k-j) + 2^-from (positive q_j) from^(k-j) < 0: the sum is P + 2^-d Q over x^k at
 * from, without negative terms beyond the first, and each of its terms falls in d. Exact: everything times
 * 2^from from^(J-k) and both denominators, J the largest degree, is whole.
 */
export function negativeFrom({ plain, dead }: Residue, from: number): string | undefined {
  const k = plain.num.findIndex((c) => c !== 0n);
  if (k < 0) return 'plain is 0, so that nothing follows.';
  if (plain.num[k]! > 0n) return `the lowest coefficient of plain, that of x^${k}, is not negative.`;
  if (from < 2 * k) return `tail.from must be at least ${2 * k}, twice the lowest power.`;
  const degree = Math.max(plain.num.length, dead.num.length) - 1;
  const d = BigInt(from);
  const weighted = (num: readonly bigint[], keeps: (c: bigint, j: number) => boolean) =>
    num.reduce((total, c, j) => (keeps(c, j) ? total + c * d ** BigInt(degree - j) : total), 0n);
  const alive = (weighted(plain.num, (c, j) => j === k || c > 0n) * dead.den) << d;
  const total = alive + weighted(dead.num, (c) => c > 0n) * plain.den;
  return total < 0n ? undefined : `the criterion does not hold at tail.from = ${from}.`;
}
