import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import { ConvolvedLaw } from '../../study/verdicts/convolved-law.js';
import { rademacherLaw } from '../../study/verdicts/rademacher.js';
import { kurtosis, secondMoment } from '../../study/verdicts/truths.js';
import { type Cell, runCell, study } from '../../study/verdicts.js';
import { runSmall } from './run-small.js';

/** False alarm 1e-9 (study/verdicts.ts). */
test('verdicts on random claims are not wrong too often', async () => {
  expect((await runSmall(study)).broken).toEqual([]);
});

describe('what is broken is reported', () => {
  const reportOn = (cell: Cell, result: unknown) => study.report([result], [cell], 'small').broken;

  test('a checker whose right sides are 30 % too small', async () => {
    // Half of the claims are equalities, of which half then are false by 30 %: of 100 claims some 15 fail, and at most 10 may.
    const cell: Cell = { oracle: 'drawn', truthful: true, from: 0, to: 100, alpha: 0.01 };
    const broken = reportOn(
      cell,
      await runCell(cell, (text, options) => checkClaim(text.replace(/(<=|>=) exp/, '$1 0.7*exp'), options)),
    );
    expect(broken).toContainEqual(expect.stringMatching(/true claims were refuted \(all\) at alpha = 0.01/));
  });

  test('false claims that pass, true ones that are refuted, and a checker that decides nothing', () => {
    const cell = (oracle: Cell['oracle'], truthful: boolean): Cell => {
      return { oracle, truthful, from: 0, to: 100, alpha: 0.01 };
    };
    const result = (passed: number, refuted: number) => {
      const count = { family: 'f', claims: 100, passed, refuted, unconfirmed: 0 };
      const counts = [{ ...count, undecided: 100 - passed - refuted }];
      return { counts, byDistance: counts, wrong: [] };
    };
    expect(reportOn(cell('drawn', true), result(50, 0))).toEqual([]);
    expect(reportOn(cell('drawn', false), result(0, 50))).toEqual([]);
    expect(reportOn(cell('drawn', false), result(15, 50))).toContainEqual(
      expect.stringMatching(/15 of 100 false claims were supported/),
    );
    expect(reportOn(cell('drawn', true), result(50, 15))).toContainEqual(
      expect.stringMatching(/15 of 100 true claims were refuted/),
    );
    expect(reportOn(cell('exact', true), result(99, 1))).toHaveLength(1);
    expect(reportOn(cell('exact', false), result(1, 99))).toHaveLength(1);
    expect(reportOn(cell('exact', false), result(0, 0))).toContainEqual(
      expect.stringMatching(/Only 0 of 100/),
    );
  });
});

describe('the truths are those of docs/theory.md', () => {
  test('F2', () => {
    const relu = (width: number, depth: number, gain = 2) => {
      return { depth, width, gain, activation: 'relu' as const };
    };
    expect(secondMoment(relu(3, 2), kurtosis.uniform, true)).toBeCloseTo(4.0177778, 7);
    expect(secondMoment(relu(8, 3), kurtosis.uniform, true)).toBeCloseTo(3.021828125, 9);
    expect(secondMoment(relu(3, 2), kurtosis.rademacher, true)).toBeCloseTo(2.6666667, 7);
    expect(secondMoment(relu(3, 2), kurtosis.rademacher, false)).toBeCloseTo(3.8518519, 7);
    const linear = { depth: 3, width: 8, gain: 1, activation: 'linear' as const };
    expect(secondMoment(linear, kurtosis.uniform, true)).toBeCloseTo(1.61975, 9);
    expect(secondMoment(linear, kurtosis.uniform, false)).toBeCloseTo(1.79579, 5);
  });

  test('all sign matrices have the moments of F1 and F2', () => {
    for (const sparse of [true, false]) {
      const law = rademacherLaw(2, 3, sparse);
      const moment = (r: number) => law.reduce((sum, { value, mass }) => sum + mass * value ** r, 0);
      expect(moment(0)).toBe(1);
      expect(moment(1)).toBeCloseTo(1, 12);
      expect(moment(2)).toBeCloseTo(sparse ? 8 / 3 : 3.8518519, 7);
    }
    // docs/theory.md's d = 2, L = 1 by hand: rows of two signs.
    expect(rademacherLaw(1, 2, false)).toEqual([
      { value: 0, mass: 9 / 16 },
      { value: 2, mass: 6 / 16 },
      { value: 4, mass: 1 / 16 },
    ]);
  });

  test('convolved densities: laws in closed form', () => {
    const law = (depth: number, width: number, gain: number) =>
      new ConvolvedLaw({ depth, width, gain, activation: 'linear' });
    for (const t of [0.01, 0.3, 1, 2, 5]) {
      // d = 2, gain 1: one exponential factor; two of them multiplied: P(X > t) = 2 sqrt t K_1(2 sqrt t).
      expect(law(1, 2, 1).cdf(Math.log(t))).toBeCloseTo(-Math.expm1(-t), 13);
      expect(law(2, 2, 1).cdf(Math.log(t))).toBeCloseTo(1 - besselSide(2 * Math.sqrt(t)), 12);
    }
    // d = 1, three normal factors: the median is symmetric about none, but the square of one is |w|'s: P(|w| <= 1) = erf(1/sqrt 2).
    expect(law(1, 1, 1).cdf(0)).toBeCloseTo(0.682_689_492_137_085_9, 13);
  });
});

/** x K_1(x) = integral of e^(-x cosh t) x cosh t over t > 0. */
function besselSide(x: number): number {
  let sum = 0;
  const h = 1 / 64;
  for (let i = -640; i <= 640; i++) sum += Math.exp(-x * Math.cosh(i * h)) * x * Math.cosh(i * h);
  return (sum * h) / 2;
}
