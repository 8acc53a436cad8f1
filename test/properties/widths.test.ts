/**
 * Verdicts on nets whose layers have widths of their own, true and false claims beside each other. Drawn ones: alpha 1e-9 each, 8 of them, and bounds that
 * the truth keeps by far.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactLawOf } from '../../numerics/law/index.js';
import { layeredNetwork } from '../../numerics/network/network.js';
import { checkClaim } from '../../properties/check-claim.js';
import { exactPointCost } from '../../properties/cost.js';
import { catalogueEntry, mutantsOf } from '../../properties/mutants/nudges.js';
import { claimProperty } from '../../properties/property.js';
import { replayOfCheck } from '../../properties/replay.js';
import { planScan } from '../../properties/scan.js';
import { InputError } from '../../theory/errors.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

const free = 'for a in 1..12, b in 1..12, c in 1..12, n in 1..12 with widths [a, b, c], inputWidth n';
const linear = `${free}, activation linear, init lecun-normal`;

describe('proved for all widths of a range, or refuted at one', () => {
  test.each([
    [`mean(forwardNorm2) = d[L]/d[0] ${free}`, 'proved'],
    [`mean(forwardNorm2) = d[L]/d[1] ${free}`, 'refuted'],
    [`mean(forwardNorm2^2) = (c/n)^2*(1+5/a)*(1+5/b)*(1+5/c) ${free}`, 'proved'],
    [`mean(forwardNorm2^2) = (c/n)^2*(1+5/a)*(1+5/b)*(1+4/c) ${free}`, 'refuted'],
    [`mean(forwardNorm2^2) = (c/n)^2*(1+2/a)*(1+2/b)*(1+2/c) ${linear}`, 'proved'],
    [
      `mean(forwardNorm2) = 8*a*b*c/((n+a)*(a+b)*(b+c)) ${free}, init xavier-normal, activation linear`,
      'proved',
    ],
    [
      `mean(forwardNorm2) = g^3*c/(8*n) ${free.replace(' with', ', g in 1..3 with')}, init normal(g)`,
      'proved',
    ],
    [`P(forwardNorm2 <= 0) = 1 - (1-2^(-a))*(1-2^(-b))*(1-2^(-c)) ${free}`, 'proved'],
    [`P(forwardNorm2 <= 0) = 1 - (1-2^(-a))^2*(1-2^(-c)) ${free}`, 'refuted'],
    [`mean(gradientNorm2[l]) = d[l-1]/(2*d[0]) ${free.replace('for', 'for l in 1..3,')}`, 'proved'],
    [`mean(gradientNorm2[l]) = d[l]/(2*d[0]) ${free.replace('for', 'for l in 1..3,')}`, 'refuted'],
    [`mean(gradientNorm2[2]^2) = (a/n)^2/4*(1+5/a)*(1+5/b)*(1+5/c) ${free}`, 'proved'],
    [`sum(l, 1, L, 1/d[l]) * mean(forwardNorm2) = (1/a + 1/b + 1/c)*c/n ${free}`, 'proved'],
  ])('%s is %s', async (claim, verdict) => {
    const found = await checkClaim(claim);
    expect(found.verdict).toBe(verdict);
    expect(found.oracle).toBe(verdict === 'proved' ? 'algebra' : 'exact');
  });
});

test('quantities of the exact law are those of the net, whatever the widths', () => {
  const widths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(widths, fc.constantFrom(0.1, 0.5, 0.9), ([input, ...hidden], level) => {
      const nets = `with widths [${hidden.join(', ')}], inputWidth ${input}`;
      const law = exactLawOf(layeredNetwork([input!, ...hidden]));
      const gradient = exactLawOf(layeredNetwork([input!, ...hidden]), { gradientLayer: hidden.length });
      const is = (quantity: string, value: number) => {
        const property = claimProperty(`${quantity} = ${value.toFixed(14)} within abs 1e-9 ${nets}`);
        fc.assert(property, { numRuns: 1 });
        const beside = claimProperty(`${quantity} = ${(value + 1e-6).toFixed(14)} within abs 1e-9 ${nets}`);
        expect(fc.check(beside, { numRuns: 1 }).failed).toBe(true);
      };
      is('logMean(forwardNorm2)', law.logMean().value);
      is('logVariance(forwardNorm2)', law.logVariance().value);
      is(`log(quantile(forwardNorm2 | alive, ${level}))`, law.quantile(level).value);
      is(`logMean(gradientNorm2[${hidden.length}])`, gradient.logMean().value);
      is(`P(gradientNorm2[L] >= 1/3 | alive)`, 1 - gradient.cdf(Math.log(1 / 3)).value);
    }),
    { numRuns: 25 },
  );
});

test('the median is 0 as soon as half of the nets are dead, exactly: widths 1, or 2 and 2', async () => {
  expect((await checkClaim('median(forwardNorm2) = 0 with widths [1]')).verdict).toBe('verified');
  expect((await checkClaim('median(forwardNorm2) >= 1e-9 with widths [2, 2]')).verdict).toBe('verified');
  // 1 - 3/4 * 1/2 > 1/2.
  expect((await checkClaim('median(forwardNorm2) <= 0 with widths [2, 1]')).verdict).toBe('verified');
  // P(dead) = 1 - (3/4)^20 (7/8)^5 lies between 8992548658384090 and 8992548658384091 over 2^53: below it the quantile is 0, which enclosures alone do not tell.
  const widths = [...Array(20).fill(2), ...Array(5).fill(3)];
  const claim = (k: string) => `quantile(forwardNorm2, ${k}/2^53) <= 0 with widths [${widths}]`;
  expect((await checkClaim(claim('8992548658384090'))).verdict).toBe('verified');
  expect((await checkClaim(claim('8992548658384091'))).verdict).not.toBe('verified');
});

describe('drawn nets', () => {
  const decide = async (claim: string) =>
    (await checkClaim(claim, { alpha: 1e-9, budget: 20, oracle: 'simulated' })).verdict;

  test.each([
    ['mean(forwardNorm2) = 3/4 within 1/5 with widths [8, 9], inputWidth 12, init he-uniform', 'supported'],
    ['mean(forwardNorm2) = 9/8 within 1/5 with widths [8, 9], inputWidth 12, init he-uniform', 'refuted'],
    [
      'mean(gradientNorm2[l]) = d[l-1]/(2*d[0]) within 1/5 for l in 1..3 with widths [9, 4, 8], inputWidth 6',
      'supported',
    ],
    [
      'mean(gradientNorm2[l]) = d[l]/(2*d[0]) within 1/5 for l in 1..3 with widths [9, 4, 8], inputWidth 6',
      'refuted',
    ],
    [
      'P(forwardNorm2 <= 0) = 1 - 3/4*7/8 within abs 1/20 with widths [2, 3], inputWidth 7, init he-uniform',
      'supported',
    ],
    [
      'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 1/20 with widths [12, 7, 3], inputWidth 5',
      'supported',
    ],
    [
      'lawDistance(log(gradientNorm2[2]) | alive, exactLaw) <= 1/20 with widths [12, 7, 3], inputWidth 5',
      'supported',
    ],
    [
      'mean(hessianBlockNorm2[1,2]) = 3 within 1/3 with widths [3, 2], activation linear, init lecun-normal',
      'supported',
    ],
  ])('%s: %s', async (claim, verdict) => {
    expect(await decide(claim)).toBe(verdict);
  });
});

test('a width that is not certainly whole is refused at its point', async () => {
  const claim = 'mean(forwardNorm2) <= 9 for m in 1..4 with widths [m/2, 3]';
  await expect(checkClaim(claim)).rejects.toThrow(InputError);
  await expect(checkClaim(claim)).rejects.toThrow('m=1 the width m/2 is 1/2; it must be a whole number');
  const close = 'mean(forwardNorm2) <= 9 with widths [exp(log(4)), 3]';
  await expect(checkClaim(close)).rejects.toThrow(/whole/);
});

describe('every width of the domain is that of a net', () => {
  const dead = 'P(forwardNorm2 <= 0) = 1/16';
  const many = 'b in 1..50000';

  test.each([
    `${dead} for a in 1..1000 with widths [4], inputWidth abs(a - 777)`,
    'mean(forwardNorm2) <= 2 for a in 1..1000 with widths [abs(a - 777)], init he-uniform',
    `${dead} for a in 1..21 with widths [4], inputWidth 2^a`,
  ])('%s is refused at the one point where it is none', async (claim) => {
    await expect(checkClaim(claim)).rejects.toThrow(/a=(777|21) the width .* it must be a whole number/);
  });

  test.each([
    [`${dead} for a in 1..900000 with widths [4], inputWidth abs(a - 77777)`, false],
    [`${dead} for a in 1..900000 where a != 77777 with widths [4], inputWidth abs(a - 77777)`, true],
    [`${dead} for a in 1..20, ${many} with widths [4], inputWidth 2^a`, true],
  ])('%s: proved: %s', async (claim, isProved) => {
    expect((await checkClaim(claim, { budget: 1 })).verdict === 'proved').toBe(isProved);
  });
});

test('the price of a point counts each width once', () => {
  const cost = (nets: string) => {
    const claim = parseClaim(`logMean(forwardNorm2) <= 9 ${nets}`);
    const point = Object.fromEntries(claim.ranges.map(({ name, from }) => [name, from]));
    return exactPointCost(claim, point);
  };
  expect(cost('with widths [50, 50, 50]')).toBeCloseTo(cost('for L = 3, d = 50'), 12);
  expect(cost('with widths [50, 500, 50]')).toBeGreaterThan(1.5 * cost('with widths [50, 50, 50]'));
});

test('bad input is looked for at fewer points where widths are many and long', () => {
  const layers = Array.from({ length: 256 }, (_, l) => `a + ${l}*b`);
  const of = (count: number) =>
    parseClaim(
      `mean(forwardNorm2) <= 9 for a in 1..100, b in 1..100 with widths [${layers.slice(0, count)}]`,
    );
  expect(planScan(of(3), 1).whole).toBe(true);
  const { points, whole } = planScan(of(256), 1);
  expect(whole).toBe(false);
  expect([...points].length).toBeLessThan(2000);
});

test('nudges move the statement, layers and all, and leave the widths as they are', () => {
  const id = 'widths-log-normal/log-mean';
  const texts = mutantsOf(id, catalogueEntry(id)).map(({ draft }) => draft.text);
  expect(texts.length).toBeGreaterThan(100);
  for (const text of texts) expect(text).toMatch(/ with widths \[a, 2\*b, b, a \+ b\], inputWidth b$/);
  expect(texts.some((text) => text.includes('d[L + 1]'))).toBe(true);
  expect(texts.some((text) => text.includes('d[1]/d[0]') || text.includes('d[L]/d[1]'))).toBe(true);
});

test('the replay command carries the widths', () => {
  const claim = 'mean(forwardNorm2) = 1/4 with widths [64, 32, 16]';
  expect(replayOfCheck(claim, {})).toBe(`npx vanishing-curvature check --claim '${claim}' --seed 1`);
});
