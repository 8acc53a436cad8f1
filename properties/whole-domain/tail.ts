/** From which width on an inequality between polynomials shows a statement (docs/derivations/bounds.md). */
import type Fraction from 'fraction.js';
import { negativeFrom, type Residue } from '../../theory/bounds/inequality.js';
import { leastHalfDegree, mostHalfDegree, type Sufficient } from '../../theory/bounds/statement.js';

/** Widths that are examined one by one at most. */
export const mostFinite = 4096;

/** The smallest D from which on all residues are shown negative, over the degrees of the Taylor polynomials. */
interface Tail {
  readonly halfDegree: number;
  readonly from: number;
  readonly residues: readonly Residue[];
}

export function bestTail(sufficient: (n: number) => readonly Sufficient[]): Tail | undefined {
  let best: Tail | undefined;
  for (let n = leastHalfDegree; n <= mostHalfDegree; n++) {
    const parts = sufficient(n);
    const residues = parts.flatMap((part) => part.residues);
    const froms = residues.map((residue) => negativeFrom(residue, mostFinite));
    if (froms.some((each) => each === undefined)) continue;
    const from = Math.max(...parts.map((part) => part.from), ...froms.map((each) => each!));
    const halfDegree = parts[0]!.halfDegree;
    if (best === undefined || from < best.from) best = { halfDegree, from, residues };
  }
  return best;
}

export const texts = (polynomial: readonly Fraction[]) => polynomial.map((each) => each.toFraction());

export function tailText({ halfDegree, from, residues }: Tail) {
  return {
    from,
    halfDegree,
    residues: residues.map(({ plain, dead }) => ({ plain: texts(plain), dead: texts(dead) })),
  };
}
