/** The largest part of a domain on which a claim holds, against a scan by the exact law's own numbers. */
import { describe, expect, test } from 'vitest';
import { exactLawOf } from '../../numerics/law/index.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { dearestPoint } from '../../properties/exact-claim.js';
import { claimOf } from '../../properties/job.js';
import { largestPart } from '../../properties/largest-part.js';
import { runHere } from '../../properties/run-here.js';

const part = (text: string, oracle?: 'simulated', budget = 20) =>
  largestPart(
    { id: 'claim', kind: 'claim', text, alpha: 1e-9, seed: 1, budget, ...(oracle ? { oracle } : {}) },
    runHere,
  );

test('a half-power fails at d = 1 alone', async () => {
  expect(await part('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..30, d in 1..40')).toMatchObject({
    holds: 'on a part',
    part: { condition: 'd >= 2', points: 1170, of: 1200, verdict: 'verified', exhaustive: true },
    counterexample: { point: { d: 1 } },
  });
});

test('a median, by a scan of depths, widths and their ratio', async () => {
  const [most, widest] = [40, 40];
  const fails: { L: number; d: number }[] = [];
  for (let L = 1; L <= most; L++) {
    for (let d = 2; d <= widest; d++) {
      const law = exactLawOf(
        squareNetwork(L, d, { activation: { kind: 'relu' }, init: { name: 'he-normal' } }),
      );
      const median = law.unconditionalLogQuantile(0.5).upper?.value ?? -Infinity;
      if (median > (-5 * L) / (2 * d)) fails.push({ L, d });
    }
  }
  const depth = Math.max(...fails.map(({ L }) => L)) + 1;
  const ratio = Math.max(...fails.map(({ L, d }) => L / d));
  let [byDepth, byRatio] = [0, 0];
  for (let L = 1; L <= most; L++) {
    for (let d = 2; d <= widest; d++) {
      if (L >= depth) byDepth++;
      if (L / d > ratio) byRatio++;
    }
  }
  const found = await part(`median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..${most}, d in 2..${widest}`);
  expect(found.parts).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'L', relation: '>=', threshold: depth, points: byDepth }),
      expect.objectContaining({ name: 'L/d', relation: '>=', points: byRatio }),
    ]),
  );
  expect(found.part!.points).toBe(Math.max(...found.parts.map(({ points }) => points)));
  expect(found.part!.verdict).toBe('verified');
  expect(fails).toContainEqual(found.counterexample!.point);
});

describe('a slope across 0', () => {
  const across = 'L in 1..4, d = 1, a in -1..1 with activation leaky-relu(a)';

  // (1 + a^2)^L <= 2 (F1) up to the root of 2^(1/4) - 1.
  test('between two bounds', async () => {
    const found = await part(`mean(forwardNorm2) <= 2 for ${across}`, undefined, 2);
    const end = Math.sqrt(2 ** 0.25 - 1);
    expect(found.part).toMatchObject({ name: 'a', relation: 'between', verdict: 'verified' });
    expect(-found.part!.threshold).toBeCloseTo(end, 5);
    expect(found.part!.upTo).toBeCloseTo(end, 5);
    expect(Math.max(-found.part!.threshold, found.part!.upTo!)).toBeLessThan(end);
  });

  // Nets die at a slope of 0 alone: a bound beside it has no first digit to be found to.
  test('beside 0', async () => {
    const found = await part(`P(forwardNorm2 <= 0) <= 0 for ${across}`, undefined, 2);
    expect(found).toMatchObject({ holds: 'on a part', counterexample: { point: { a: 0 } } });
    const bounds = found.parts.filter(({ name }) => name === 'a').map(({ threshold }) => threshold);
    expect(bounds).toHaveLength(2);
    for (const bound of bounds) {
      expect(Math.abs(bound)).toBeGreaterThan(0);
      expect(Math.abs(bound)).toBeLessThan(1e-10);
    }
  });
});

test('a bound on a real range is found between the points of the grid', async () => {
  // P(X >= eps) <= 1/2 from the median on.
  const found = await part('P(forwardNorm2 >= eps) <= 1/2 for L = 3, d = 8, eps in 1/10..2');
  const law = exactLawOf(squareNetwork(3, 8, { activation: { kind: 'relu' }, init: { name: 'he-normal' } }));
  const median = Math.exp(law.unconditionalLogQuantile(0.5).upper!.value);
  expect(found).toMatchObject({
    holds: 'on a part',
    part: { name: 'eps', relation: '>=', exhaustive: false },
  });
  expect(found.part!.threshold).toBeGreaterThanOrEqual(median);
  expect(found.part!.threshold).toBeLessThan(median * (1 + 1e-5));
  expect(found.counterexample!.point.eps).toBeCloseTo(median, 10);
});

// The mean is 1 (F1): the claim holds where x >= 1/10, or y >= 1/2 but for a gap of 2e-5 around y = 4/5 that a sample does not hit.
const gap = 'mean(forwardNorm2) <= 1 + max(x - 1/10, min(y - 1/2, abs(y - 4/5) - 1e-5))';

test('an alternative is confirmed by a check of its own, and moved on by what that finds', async () => {
  const found = await part(`${gap} for L = 1, d = 2, x in 0..1, y in 0..1`);
  expect(found).toMatchObject({
    part: { name: 'x', relation: '>=', exhaustive: false, verdict: 'verified' },
  });
  expect(found.part!.threshold).toBeCloseTo(0.1, 5);
  const [, other] = found.parts;
  expect(other).toMatchObject({ name: 'y', relation: '>=', verdict: 'verified' });
  expect(other!.threshold).toBeGreaterThanOrEqual(0.80001);
  expect(other!.threshold).toBeLessThan(0.802);
});

test('a bound that many sampled points stand between is moved beyond them at once', async () => {
  // The mean is 1 (F1): at each d it holds from x = d/100 on, so everywhere from 2/5 on.
  const found = await part(
    'mean(forwardNorm2) <= 1 + min(0, x - d/100) for L in 1..5, d in 2..40, x in 0.01..0.5',
  );
  expect(found).toMatchObject({
    holds: 'on a part',
    part: { name: 'x', relation: '>=', verdict: 'verified' },
  });
  expect(found.part!.threshold).toBeGreaterThanOrEqual(0.4);
  expect(found.part!.threshold).toBeLessThan(0.40001);
});

test('a bound between points of the grid holds at the ends of the other ranges', async () => {
  // The mean is 1 (F1): at y = 1, where most is asked, the claim holds from x = 1/2 on.
  const found = await part(
    'mean(forwardNorm2) <= 1 + min(0, x - y^2/2) for L = 1, d = 2, x in 0..1, y in 0..1',
  );
  expect(found).toMatchObject({
    holds: 'on a part',
    part: { name: 'x', relation: '>=', verdict: 'verified' },
  });
  expect(found.part!.threshold).toBeGreaterThanOrEqual(1 / 2);
  expect(found.part!.threshold).toBeLessThan(0.50001);
});

test('a walk over the whole domain confirms every part', async () => {
  const { parts } = await part('median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..40, d in 2..40');
  expect(parts.map(({ verdict }) => verdict)).toEqual(parts.map(() => 'verified'));
  expect(parts.length).toBeGreaterThan(1);
});

test('an alternative that its check leaves open is not confirmed', async () => {
  const refuseAlternative: typeof runHere = async (job, unit, wanted) =>
    job.text.includes('where y') && unit.kind === 'sample'
      ? { points: 0, unresolved: { point: { L: 1, d: 2, x: 0, y: 1 }, reason: 'open.' } }
      : runHere(job, unit, wanted);
  const text = 'mean(forwardNorm2) <= 1 + max(x - 1/10, y - 1/2) for L = 1, d = 2, x in 0..1, y in 0..1';
  const { holds, parts } = await largestPart(
    { id: 'claim', kind: 'claim', text, alpha: 1e-9, seed: 1, budget: 20 },
    refuseAlternative,
  );
  expect({ holds, verdicts: parts.map(({ verdict }) => verdict) }).toEqual({
    holds: 'on a part',
    verdicts: ['verified', 'undecided'],
  });
});

test('a bound on integers is found between points of a sampled domain, with the failing one next to it', async () => {
  const found = await part('mean(forwardNorm2)*(d-777) >= 0 for L = 1, d in 2..200000');
  expect(found).toMatchObject({
    part: { condition: 'd >= 777', verdict: 'verified', exhaustive: false },
    counterexample: { point: { d: 776 } },
  });
});

test('a counterexample lies in the domain, also where the domain ends between two points', async () => {
  const found = await part(
    'mean(forwardNorm2)*(x-0.35) <= 0 for L = 1, d = 2, x in 0..1 where x <= 0.3 or x >= 0.4',
  );
  expect(found.part).toMatchObject({ relation: '<=', verdict: 'verified' });
  expect(found.counterexample!.point.x).toBeGreaterThanOrEqual(0.4);
  expect(found.counterexample!.point.x).toBeLessThan(0.41);
});

describe('between two bounds', () => {
  test('an island of one name, of all points', async () => {
    const found = await part('0*mean(forwardNorm2) >= abs(d-7)-2 for L in 1..10, d in 1..20');
    expect(found).toMatchObject({
      holds: 'on a part',
      part: {
        condition: 'd >= 5 and d <= 9',
        ...{ relation: 'between', threshold: 5, upTo: 9 },
        ...{ points: 50, of: 200, verdict: 'verified', exhaustive: true },
        claim: '0*mean(forwardNorm2) >= abs(d - 7) - 2 for L in 1..10, d in 1..20 where d >= 5 and d <= 9',
      },
      counterexample: { point: { d: 4 } },
      counterexampleAbove: { point: { d: 10 } },
    });
  });

  test('a single value, and a condition that the claim has already', async () => {
    const found = await part('0*mean(forwardNorm2) >= abs(d-7)-1/2 for L in 1..4, d in 1..20 where L >= 2');
    expect(found.part).toMatchObject({ condition: 'd = 7', points: 3, verdict: 'verified' });
    expect(found.part!.claim).toMatch(/where L >= 2 and d = 7$/);
  });

  test('the largest of several, and no stretch where one bound cuts off more', async () => {
    const two = await part('0*mean(forwardNorm2) <= abs(abs(d-10)-4)-1 for L = 2, d in 3..18');
    expect(two.part).toMatchObject({ condition: 'd >= 7 and d <= 13', points: 7 });
    const ends = await part('0*mean(forwardNorm2) <= abs(abs(d-10)-2)-1 for L = 2, d in 1..20');
    expect(ends.parts.map(({ relation }) => relation).sort()).toEqual(['<=', '>=']);
  });

  test('of L/d, where chance would not leave so many', async () => {
    const { part: found } = await part('0*mean(forwardNorm2) >= abs(2*L/d-3)-1 for L in 1..40, d in 1..40');
    expect(found).toMatchObject({ name: 'L/d', relation: 'between', condition: 'L >= d and L <= 2*d' });
    expect(found!.verdict).toBe('verified');
  });

  test('of L/d on a walk, however few points it holds, where there is no other part', async () => {
    const diagonal = await part('0*mean(forwardNorm2) <= -abs(L-d) for L in 1..12, d in 2..12');
    expect(diagonal).toMatchObject({
      holds: 'on a part',
      part: { condition: 'L = d', points: 11, of: 132, verdict: 'verified' },
      parts: [{ name: 'L/d' }],
    });
  });

  test('bounds on a real range, to six digits on the side that holds', async () => {
    const { part: found } = await part('0*mean(forwardNorm2) >= abs(x-4/10)-1/7 for L = 1, d = 2, x in 0..1');
    expect(found).toMatchObject({ name: 'x', relation: 'between', verdict: 'verified', exhaustive: false });
    const [low, high] = [0.4 - 1 / 7, 0.4 + 1 / 7];
    expect(found!.threshold).toBeGreaterThanOrEqual(low);
    expect(found!.threshold).toBeLessThan(low + 1e-5);
    expect(found!.upTo).toBeLessThanOrEqual(high);
    expect(found!.upTo).toBeGreaterThan(high - 1e-5);
  });

  test('not between failures of a sample that chance puts so far apart', async () => {
    // It holds on the white fields of a chessboard: at half of the points of any stretch.
    const found = await part(
      '0*mean(forwardNorm2) >= (-1)^(floor(997*x) + floor(991*y)) for L = 1, d = 2, x in 1/9..8/9, y in 1/9..8/9',
    );
    expect(found).toMatchObject({ holds: 'on no part', parts: [] });
    expect(found.reason).toMatch(/^It was shown to hold at 1[45]\d\d of 3000 points examined; no bounds/);
  });
});

test('everywhere, and on no part', async () => {
  expect(await part('mean(forwardNorm2) <= 2 for L in 1..4, d in 1..4')).toMatchObject({
    holds: 'everywhere',
  });
  expect(await part('mean(forwardNorm2) <= 1/2 for L in 1..4, d in 1..4')).toMatchObject({
    holds: 'on no part',
    parts: [],
  });
});

// False alarm: all verdicts hold together with probability 1 - 1e-9.
test('drawn nets speak of the points drawn', async () => {
  const found = await part('P(forwardNorm2 <= 0) <= 1/10 for L in 1..3, d in 1..12', 'simulated');
  expect(found).toMatchObject({
    holds: 'on a part',
    oracle: 'simulated',
    part: { verdict: 'supported', exhaustive: false },
  });
  for (const { verdict } of found.parts) expect(verdict).toBe('supported');
  // Truth: 1 - (1 - 2^-d)^L.
  const { point } = found.counterexample!;
  expect(1 - (1 - 2 ** -point.d!) ** point.L!).toBeGreaterThan(1 / 10);
});

// It fails where all four names are above 1/2, so that each of them gives a part, and each of these wants a pass of its own.
test('the budget bounds all passes together, no unit is run twice, and what is not confirmed is said', async () => {
  const ranges = ['w', 'x', 'y', 'z'].map((name) => `${name} in 0..1`).join(', ');
  const text = `0*mean(forwardNorm2) >= min(min(w, x), min(y, z)) - 1/2 for L = 1, d = 2, ${ranges}`;
  // Some thousand points: a pass may take an eighth of that.
  const budget = 0.05;
  const job = { id: 'claim', kind: 'claim', text, alpha: 1e-9, seed: 1, budget } as const;
  const seen = new Set<string>();
  let spent = 0;
  const found = await largestPart(job, async (each, unit, wanted) => {
    const key = `${each.text} ${JSON.stringify(unit)}`;
    expect(seen).not.toContain(key);
    seen.add(key);
    const outcome = await runHere(each, unit, wanted);
    if (unit.kind !== 'shrink') spent += (outcome?.points ?? 0) * dearestPoint(each, claimOf(each));
    return outcome;
  });
  // Searches that follow a sample may take a quarter of a pass more.
  expect(spent).toBeLessThan(budget * (1 / 2 + 1 / 4 / 8));
  expect(found).toMatchObject({ holds: 'on a part', part: { verdict: 'verified' } });
  expect(found.parts).toHaveLength(4);
  expect(found.parts.at(-1)!.verdict).toBe('undecided');
  expect(found.reason).toMatch(/not confirmed: the budget is spent/);
});

test('a bound on L/d is found between points of a sampled domain, with a failing one next to it', async () => {
  const found = await part('0*mean(forwardNorm2) >= L - 317/1000*d for L in 1..20000, d in 2..20000');
  const bound = found.parts.find(({ name }) => name === 'L/d')!;
  expect(bound).toMatchObject({ relation: '<=', verdict: 'verified' });
  // A sample of some hundred points leaves gaps of a hundredth.
  expect(bound.threshold).toBeLessThanOrEqual(0.317);
  expect(bound.threshold).toBeGreaterThan(0.3165);
  const { L, d } = found.counterexample!.point;
  expect(L! / d!).toBeGreaterThan(0.317);
  expect(L! / d!).toBeLessThan(0.3175);
});
