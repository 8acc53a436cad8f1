/** The search for tight points, and the claims that only it refutes. Nothing is drawn. */
import { describe, expect, test } from 'vitest';
import { decide } from '../../properties/check.js';
import { exactPointCost } from '../../properties/cost.js';
import { descend } from '../../properties/descent.js';
import { probePoints } from '../../properties/domain.js';
import { decideByExactLaw, planExact } from '../../properties/exact-claim.js';
import { walkPoints } from '../../properties/exact-walk.js';
import { type ClaimJob, claimOf } from '../../properties/job.js';
import { runHere } from '../../properties/run-here.js';
import { pointsOf } from '../../properties/stretch.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { decideText } from './run.js';

describe('descend', () => {
  const claim = parseClaim(
    'median(forwardNorm2) <= x for L in 1..1000, d in 1..1000, x in 0..1 where L + d <= 1500',
  );
  const start = { point: { L: 10, d: 900, x: 0.9 }, slack: Infinity };

  test('finds the bottom of a bowl, and never leaves the domain', () => {
    let [least, calls] = [Infinity, 0];
    descend(
      claim,
      start,
      ({ L, d, x }) => {
        expect(L! + d!).toBeLessThanOrEqual(1500);
        calls += 1;
        const slack = (L! - 700) ** 2 + (d! - 200) ** 2 + (1000 * (x! - 0.25)) ** 2;
        least = Math.min(least, slack);
        return slack;
      },
      500,
    );
    expect(least).toBeLessThan(1);
    expect(calls).toBeLessThanOrEqual(500);
  });

  test('goes along the edge of the condition', () => {
    let found = 0;
    descend(
      claim,
      { point: { L: 600, d: 900, x: 0.5 }, slack: Infinity },
      ({ L, d }) => {
        found = Math.max(found, L! * (L! + d!));
        return -L! * (L! + d!);
      },
      300,
    );
    expect(found).toBe(1000 * 1500);
  });

  /** Vertices between two slanted edges, none of slope 1: no step of equal parts leads along them. */
  test.each([
    ['L + 2*d <= 1400 and 2*L + d <= 1300', [1, 1], { L: 400, d: 500 }],
    ['L + 3*d <= 2001 and 3*L + d <= 2003', [1, 2], { L: 501, d: 500 }],
    ['L <= 3*d and d <= 3*L and L + d <= 1200', [-1, 1], { L: 300, d: 900 }],
    ['L^2 + d^2 <= 1000000', [3, 4], { L: 600, d: 800 }],
  ] as const)('along slanted edges: %s', (where, [u, v], vertex) => {
    const slanted = parseClaim(`median(forwardNorm2) <= 1 for L in 1..1000, d in 1..1000 where ${where}`);
    for (const point of [
      { L: 200, d: 90 },
      { L: 190, d: 50 },
      { L: 20, d: 9 },
    ]) {
      let least = Infinity;
      descend(
        slanted,
        { point, slack: Infinity },
        ({ L, d }) => {
          const slack = -u * L! - v * d!;
          least = Math.min(least, slack);
          return slack;
        },
        150,
      );
      // Integer points may be missed by one; along curves and in thin corners they are.
      expect(least).toBeLessThanOrEqual(1 - u * vertex.L - v * vertex.d);
    }
  });

  test('candidates outside of the domain are not tried for ever', () => {
    const narrow = parseClaim(
      'median(forwardNorm2) <= x for L in 1..1000, d in 1..1000, x in 0..1 where L >= 500 and L <= 501 and d = 500 and x = 1/2',
    );
    const reached = (evaluations: number) => {
      let calls = 0;
      descend(narrow, { point: { L: 500, d: 500, x: 0.5 }, slack: Infinity }, () => ++calls, evaluations);
      return calls;
    };
    // The one neighbour comes up after more than 100 candidates: of 40 none is it, of 2000 one.
    expect(reached(2)).toBe(0);
    expect(reached(100)).toBe(1);
  });

  test('stops when told to', () => {
    let calls = 0;
    descend(claim, start, () => (++calls < 5 ? 1 : undefined), 500);
    expect(calls).toBe(5);
  });
});

test('a point counts once, whichever of the sample and the descents come to it', async () => {
  const different = new Set<string>();
  let looks = 0;
  const job: ClaimJob = {
    id: 'a',
    text: 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..900, d in 8..900 where L >= d',
    kind: 'claim',
    alpha: 1e-9,
    seed: 1,
    budget: 120,
  };
  const finding = await decide(job, async (each, unit, wanted) => {
    const outcome = await runHere(each, unit, wanted);
    if (unit.kind === 'sample')
      for (const point of pointsOf(each, unit)) different.add(JSON.stringify(point));
    if (unit.kind === 'descend') {
      looks += outcome!.points;
      // What a second descent from there looks at is what the first did.
      descend(
        claimOf(each),
        { point: unit.from, slack: unit.slack },
        (point) => {
          different.add(JSON.stringify(point));
          return walkPoints(each, [point]).tightest?.slack ?? Infinity;
        },
        unit.evaluations,
      );
    }
    return outcome;
  });
  expect(finding).toMatchObject({ verdict: 'verified', points: different.size });
  expect(looks).toBeGreaterThan(different.size - 3000);
});

test('a small budget is shared out so that a search gets beyond its first steps', () => {
  const text = 'P(forwardNorm2 >= 1/10) >= 9/10 for L in 1..40, d in 2..600 where d >= 15*L';
  const plan = (budget: number) => {
    const job: ClaimJob = { id: 'a', text, kind: 'claim', alpha: 1e-9, seed: 1, budget };
    const planned = planExact(job, claimOf(job));
    if ('dear' in planned) throw new RangeError('too dear');
    const { units, evaluations } = planned;
    const sampled = units.reduce((sum, { from, to }) => sum + to - from, 0);
    return { evaluations, sampled, all: sampled + 6 * evaluations };
  };
  const cost = Math.max(
    ...probePoints(claimOf({ text, kind: 'claim' }), 1).map((point) =>
      exactPointCost(claimOf({ text, kind: 'claim' }), point),
    ),
  );
  for (const affordable of [1, 2, 11, 12, 100, 719, 720, 1000, 1440, 3000, 3600]) {
    const { evaluations, sampled, all } = plan((affordable + 1e-6) * cost);
    expect(evaluations).toBeGreaterThanOrEqual(Math.min(60, Math.floor(affordable / 12)));
    expect(evaluations).toBeLessThanOrEqual(150);
    expect(sampled).toBeGreaterThanOrEqual(affordable / 2);
    expect(sampled).toBeLessThanOrEqual(3000);
    expect(all).toBeLessThanOrEqual(1.25 * affordable);
  }
});

test('no more points are examined than a quarter beyond the budget, however small it is', async () => {
  for (const text of [
    'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..9000, d in 8..900 where L >= d',
    'mean(forwardNorm2^2) >= 1 for L in 1..5000, d in 1..5000, x in 0..1 where L + d <= 7000 + x',
    'P(forwardNorm2 <= 0) <= 1 for L in 1..1000, d in 1..1000',
  ]) {
    const claim = claimOf({ text, kind: 'claim' });
    const cost = Math.max(...probePoints(claim, 1).map((point) => exactPointCost(claim, point)));
    for (const affordable of [1, 2, 6, 11, 12, 23, 24, 47, 100]) {
      const budget = (affordable + 1e-6) * cost;
      const job: ClaimJob = { id: 'a', text, kind: 'claim', alpha: 1e-9, seed: 1, budget };
      let examined = 0;
      const finding = await decideByExactLaw(job, claim, async (each, unit, wanted) => {
        const outcome = await runHere(each, unit, wanted);
        if (unit.kind === 'sample' || unit.kind === 'descend') examined += outcome!.points;
        return outcome;
      });
      expect(finding.verdict).toBe('verified');
      expect(examined).toBeGreaterThan(affordable / 2);
      expect(examined).toBeLessThanOrEqual(1.25 * affordable);
    }
  }
});

/** Each fails in a corner that 3000 sampled points miss: the exact law says so at the point named. */
test.each([
  // L=1, d=174, eps=0.834: eps nudged by 20 %.
  'P(forwardNorm2 <= 1.2*eps | alive) <= logVariance(forwardNorm2)/(logVariance(forwardNorm2)+(logMean(forwardNorm2)-log(eps))^2) for L in 1..200, d in 8..256, eps in 1e-12..1 where log(eps) < -5*L/(2*d)-6*L/d^2',
  // L=1, d=64, eps=0.647: half of eps.
  'P(gradientNorm2[l] >= 0.5*eps) <= (2*eps)^(-1/2)*exp(-5*L/(8*d)) for L in 1..300, d in 2..64, l in 1..300, eps in 1e-6..1 where l <= L',
  // L=1999, d=50, eps=0.999: 1.1 for 1 in the order of the moment.
  '(L+1)*L*d/(4*eps)*mean(forwardNorm2^(1.1/2)) <= (L+1)*L*d/(4*eps)*exp(-5*L/(8*d)) for L in 100..2000, d in 2..64, eps in 1/1000..1 where (L+1)*L*d/(4*eps)*exp(-5*L/(8*d)) <= 1/1000',
])('%s', { timeout: 60_000 }, async (claim) => {
  expect((await decideText(claim)).verdict).toBe('refuted');
});
