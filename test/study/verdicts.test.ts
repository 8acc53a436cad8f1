import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import { ConvolvedLaw } from '../../study/verdicts/convolved-law.js';
import { rademacherLaw } from '../../study/verdicts/rademacher.js';
import { kurtosis, logMeanNorm, logMoments, secondMoment, squareNet } from '../../study/verdicts/truths.js';
import { layersOf, logBlockMean, logGradientMean, unequalNet } from '../../study/verdicts/unequal.js';
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
    const relu = (width: number, depth: number) => squareNet(depth, width, 2, 'relu');
    expect(secondMoment(relu(3, 2), kurtosis.uniform, true)).toBeCloseTo(4.0177778, 7);
    expect(secondMoment(relu(8, 3), kurtosis.uniform, true)).toBeCloseTo(3.021828125, 9);
    expect(secondMoment(relu(3, 2), kurtosis.rademacher, true)).toBeCloseTo(2.6666667, 7);
    expect(secondMoment(relu(3, 2), kurtosis.rademacher, false)).toBeCloseTo(3.8518519, 7);
    const linear = squareNet(3, 8, 1, 'linear');
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
      new ConvolvedLaw(squareNet(depth, width, gain, 'linear'));
    for (const t of [0.01, 0.3, 1, 2, 5]) {
      // d = 2, gain 1: one exponential factor; two of them multiplied: P(X > t) = 2 sqrt t K_1(2 sqrt t).
      expect(law(1, 2, 1).cdf(Math.log(t))).toBeCloseTo(-Math.expm1(-t), 13);
      expect(law(2, 2, 1).cdf(Math.log(t))).toBeCloseTo(
        1 - 2 * Math.sqrt(t) * besselK(1, 2 * Math.sqrt(t)),
        12,
      );
    }
    // d = 1, three normal factors: the median is symmetric about none, but the square of one is |w|'s: P(|w| <= 1) = erf(1/sqrt 2).
    expect(law(1, 1, 1).cdf(0)).toBeCloseTo(0.682_689_492_137_085_9, 13);
  });

  test('unequal widths: U1, and what is known of single factors', () => {
    const he = unequalNet([4, 6, 3, 5], 'he-normal', 'relu');
    expect(Math.exp(logMeanNorm(he))).toBeCloseTo(5 / 4, 12);
    // (d_L/d_0)^2 prod (1 + 5/d_l).
    const second = (5 / 4) ** 2 * (1 + 5 / 6) * (1 + 5 / 3) * (1 + 5 / 5);
    expect(secondMoment(he, kurtosis.normal, true)).toBeCloseTo(second, 11);
    expect([1, 2, 3].map((l) => Math.exp(logGradientMean(he, l, 1)))).toEqual(
      [0.5, 0.75, 0.375].map((mean) => expect.closeTo(mean, 12)),
    );
    // Block (1, 2): E |delta^2|^2 = 1/2 at the readout and kept once by sigma_3^2 d_2/2 = 1, times E |M|^2 = 6/2, times |x|^2.
    expect(Math.exp(logBlockMean(he, 1, 2))).toBeCloseTo(3 / 2, 12);
    // Block (1, 3): 1/2, times 6/2 * 3 * (2/6)/2, times 1; square layers: d/4.
    expect(Math.exp(logBlockMean(he, 1, 3))).toBeCloseTo((1 / 2) * 3 * (1 / 2), 12);
    expect(Math.exp(logBlockMean(squareNet(5, 8, 2, 'relu'), 2, 4))).toBeCloseTo(2, 12);
    expect(layersOf(unequalNet([4, 2, 6], 'orthogonal', 'relu')).map(({ variance }) => variance)).toEqual([
      2 / 4,
      2 / 6,
    ]);
    // Exp(1) Gamma(2): psi(1) + psi(2), and P(X > x) = 2 x K_2(2 sqrt x).
    const linear = unequalNet([2, 2, 4], 'lecun-normal', 'linear');
    expect(logMoments(linear).mean).toBeCloseTo(1 - 2 * 0.577_215_664_901_532_9, 13);
    for (const t of [0.05, 0.5, 2]) {
      const survival = 2 * t * besselK(2, 2 * Math.sqrt(t));
      expect(new ConvolvedLaw(linear).cdf(Math.log(t))).toBeCloseTo(1 - survival, 12);
    }
  });
});

/** K_n(x) = integral of e^(-x cosh t) cosh(n t) over t > 0. */
function besselK(n: number, x: number): number {
  let sum = 0;
  const h = 1 / 64;
  for (let i = -640; i <= 640; i++) sum += Math.exp(-x * Math.cosh(i * h)) * Math.cosh(n * i * h);
  return (sum * h) / 2;
}
