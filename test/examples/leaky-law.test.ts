/** The example of an oracle, against closed forms and the exact law of linear nets; and what the checker makes of it, and of oracles that lie. */

import fc from 'fast-check';
import { exactLawOf, squareNetwork } from 'vanishing-curvature/numerics';
import {
  type AskedQuantity,
  type CustomOracle,
  checkClaim,
  claimProperty,
} from 'vanishing-curvature/properties';
import { describe, expect, test } from 'vitest';
import { leakyLaw } from '../../examples/leaky-law.js';
import { normalCdf } from '../../theory/special/normal.js';

const point = (x: number) => ({ lower: x, upper: x });

function ask(question: Partial<AskedQuantity> & Pick<AskedQuantity, 'depth' | 'width'>): [number, number] {
  const answer = leakyLaw.enclose({
    functional: 'P',
    relation: '<=',
    observable: 'forwardNorm2',
    alive: false,
    layers: [],
    activation: 'leaky-relu',
    init: 'he-normal',
    readout: 'random',
    input: 'dense',
    slope: point(0.1),
    gain: point(2),
    readoutGain: point(1),
    target: point(1),
    ...question,
  });
  return 'logLower' in answer ? [answer.logLower, answer.logUpper] : [answer.lower, answer.upper];
}

describe('the law', () => {
  test('width 1, one layer: |W| folded at 0, in closed form', () => {
    // X = 2 z^2 for z > 0, 2 a^2 z^2 else.
    for (const slope of [0.1, 0.5, -0.3]) {
      for (const t of [1e-4, 0.01, 0.3, 1, 4]) {
        const part = (scale: number) => 2 * normalCdf(Math.sqrt(t / 2) / scale) - 1;
        const truth = (part(1) + part(Math.abs(slope))) / 2;
        const [lower, upper] = ask({ depth: 1, width: 1, slope: point(slope), argument: t });
        expect(truth).toBeGreaterThanOrEqual(lower);
        expect(truth).toBeLessThanOrEqual(upper);
        expect(upper - lower).toBeLessThan(0.02);
      }
    }
  });

  test('slope 1 is linear: the exact law of linear nets', () => {
    for (const [depth, width] of [
      [1, 4],
      [3, 5],
      [8, 8],
    ] as const) {
      const law = exactLawOf(
        squareNetwork(depth, width, { activation: { kind: 'linear' }, init: { name: 'normal', gain: 2 } }),
      );
      for (const level of [0.01, 0.5, 0.9]) {
        const log = law.quantile(level).value;
        const [lower, upper] = ask({ depth, width, slope: point(1), argument: Math.exp(log) });
        expect(lower).toBeLessThanOrEqual(level);
        expect(upper).toBeGreaterThanOrEqual(level);
        const [from, to] = ask({ depth, width, slope: point(1), functional: 'quantile', argument: level });
        expect(from).toBeLessThanOrEqual(log);
        expect(to).toBeGreaterThanOrEqual(log);
        // As wide as the lattice makes it: L steps of 1/64, and one of each end.
        expect(to - from).toBeLessThan((depth + 3) / 64);
      }
    }
  });

  test('slopes out of its reach: it knows nothing', () => {
    expect(ask({ depth: 2, width: 3, slope: point(1.5), argument: 1 })).toEqual([0, 1]);
    expect(ask({ depth: 2, width: 3, slope: { lower: -1e-9, upper: 1e-9 }, argument: 1 })).toEqual([0, 1]);
  });
});

// Below a slope of 1/4 the program leaves the exact law of leaky nets to others.
const nets = 'with activation leaky-relu(1/5)';
const holds = `median(forwardNorm2) <= (5/4)^L*exp(-L/d) for L in 3..6, d in 4..8 ${nets}`;

describe('in the checker', () => {
  test('a true claim is verified on its word, and confronted with nets', async () => {
    const verdict = await checkClaim(holds, { oracles: [leakyLaw], budget: 5 });
    expect(verdict).toMatchObject({
      verdict: 'verified',
      oracle: 'custom',
      points: 20,
      exhaustive: true,
      alpha: 0,
    });
    expect(verdict.reason).toMatch(/^on the word of 'leaky law'; nets drawn at \d points agree$/);
  });

  test('a false one is refuted at its smallest point', async () => {
    const claim = `median(forwardNorm2) >= (5/4)^L*exp(-L/(4*d)) for L in 1..4, d in 4..6 ${nets}`;
    const verdict = await checkClaim(claim, { oracles: [leakyLaw], budget: 5 });
    expect(verdict).toMatchObject({
      verdict: 'refuted',
      oracle: 'custom',
      counterexample: { point: { L: 1, d: 4 } },
    });
  });

  test('an equality without a margin is never decided by it', async () => {
    const claim = `P(forwardNorm2 <= 1) = 1 for L = 1, d = 4 ${nets}`;
    const exactly: CustomOracle = { name: 'one', covers: () => true, enclose: () => point(1) };
    expect((await checkClaim(claim, { oracles: [exactly], budget: 1 })).verdict).toBe('undecided');
  });

  // Audits: an honest oracle is blamed falsely with probability below 1e-6 a claim, and the verdict then is undecided. Power: at a quarter of a nominal
  // second some 90,000 nets enclose P(X <= x) to within 0.01. A median moved by log 1.2 at L = 3, d = 7 is off by 0.06 in probability, of which the
  // lattice hides 0.03.
  test.each([
    ['too high', (x: number) => 1.2 * x],
    ['too low', (x: number) => 0.8 * x],
  ])('an oracle that lies, %s: undecided, and the reason says who said what', async (_, bend) => {
    const liar: CustomOracle = {
      ...leakyLaw,
      name: 'liar',
      enclose: (asked) => {
        const answer = leakyLaw.enclose(asked);
        if (!('logLower' in answer)) return answer;
        const move = Math.log(bend(1));
        return { logLower: answer.logLower + move, logUpper: answer.logUpper + move };
      },
    };
    const claim = `median(forwardNorm2) <= 10 for L in 3..4, d in 6..8 ${nets}`;
    const verdict = await checkClaim(claim, { oracles: [liar], budget: 5 });
    expect(verdict.verdict).toBe('undecided');
    expect(verdict.reason).toMatch(
      /^One of them is wrong: at L=\d, d=\d the oracle 'liar' encloses median\(forwardNorm2\) in \[/,
    );
    expect(() =>
      fc.assert(claimProperty(claim, { oracles: [liar] }), {
        numRuns: 3,
        seed: 1,
        includeErrorInReport: true,
      }),
    ).toThrow(/Undecided: at L=\d, d=\d the oracle 'liar'/);
  });

  test('as a property', () => {
    fc.assert(claimProperty(holds, { oracles: [leakyLaw], budgetPerPoint: 0.2 }), { numRuns: 10, seed: 1 });
  });

  test.each([
    [{ lower: 2, upper: 1 }],
    [{ lower: Number.NaN, upper: 1 }],
    [{ lower: -2, upper: -1 }],
    [{ logLower: 1, logUpper: 0 }],
  ])('%j is no enclosure of a median: bad input', async (answer) => {
    const broken: CustomOracle = { name: 'broken', covers: () => true, enclose: () => answer };
    await expect(
      checkClaim(`median(forwardNorm2) <= 1 for L = 1, d = 4 ${nets}`, { oracles: [broken] }),
    ).rejects.toThrow(
      /^At L=1, d=4 the oracle 'broken' answered \{.*\} for median of forwardNorm2; it must be an interval/,
    );
  });

  test('where the program has an exact law, that one is used', async () => {
    const liar: CustomOracle = { name: 'liar', covers: () => true, enclose: () => point(0) };
    const claim = 'median(forwardNorm2) <= 1/100 for L = 1, d = 4';
    expect(await checkClaim(claim, { oracles: [liar] })).toMatchObject({
      verdict: 'refuted',
      oracle: 'exact',
    });
  });
});
