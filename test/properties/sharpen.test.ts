/**
 * The best constants of claims, against scans that share nothing with the search but the exact law: a plain loop over the domain, which
 * solves for the constant at each point by a formula.
 */
import digamma from '@stdlib/math-base-special-digamma';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactLawOf } from '../../numerics/law/index.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { checkClaim } from '../../properties/check-claim.js';
import { samplePoints } from '../../properties/domain.js';
import type { ClaimJob, ConstantQuestion } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';
import { edge, narrow } from '../../properties/sharpen/bracket.js';
import { decimalGrid, decimalText } from '../../properties/sharpen/decimals.js';
import { type Sharpened, sharpen } from '../../properties/sharpen/sharpen.js';
import { simplestFraction } from '../../properties/sharpen/simplest.js';
import { evaluate } from '../../theory/expression/evaluate.js';
import { formatClaim } from '../../theory/language/format-claim.js';
import { instantiate } from '../../theory/language/instantiate.js';
import { parseClaim, parseExpression } from '../../theory/language/parse-claim.js';

function best(
  text: string,
  { question = {}, ...options }: Partial<ClaimJob> & { question?: Partial<ConstantQuestion> } = {},
): Promise<Sharpened> {
  const constant = { name: 'c', digits: 10, from: -Infinity, to: Infinity, ...question };
  const common = { id: 'c', kind: 'claim' as const, alpha: 1e-9, seed: 1, budget: 60 };
  return sharpen({ ...common, text, constant, ...options }, runHere);
}

/** Eight significant digits. */
const near = (truth: number) => ({
  asymmetricMatch: (value: number) => Math.abs(value - truth) <= 1e-8 * Math.abs(truth),
});

const lawAt = (L: number, d: number) =>
  exactLawOf(squareNetwork(1, d, { activation: { kind: 'relu' }, init: { name: 'he-normal' } }), {
    repeat: L,
  });

describe('large constants', () => {
  // The mean is 1 (F1), the second moment (1+5/d)^L (F2), and 1 - (1 - 2^-d)^L nets of depth L are dead (F10).
  test.each([
    ['mean(forwardNorm2) <= c/1e20 for L in 1..5, d in 2..6', 'least', 1e20, '100000000000000000000'],
    [
      'mean(forwardNorm2) >= c*7e-21 for L in 1..5, d in 2..6',
      'greatest',
      1 / 7e-21,
      '142857142800000000000',
    ],
    ['mean(forwardNorm2) <= c*7e-201 for L in 1..5, d in 2..6', 'least', 1 / 7e-201, '1.428571429e200'],
    ['mean(forwardNorm2) <= -c/3e287 for L in 1..5, d in 2..6', 'greatest', -3e287, '-3e287'],
    ['mean(forwardNorm2^2) <= c for L in 1..60, d in 1..3', 'least', 6 ** 60, '4.887367799e46'],
    ['P(forwardNorm2 <= 0) >= 1/c for L in 1..9, d in 100..120', 'least', 2 ** 120, '1.329227996e36'],
  ] as const)('%s', async (text, side, truth, decimal) => {
    const { ends, outcome } = await best(text);
    expect(outcome).toBe('found');
    const end = ends.find((each) => each.side === side && Math.sign(each.value) === Math.sign(truth))!;
    expect(end).toMatchObject({ value: near(truth), verdict: 'verified' });
    expect(end.text).toBe(decimal);
    expect(end.error).toBeLessThanOrEqual(1e-9 * Math.abs(truth));
    expect(end.counterexample).toBeDefined();
    expect(formatClaim(parseClaim(end.claim))).toBe(end.claim);
  });
});

describe('constants near 0', () => {
  // The mean is 1 (F1), and 1 - (1 - 2^-d)^L nets of depth L are dead (F10).
  test.each([
    ['mean(forwardNorm2) <= c*1e20 for L in 1..5, d in 2..6', 'least', 1e-20, '1e-20'],
    ['mean(forwardNorm2) >= c*3e250 for L in 1..5, d in 2..6', 'greatest', 1 / 3e250, '3.333333333e-251'],
    ['P(forwardNorm2 <= 0) <= c for L in 1..20, d in 100..120', 'least', 20 * 2 ** -100, '1.577721811e-29'],
  ] as const)('%s', async (text, side, truth, decimal) => {
    const { ends } = await best(text);
    expect(ends).toMatchObject([{ side, value: near(truth), text: decimal, verdict: 'verified' }]);
    expect(ends[0]!.error).toBeLessThanOrEqual(1e-9 * truth);
    expect(ends[0]!.counterexample).toBeDefined();
    expect(ends[0]!.rational).toBeUndefined();
    expect(checkedAgain(ends[0]!.claim)).toContain(decimal);
  });

  test('0 itself, and where the error of the computation is larger', async () => {
    const zero = await best('mean(forwardNorm2) <= 1 + c for L in 1..5, d in 2..6');
    expect(zero.ends).toMatchObject([{ text: '0', rational: { text: '0', verdict: 'verified' } }]);
    expect(zero.ends[0]!.error).toBeLessThanOrEqual(1e-300);
    const open = await best(
      'median(forwardNorm2) <= quantile(forwardNorm2, 1/2) + c for L in 1..4, d in 3..8',
    );
    expect(open.ends).toMatchObject([{ side: 'least', verdict: 'verified' }]);
    const [{ value, error }] = open.ends as [(typeof open.ends)[number]];
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value - error).toBeLessThanOrEqual(0);
    expect(value).toBeLessThan(1e-9);
  });

  const checkedAgain = (claim: string) => formatClaim(parseClaim(claim));
});

describe('independent scans', () => {
  test('median(forwardNorm2) <= exp(-c*L/d)', async () => {
    let truth = Infinity;
    let where = {};
    for (let d = 4; d <= 64; d++) {
      for (let L = d; L <= 200; L++) {
        const median = lawAt(L, d).unconditionalLogQuantile(0.5).upper;
        // More than half are dead: the median is 0, and any constant does.
        if (median === undefined || (-median.value * d) / L >= truth) continue;
        truth = (-median.value * d) / L;
        where = { L, d };
      }
    }
    const found = await best('median(forwardNorm2) <= exp(-c*L/d) for L in 1..200, d in 4..64 where L >= d');
    expect(found).toMatchObject({
      outcome: 'found',
      ends: [
        { side: 'greatest', value: near(truth), bindingPoint: where, verdict: 'verified', exhaustive: true },
      ],
    });
    expect(found.ends[0]!.counterexample).toBeDefined();
  });

  // The largest eps is the one that binds here; the second claim has its extremum inside the range.
  test.each([
    ['eps^(-1/2)*exp(-c*L/d)', 0.5],
    ['eps^(-1/8)*exp(-c*L/d)', 0.125],
  ])('P(forwardNorm2 >= eps) <= %s', async (bound, power) => {
    let truth = Infinity;
    for (let d = 2; d <= 8; d++) {
      for (let L = 1; L <= 12; L++) {
        const law = lawAt(L, d);
        const constant = (t: number) =>
          (-(law.logAlive.value + law.logSurvival(t).value + power * t) * d) / L;
        let start = 0;
        for (let i = 0; i <= 40; i++) {
          const t = (Math.log(1e-6) * i) / 40;
          if (constant(t) < constant(start)) start = t;
        }
        if (constant(start) > truth + 0.1) continue;
        // Ternary search around the best of the grid.
        let [low, high] = [start + Math.log(1e-6) / 40, Math.min(0, start - Math.log(1e-6) / 40)];
        low = Math.max(low, Math.log(1e-6));
        for (let i = 0; i < 60; i++) {
          const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
          if (constant(a) < constant(b)) high = b;
          else low = a;
        }
        truth = Math.min(truth, constant((low + high) / 2), constant(0), constant(Math.log(1e-6)));
      }
    }
    const text = `P(forwardNorm2 >= eps) <= ${bound} for L in 1..12, d in 2..8, eps in 1e-6..1`;
    const found = await best(text, { budget: 2 });
    expect(found).toMatchObject({ outcome: 'found', ends: [{ value: near(truth), exhaustive: false }] });
  });

  /**
   * By branch and bound, over all depths, widths and real eps: on a <= log eps <= b the probability is at most that of exceeding e^a, so that
   * the constant is at least (-log P(X >= e^a) - b/2) d/L there. What lies above the best value met is left out, the rest is halved.
   */
  test('P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-c*L/d), the whole domain', {
    timeout: 300_000,
  }, async () => {
    const least = Math.log(1e-6);
    let truth = Infinity;
    let where = {};
    for (let L = 200; L >= 1; L--) {
      for (let d = 2; d <= 64; d++) {
        const law = lawAt(L, d);
        const visit = (t: number) => {
          const log = law.logAlive.value + law.logSurvival(t).value;
          const constant = ((-log - t / 2) * d) / L;
          if (constant < truth) {
            truth = constant;
            where = { L, d, eps: Math.exp(t) };
          }
          return log;
        };
        visit(0);
        // Below, the power of eps alone asks for less: a probability is at most 1.
        const from = (-2 * truth * L) / d;
        const cells = [from > least ? { a: from, b: 0, log: 0 } : { a: least, b: 0, log: visit(least) }];
        for (let cell = cells.pop(); cell !== undefined; cell = cells.pop()) {
          const { a, b, log } = cell;
          if (((-log - b / 2) * d) / L >= truth * (1 - 1e-9)) continue;
          const middle = (a + b) / 2;
          cells.push({ a, b: middle, log }, { a: middle, b, log: visit(middle) });
        }
      }
    }
    const found = await best(
      'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-c*L/d) for L in 1..200, d in 2..64, eps in 1e-6..1',
    );
    expect(found).toMatchObject({
      outcome: 'found',
      ends: [{ side: 'greatest', value: near(truth), bindingPoint: where, verdict: 'verified' }],
    });
  });

  test('logMean(forwardNorm2) <= -c*L/d, by F4', async () => {
    let truth = Infinity;
    for (let d = 4; d <= 200; d++) {
      // E[psi(N/2) | N > 0] for N ~ Binomial(d, 1/2), in logarithms of the weights.
      let [sum, weight, log] = [0, 0, -d * Math.LN2];
      for (let n = 1; n <= d; n++) {
        log += Math.log((d - n + 1) / n);
        sum += Math.exp(log) * digamma(n / 2);
        weight += Math.exp(log);
      }
      truth = Math.min(truth, -(Math.log(4 / d) + sum / weight) * d);
    }
    const found = await best('logMean(forwardNorm2) <= -c*L/d for L = 1, d in 4..200');
    expect(found.ends).toMatchObject([{ side: 'greatest', value: near(truth) }]);
  });

  test('a constant inside a quantity: P(forwardNorm2 >= c) <= 1/2', async () => {
    let truth = 0;
    for (let d = 4; d <= 16; d++)
      for (let L = 1; L <= 5; L++)
        truth = Math.max(truth, Math.exp(lawAt(L, d).unconditionalLogQuantile(0.5).upper!.value));
    const found = await best('P(forwardNorm2 >= c) <= 1/2 for L in 1..5, d in 4..16');
    expect(found.ends).toMatchObject([{ side: 'least', value: near(truth) }]);
  });

  test('a constant as the level of a quantile: quantile(forwardNorm2, c) <= 1/2', async () => {
    let truth = 1;
    for (let d = 4; d <= 5; d++)
      for (let L = 1; L <= 2; L++) {
        const law = lawAt(L, d);
        const below = law.aliveProbability.value * law.cdf(Math.log(0.5)).value;
        truth = Math.min(truth, law.deadProbability.value + below);
      }
    const found = await best('quantile(forwardNorm2, c) <= 1/2 for L in 1..2, d in 4..5', {
      question: { digits: 8, from: 0.01, to: 0.99 },
    });
    expect(found.ends[0]!.value).toBeCloseTo(truth, 7);
  });

  test('a constant near 0 is found to the fifteenth decimal, and soon', async () => {
    const truth = 1e-11 * Math.exp(lawAt(1, 8).unconditionalLogQuantile(0.5).upper!.value);
    const found = await best('median(forwardNorm2)*1e-11 <= c for L = 1, d = 8');
    const [end] = found.ends;
    expect(end!.error).toBeLessThanOrEqual(1e-15);
    expect(Math.abs(end!.value - truth)).toBeLessThanOrEqual(1e-15);
  });
});

describe('slopes of leaky relu', () => {
  // (1 + c^2)^L <= 2 (F1): most at L = 3.
  test('as the constant', async () => {
    const root = Math.sqrt(2 ** (1 / 3) - 1);
    const found = await best(
      'mean(forwardNorm2) <= 2 for L in 1..3, d in 1..3 with activation leaky-relu(c)',
    );
    expect(found.ends.map(({ value }) => value)).toEqual([near(-root), near(root)]);
  });

  // One layer's second moment is (1+a^2)^2 (1 + k/d), k = (5 a^4 - 2 a^2 + 5)/(1+a^2)^2 (F5): 5 at a = 0, least, 2, at 1.
  test.each([
    ['<=', 5],
    ['>=', 2],
  ])('as a range, with the extreme inside it: %s at %d', async (relation, truth) => {
    const text = `mean(forwardNorm2^2) ${relation} (1+a^2)^2*(1+c/d) for L = 1, d = 2, a in -0.3..3.3 with activation leaky-relu(a)`;
    const found = await best(text, { budget: 1 });
    expect(found.ends.map(({ value }) => value)).toEqual([near(truth)]);
  });
});

describe('closed forms', () => {
  test.each([
    ['mean(forwardNorm2^2) <= (1+c/d)^L for L in 1..20, d in 1..20', 'least', 5, '5'],
    ['P(forwardNorm2 <= 0) <= c*L*2^(-d) for L in 1..20, d in 1..20', 'least', 1, '1'],
    ['mean(forwardNorm2^c) <= 1 for L in 1..5, d in 4..16', 'greatest', 1, '1'],
    ['mean(forwardNorm2) >= c^L for L = 3, d in 2..9 with init normal(5/4)', 'greatest', 5 / 8, '5/8'],
    ['mean(forwardNorm2) <= 1 for L in 1..9, d in 2..9 with init normal(c)', 'greatest', 2, '2'],
  ])('%s', async (text, side, value, rational) => {
    const found = await best(text);
    expect(found.ends).toMatchObject([
      { side, value: near(value), rational: { text: rational }, verdict: 'verified' },
    ]);
  });

  test('gammaMedian(L) <= L - c: 1 - log 2, where L = 1', async () => {
    const found = await best('gammaMedian(L) <= L - c for L in 1..300', { kind: 'closed-form' });
    expect(found.ends).toMatchObject([{ value: near(1 - Math.LN2), bindingPoint: { L: 1 } }]);
  });

  test('two ends, none, all, and what is no question', async () => {
    const domain = 'for L in 1..5, d in 4..9';
    expect((await best(`mean(forwardNorm2) <= c^2/4 ${domain}`)).ends).toMatchObject([
      { side: 'greatest', value: near(-2) },
      { side: 'least', value: near(2) },
    ]);
    const window = await best(`mean(forwardNorm2) = c within abs 1/100 ${domain}`);
    expect(window.ends).toMatchObject([{ value: near(0.99) }, { value: near(1.01) }]);
    expect(window.reason).toContain('no half-line');
    expect(await best(`mean(forwardNorm2) <= 1/2-c^2 ${domain}`)).toMatchObject({
      outcome: 'none',
      ends: [],
    });
    expect(await best(`mean(forwardNorm2) <= 2+c^2 ${domain}`)).toMatchObject({ outcome: 'unbounded' });
    // Holds up to -1, fails from 1 on, and means nothing between: neither end can be worked out, yet values hold.
    expect(await best(`mean(forwardNorm2) >= 2*c + 0*sqrt(c^2-1) ${domain}`)).toMatchObject({
      outcome: 'undecided',
      reason: expect.stringMatching(/from -1e\+300 to -1, fails with 1 .*undefined between/),
    });
    // Open for margins below the error of the computation.
    expect(await best(`mean(forwardNorm2^2) = (1+5/d)^L within c ${domain}`)).toMatchObject({
      outcome: 'undecided',
      reason: expect.stringContaining('is open with 1e-300'),
    });
    // Holds at the values of the grid that are defined, fails next to the edge of (0, 1).
    expect((await best(`mean(forwardNorm2) <= sqrt(2-c)/2+1/4 ${domain}`)).ends).toMatchObject([
      { side: 'greatest', value: near(-0.25) },
    ]);
    expect((await best(`mean(forwardNorm2) <= sqrt(2-c)/2+1/2+3/10 ${domain}`)).ends).toMatchObject([
      { side: 'greatest', value: near(1.84) },
    ]);
    // With the largest values a side is no number any more: that is not worth a word.
    expect((await best(`mean(forwardNorm2) <= exp(2-c*L/d) ${domain}`)).reason).toBeUndefined();
    // Undefined at 0, and true for all values below.
    const apart = await best(`mean(forwardNorm2) >= 1/c ${domain}`);
    expect(apart.ends).toMatchObject([{ side: 'least', value: near(1) }]);
    expect(apart.reason).toMatch(/no half-line: from 1 on, and with those tried from -1e\+300 to -/);
    // Dead nets leave negative moments without a value.
    expect((await best(`mean(forwardNorm2^c) <= 1 ${domain}`)).reason).toMatch(
      /^The claim is undefined with values of c tried from -3000000000000 to -/,
    );
    // Gamma falls to its least value near 1.46; below 0 it has poles, and is negative for half of the numbers.
    const gamma = await best(`mean(forwardNorm2) <= gamma(c)/2 ${domain}`);
    expect(gamma.ends).toMatchObject([
      { side: 'greatest', value: near(0.4428773964847274) },
      { side: 'least', value: near(3) },
    ]);
    expect(gamma.reason).toMatch(
      /^The values .* up to .*, from 3.* on\. The claim fails or is undefined with values/,
    );
    // A half-line says nothing further.
    expect((await best(`mean(forwardNorm2) <= c ${domain}`)).reason).toBeUndefined();
    // Nor where the end lies beyond values of the grid that seemed to hold at the points probed.
    const late = await best(
      'mean(forwardNorm2) <= c - 4*max(0, 1-(L-17)^2-(d-23)^2) for L in 1..99, d in 1..99',
    );
    expect([late.ends[0]!.value, late.reason]).toEqual([near(5), undefined]);
  });
});

test('a claim that holds between two values of the grid alone, though its right side is 0 at a third', async () => {
  // The mean is 1 (F1): (c/2)^3 from 1/1.1 to 1/0.9.
  const { ends } = await best('mean(forwardNorm2) = (c/2)^L within 1/10 for L in 1..3, d in 2..4');
  expect(ends).toMatchObject([
    { side: 'least', value: near(2 * Math.cbrt(1 / 1.1)), verdict: 'verified' },
    { side: 'greatest', value: near(2 * Math.cbrt(1 / 0.9)), verdict: 'verified' },
  ]);
  // Where the values tried are many powers of ten apart.
  const large = await best('-7e45*mean(forwardNorm2) = c within 1/100 for L in 1..2, d = 2');
  expect(large.ends.map(({ value }) => value)).toEqual([near(-7e45 / 0.99), near(-7e45 / 1.01)]);
});

test('the binding point matters: without it the constant is another', async () => {
  const whole = await best('mean(forwardNorm2^(1/2)) <= exp(-c*L/d) for L in 1..5, d in 1..40');
  const rest = await best('mean(forwardNorm2^(1/2)) <= exp(-c*L/d) for L in 1..5, d in 2..40');
  expect(whole.ends[0]).toMatchObject({ bindingPoint: { d: 1 } });
  expect(rest.ends[0]!.value).toBeGreaterThan(whole.ends[0]!.value + 0.01);
});

/** No draws here: a fixed list of claims of many shapes. */
test('30 claims: verified just inside, refuted just outside', async () => {
  const shapes = fc
    .record({
      quantity: fc.constantFrom(
        'median(forwardNorm2 | alive)',
        'mean(forwardNorm2^(1/2))',
        'quantile(forwardNorm2 | alive, 1/10)',
        'mean(gradientNorm2[1]^(1/4))',
        'P(forwardNorm2 >= 1/10)',
      ),
      relation: fc.constantFrom('<=', '>='),
      form: fc.constantFrom('exp(-c*L/d)', 'c*exp(-L/d)', '(1-c/(d+9))^L', 'exp(-L/d)+c/d'),
      from: fc.integer({ min: 2, max: 6 }),
      digits: fc.integer({ min: 3, max: 10 }),
    })
    .map((each) => ({
      digits: each.digits,
      text: `${each.quantity} ${each.relation} ${each.form} for L in 1..${each.from + 2}, d in ${each.from}..12`,
    }));
  const claims = fc.sample(shapes, { seed: 1, numRuns: 30 });
  for (const { text, digits } of claims) {
    const { ends, outcome } = await best(text, { question: { digits } });
    expect({ text, outcome, none: ends.length === 0 }).toEqual({ text, outcome: 'found', none: false });
    const claim = parseClaim(text, { constants: ['c'] });
    for (const { value, error, side } of ends) {
      const out = side === 'least' ? -1 : 1;
      const [inside, outside] = [value - out * error, value + 2 * out * error].map((c) =>
        instantiate(claim, 'c', String(c)),
      );
      expect((await checkClaim(inside!)).verdict).toBe('verified');
      expect((await checkClaim(outside!)).verdict).toBe('refuted');
    }
  }
});

/** The greatest c for which each claim holds at a point, or the least, by the exact law; the budget is what an interval takes that is a part `within` of it. */
const shapes = [
  {
    text: 'median(forwardNorm2 | alive) >= c*exp(-3*L/d)',
    within: 1 / 5,
    budget: 1,
    greatest: true,
    constantAt: (L: number, d: number) => Math.exp(lawAt(L, d).quantile(0.5).value + (3 * L) / d),
  },
  {
    text: 'quantile(forwardNorm2 | alive, 1/10) >= c*exp(-3*L/d)',
    // A rare one of few nets.
    within: 2,
    budget: 1 / 2,
    greatest: true,
    constantAt: (L: number, d: number) => Math.exp(lawAt(L, d).quantile(0.1).value + (3 * L) / d),
  },
  {
    text: 'P(forwardNorm2 >= 1/2) <= c',
    within: 1 / 5,
    budget: 1 / 8,
    greatest: false,
    constantAt: (L: number, d: number) => {
      const law = lawAt(L, d);
      return Math.exp(law.logAlive.value + law.logSurvival(Math.log(0.5)).value);
    },
  },
];

// False alarm: 30 searches, of which each misses with probability 1e-10 at most. Power: an interval of the wrong points, or with its ends exchanged,
// misses at each seed, as its length is a part `within` of the truth at most; one that misses 5 % of the time escapes with probability 0.95^30 = 0.21.
describe('drawn nets, widths 2 to 16: the interval holds the exact constant, 10 seeds', () => {
  const domain = 'for L in 1..4, d in 2..16';
  test.each(shapes)('$text', async ({ text, within, budget, greatest, constantAt }) => {
    const claim = parseClaim(`${text} ${domain}`, { constants: ['c'] });
    for (let seed = 1; seed <= 10; seed++) {
      const found = await best(`${text} ${domain}`, { oracle: 'simulated', budget, seed, alpha: 1e-10 });
      const exact = samplePoints(claim, seed, 12).map(({ L, d }) => constantAt(L!, d!));
      const truth = greatest ? Math.min(...exact) : Math.max(...exact);
      const [end] = found.ends;
      expect(found.ends).toMatchObject([{ side: greatest ? 'greatest' : 'least', points: 12 }]);
      const [inside, outside] = greatest
        ? [truth - end!.value, end!.value + end!.error - truth]
        : [end!.value - truth, truth - (end!.value - end!.error)];
      expect({ seed, inside: inside >= 0, outside: outside >= 0 }).toEqual({
        seed,
        inside: true,
        outside: true,
      });
      expect(end!.error).toBeLessThan(truth * within);
    }
  });
});

// False alarm: the enclosures of all points hold together with probability 1 - 1e-9. Power: an interval whose holding end is taken from
// the failing one lies below the truth, as surely.
test('drawn nets: the interval holds the best constant over the points drawn', async () => {
  const text = 'P(forwardNorm2 >= 1) <= c for L in 2..4, d in 4..8';
  const found = await best(text, { oracle: 'simulated', budget: 1 });
  const points = samplePoints(parseClaim(text, { constants: ['c'] }), 1, 12);
  const truth = Math.max(
    ...points.map(({ L, d }) => {
      const law = lawAt(L!, d!);
      return Math.exp(law.logAlive.value + law.logSurvival(0).value);
    }),
  );
  const [end] = found.ends;
  expect(found).toMatchObject({ outcome: 'found', oracle: 'simulated', alpha: 1e-9 });
  expect(end!.value).toBeGreaterThanOrEqual(truth);
  expect(end!.value - end!.error).toBeLessThanOrEqual(truth);
  expect(end!.error).toBeLessThan(0.05);
  const inside = await best('P(forwardNorm2 >= c) <= 1/2 for L = 2, d = 4', {
    oracle: 'simulated',
    budget: 1,
  });
  expect(inside).toMatchObject({ outcome: 'undecided', reason: expect.stringContaining('outside') });
});

describe('parts', () => {
  test('a bracket is narrowed around the zone that cannot be decided', () => {
    const state = (c: number) => (c < 2 ? 'fails' : c > 3 ? 'holds' : 'unresolved');
    const { fails, holds } = narrow(state, { fails: -1e9, holds: 1e9 }, 8);
    expect([fails, holds]).toEqual([expect.closeTo(2, 7), expect.closeTo(3, 7)]);
    expect(fails).toBeLessThan(2);
    expect(holds).toBeGreaterThan(3);
    expect(edge((c) => c > 1e-9, 1, 0, 6)).toBeCloseTo(1e-9, 14);
  });

  test('the simplest fraction, against all of them', () => {
    const interval = fc.tuple(
      fc.double({ min: -4, max: 4, noNaN: true }),
      fc.double({ min: 1e-9, max: 1e-4, noNaN: true }),
    );
    fc.assert(
      fc.property(interval, ([low, length]) => {
        const high = low + length;
        let truth: string | undefined;
        for (let q = 1; q <= 1000 && truth === undefined; q++) {
          const p = Math.ceil(low * q);
          // Ends are excluded where doubles cannot tell.
          if (p / q <= high) truth = q === 1 ? String(p === 0 ? 0 : p) : `${p}/${q}`;
          if (truth !== undefined && 0.31 * q ** 2 * (high - low) > 0.01)
            return simplestFraction(low, high) === undefined;
        }
        return simplestFraction(low, high)?.toFraction() === truth;
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  test('decimals are read back exactly', () => {
    expect(decimalText(-24583, -4)).toBe('-2.4583');
    expect(decimalText(12, -12)).toBe('0.000000000012');
    expect(decimalText(12, 3)).toBe('12000');
    expect(decimalText(-25, -22)).toBe('-2.5e-21');
    expect(decimalText(1_000_000_000, -29)).toBe('1e-20');
    expect(decimalText(-1_428_571_428, 11)).toBe('-142857142800000000000');
    expect(decimalText(-1_428_571_428, 191)).toBe('-1.428571428e200');
    expect(decimalText(1, 13)).toBe('1e13');
    expect(decimalText(0, -300)).toBe('0');
    expect(decimalText(5_000_000_000, -9)).toBe('5');
    const { exponent, stepsBefore } = decimalGrid(2.4583, 3);
    expect([exponent, stepsBefore(2.4583, 1), stepsBefore(2.4583, -1)]).toEqual([-2, 245, 246]);
  });

  test('a constant is put into quantities, margins and settings', () => {
    const text = 'P(forwardNorm2 >= c) = c^2 within abs c for L = 1, d = 2 with init normal(c), target c';
    expect(instantiate(parseClaim(text, { constants: ['c'] }), 'c', '5/8')).toBe(
      'P(forwardNorm2 >= 5/8) = (5/8)^2 within abs 5/8 for L = 1, d = 2 with init normal(5/8), target 5/8',
    );
  });

  test.each([
    ['exp(-c*L/d)', '-1.51', 'exp(1.51*L/d)'],
    ['exp(c*L/d)', '-1.51', 'exp(-1.51*L/d)'],
    ['L - c + c - d', '-1.51', 'L + 1.51 - 1.51 - d'],
    ['d - c*L', '-5/8', 'd + 5/8*L'],
    ['1 - c*2*L', '-2.25', '1 + 2.25*2*L'],
    ['1 - 2*c*L', '-2.25', '1 + 2*2.25*L'],
    ['1 + 2*L/c/d', '-2.25', '1 - 2*L/2.25/d'],
    ['1 + (2+L)*c', '-5/8', '1 - (2 + L)*(5/8)'],
    ['-2*L*c', '-2.25', '2*L*2.25'],
    ['L*c', '-2.25', '-L*2.25'],
    ['2 - L^2*c*c', '-2.25', '2 - L^2*2.25*2.25'],
    ['1 - 2^c', '-2', '1 - 2^-2'],
    ['2*exp(L - L*c)', '-2', '2*exp(L + L*2)'],
    ['d - c', '-5/8', 'd + 5/8'],
    ['2 - (-c)', '-5/8', '2 - 5/8'],
    ['--c', '-2', '-2'],
    ['-c^2', '-2', '-(-2)^2'],
    ['c - d', '-2', '-2 - d'],
    ['-c', '2', '-2'],
    ['-c', '1-2', '-(1 - 2)'],
    ['5 - c/d', '-3*2', '5 + 3*2/d'],
  ])('a negative constant makes no double sign: %s with %s', (form, value, text) => {
    const claim = parseClaim(`median(forwardNorm2) <= ${form} for L = 3, d = 7`, { constants: ['c'] });
    const put = instantiate(claim, 'c', value);
    expect(put).toBe(`median(forwardNorm2) <= ${text} for L = 3, d = 7`);
    const read = parseClaim(put);
    // Canonical: read and written again it is the same, and it means what was put.
    expect(formatClaim(read)).toBe(put);
    const at = (c: number) => evaluate(parseExpression(form, { names: ['c', 'L', 'd'] }), { c, L: 3, d: 7 });
    expect(evaluate(read.right, { L: 3, d: 7 })).toBeCloseTo(at(evaluate(parseExpression(value), {})), 12);
  });

  test('a negative constant nests no deeper than the constant did', () => {
    const form = `${'-('.repeat(90)}L - c${')'.repeat(90)}`;
    const claim = parseClaim(`median(forwardNorm2) <= ${form} for L = 3, d = 7`, { constants: ['c'] });
    expect(parseClaim(instantiate(claim, 'c', '-1.51')).text).toContain('L + 1.51');
  });

  test.each([
    ['c', 'median(forwardNorm2) <= c for L = 1, d = 1 where c > 1', 'where part cannot hold the constant'],
    ['c', 'median(forwardNorm2) <= c for L = 1, d = 1, c = 2', "constant 'c' has a range"],
    [
      'c',
      'median(forwardNorm2) <= 1 for L = 1, d in 1..9 where not (L < d and L >= c*d)',
      "ask 'domain' where",
    ],
    ['c', 'median(forwardNorm2) <= 1 for L = 1, d = 1', 'does not stand in the claim'],
    ['pi', 'median(forwardNorm2) <= pi for L = 1, d = 1', "'pi' is a constant"],
    ['n', 'median(forwardNorm2) <= n for L = 1, d = 1', 'a range of integers'],
    ['c+', 'median(forwardNorm2) <= 1 for L = 1, d = 1', 'cannot name a constant'],
    ['c', 'median(forwardNorm2) <= c*b for L = 1, d = 1', "'b' has no range"],
  ])('constant %s in %s', (name, text, words) => {
    expect(() => parseClaim(text, { constants: [name] })).toThrow(words);
  });
});
