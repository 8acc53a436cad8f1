/** Claims that once crashed the checker or kept it busy for minutes: each found by the study of hostile input, each with its cause. */
import { describe, expect, test } from 'vitest';
import { hessianMoments } from '../../numerics/hessian/moments.js';
import { forwardSample } from '../../numerics/network/forward.js';
import { squareNetwork, widest } from '../../numerics/network/network.js';
import { checkClaim } from '../../properties/check-claim.js';
import { closedFormCost, conditionCost, exactPointCost } from '../../properties/cost.js';
import { probePoints, samplePoints } from '../../properties/domain.js';
import { planScan } from '../../properties/scan.js';
import { evaluateDecimal } from '../../theory/algebra/decimal.js';
import { expand } from '../../theory/algebra/expand.js';
import { proveEqual, reduceToZero } from '../../theory/algebra/prove.js';
import { evaluateRational } from '../../theory/algebra/rational.js';
import { parseClaim, parseExpression } from '../../theory/language/parse-claim.js';

const at = (domain: string) => `for ${domain}`;
const small = at('L in 1..3, d in 1..2');

describe('sums within sums', () => {
  const nested = 'sum(n, 1, 1000, sum(m, n, 9999, 1/n/m))';

  test('cost what all their terms cost', () => {
    const cost = (formula: string) =>
      closedFormCost(parseClaim(`mean(forwardNorm2) <= ${formula} ${small}`), { L: 1, d: 1 });
    // 2,000 times 3,000 terms of six operations or so, at a microsecond each.
    expect(cost('sum(n, 1, 2000, sum(m, 1, 3000, 1/n/m))')).toBeGreaterThan(18);
    // Half of them, since m begins at n: within a factor of two.
    const half = cost('sum(n, 1, 2000, sum(m, n, 2000, 1/n/m))');
    expect(half / cost('sum(n, 1, 1000, sum(m, 1, 2000, 1/n/m))')).toBeGreaterThan(1);
    expect(half / cost('sum(n, 1, 1000, sum(m, 1, 2000, 1/n/m))')).toBeLessThan(2.1);
    expect(conditionCost(parseClaim(`mean(forwardNorm2) <= 1 ${small} where ${nested} < 0`))).toBeGreaterThan(
      10,
    );
  });

  test.each([
    `mean(forwardNorm2) <= ${nested} ${small}`,
    `mean(forwardNorm2) <= 1 ${small} where ${nested} > 0`,
  ])('%s: undecided, with the reason', async (text) => {
    expect(await checkClaim(text, { budget: 0.2 })).toMatchObject({
      verdict: 'undecided',
      points: 0,
      reason: expect.stringMatching(
        /at one point takes about \d+ nominal seconds, and the budget is 0\.2\.$/,
      ),
    });
  });

  test('of functions that are dear are refused before they are begun', () => {
    const claim = `mean(forwardNorm2) <= sum(n, 1, 100000, hyp2f1(1/2, 1/3, 2/3, -n)) ${small}`;
    return expect(checkClaim(claim)).rejects.toThrow('more than 50000000 operations');
  });

  test('in exact rationals, in decimals and in the algebra end too', () => {
    const million = parseExpression('sum(n, 1, 1000, sum(m, 1, 1000, 1/(n+m)))');
    const start = process.cpuUsage();
    expect(evaluateRational(million, {})).toBeUndefined();
    // Few terms, but a denominator that grows by 30 bits with each.
    expect(evaluateRational(parseExpression('sum(n, 1, 1500, 1/(2^29*n+1))'), {})).toBeUndefined();
    expect(evaluateDecimal(million, new Map(), 40)).toBeUndefined();
    const names = ['L'];
    const [left, right] = ['a*b*c*L', 'L*a*b*c'].map((body) =>
      parseExpression(`sum(a, 1, 64, sum(b, 1, 64, sum(c, 1, 64, ${body})))`, { names }),
    );
    expect(() => reduceToZero(left!, right!, [])).toThrow('too many terms');
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(5);
  });

  test('of the usual size are still worked out', () => {
    expect(evaluateRational(parseExpression('sum(n, 1, 2, sum(m, 1, 2, 1/(n+m)))'), {})!.toFraction()).toBe(
      '17/12',
    );
    expect(evaluateDecimal(parseExpression('sum(n, 1, 2, exp(0)/n)'), new Map(), 40)!.toString()).toBe('1.5');
  });
});

test('a net of a million layers has a widest one, and can be drawn', () => {
  const net = squareNetwork(2 ** 20, 1, { activation: { kind: 'linear' } });
  expect(widest(net.widths)).toBe(1);
  expect(Number.isFinite(forwardSample(net, 1, 0))).toBe(true);
});

test.each(['mean(hessianNorm2) <= 1', 'mean(hessianBlockNorm2[1, L]) <= 1', 'median(hessianNorm2) <= 1'])(
  '%s of a million layers is undecided',
  async (statement) => {
    expect(await checkClaim(`${statement} for L = 1000000, d = 2`, { budget: 0.2 })).toMatchObject({
      verdict: 'undecided',
    });
  },
);

test('moments of Hessians: known for 2000 layers, a reason for more', () => {
  expect(hessianMoments(squareNetwork(2000, 1))).toHaveProperty('logMean');
  expect(hessianMoments(squareNetwork(2001, 1))).toEqual({
    reason: expect.stringContaining('up to 2000 layers'),
  });
});

test('quantiles far out cost more than the median', () => {
  const cost = (quantity: string) => exactPointCost(parseClaim(`${quantity} <= 1 ${small}`), { L: 2, d: 1 });
  // 59 ms measured.
  expect(cost('quantile(forwardNorm2 | alive, 1e-300)')).toBeGreaterThan(0.059 / 10);
  expect(cost('median(forwardNorm2 | alive)')).toBeLessThan(1e-3);
});

test('one point that costs more than the budget is not begun', async () => {
  const claim = 'P(forwardNorm2 >= 1e-300) >= 1/2 for L = 1, d = 2^20';
  expect(await checkClaim(claim, { budget: 0.1 })).toMatchObject({
    verdict: 'undecided',
    points: 0,
    reason: expect.stringMatching(
      /^The exact law at one point takes about 3\.\d nominal seconds, and the budget is 0\.1\.$/,
    ),
  });
});

test.each([
  ['1e-90/2', 'proved'],
  ['1e-300/2', 'undecided'],
])('a proof for all widths with the exponent %s: %s', async (power, verdict) => {
  // F9: true for every power between 0 and 1/2 (the lower bound is loose by orders of magnitude).
  const claim = `log(mean(forwardNorm2^(${power}))) >= -L/(4*d) for L in 1..infinity, d in 1..infinity with activation linear, init lecun-normal`;
  const found = await checkClaim(claim, { budget: 0.1 });
  expect(found.verdict).toBe(verdict);
  if (verdict === 'undecided') expect(found.reason).toContain('at most 100 digits');
});

test('exponents beyond the doubles', async () => {
  // x^(1e-400) is a power of the 10^400th root of x.
  const claim = `mean(forwardNorm2) = L^1e-400*(L + 1) + 1 - L^1e-400 - L*L^1e-400 ${small}`;
  expect((await checkClaim(claim)).verdict).toMatch(/^(proved|undecided)$/);
});

test('decimals that would need more digits of pi and log 10 than there are', () => {
  const expression = parseExpression('(2*L)^(L - 99999.5)', { names: ['L'] });
  const point = new Map([['L', parseValue('3')]]);
  for (const digits of [40, 200, 1000])
    expect(() => evaluateDecimal(expression, point, digits)).not.toThrow();
});

function parseValue(text: string) {
  return evaluateRational(parseExpression(text), {})!;
}

describe('where parts that are dear', () => {
  test('are priced at the corner where their sums are longest, not at the far one alone', () => {
    const claim = parseClaim(
      'median(forwardNorm2) <= 1 for L in 1..1000, d in 1..100 where sum(n, 1, 1000*(1000-L), 1/n^2) < 2',
    );
    // A million terms at L = 1, none at L = 1000.
    expect(conditionCost(claim)).toBeGreaterThan(1);
  });

  test('are tried at as few points as their price allows, in a domain small enough to be taken whole, too', () => {
    const claim = parseClaim(
      'median(forwardNorm2) <= 1 for L in 1..30, d in 1..30 where sum(n, 1, 3000, 1/n^2) < 2',
    );
    const affordable = Math.floor(15 / conditionCost(claim));
    expect(affordable).toBeLessThan(1200);
    // Corners are tried first, and then again as points of the whole.
    expect(samplePoints(claim, 1, 3000).length).toBeLessThanOrEqual(affordable);
    const cheap = parseClaim(
      'median(forwardNorm2) <= 1 for L in 1..30, d in 1..30 where sum(n, 1, 3, 1/n^2) < 2',
    );
    expect(samplePoints(cheap, 1, 3000)).toHaveLength(900);
  });
});

test('a point is priced at all corners, however many ranges there are', async () => {
  const more = Array.from({ length: 30 }, (_, i) => `, r${i} in 0..${i + 1}`).join('');
  const text = `mean(forwardNorm2) <= sum(n, 1, L, 7*x^n) for L in 1..10^4, d in 1..10, x = 1/2${more}`;
  const claim = parseClaim(text);
  const far = closedFormCost(claim, { L: 10_000, d: 1, x: 1 / 2 });
  expect(Math.max(...probePoints(claim, 1).map((point) => closedFormCost(claim, point)))).toBe(far);
  expect(planScan(claim, 1).points).toHaveLength(Math.floor(2 / far));
  const start = process.cpuUsage();
  await checkClaim(text, { budget: 0.1 });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1e6).toBeLessThan(6);
});

describe('numbers of many digits in the algebra', () => {
  const names = ['d'];
  const ranges = [{ name: 'd', from: 9, to: 14, integer: true }];
  const form = 'sqrt(sum(n, 1, 40, (2.4135591078327585e123 + d)^(n + 1)))';

  test('are multiplied out without nerdamer, which takes the square of their length', () => {
    const [left, right] = [form, `(d + ${form}) - d`].map((text) => parseExpression(text, { names }));
    const start = process.cpuUsage();
    // Over three minutes with nerdamer.
    expect(proveEqual(left!, right!, ranges)).toBeDefined();
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(30);
  });

  test('in exact rationals share one allowance among all points, powers included', () => {
    const tower = parseExpression('sum(m, 1, 40, (sum(n, 0, 40, y*x^n) + 100000)^(m^m))', {
      names: ['x', 'y'],
    });
    const reals = [
      { name: 'x', from: -1, to: 0, integer: false },
      { name: 'y', from: 0.1, to: 0.2, integer: false },
    ];
    const start = process.cpuUsage();
    proveEqual(tower, tower, reals);
    const { user, system } = process.cpuUsage(start);
    // A minute with an allowance for each point.
    expect((user + system) / 1e6).toBeLessThan(6);
  });

  test('and denominators that grow with each term are not begun', () => {
    const sums = [1, 101].map(
      (k) =>
        `(${Array.from({ length: 20 }, (_, i) => `d^${i + 1}*${3n ** 500n + BigInt(i + k)}/${7n ** 280n + BigInt(i + k)}`).join(' + ')})`,
    );
    const product = parseExpression(sums.join('*'), { names });
    expect(() => expand(product)).toThrow('too many digits');
  });
});
