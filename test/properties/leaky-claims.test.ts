/**
 * Claims on leaky relu nets of normal weights, decided by the exact law: which have it, and verdicts that closed forms (F2, G1), relu's and linear layers' laws know.
 * No chance in it but where it says so.
 */
import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import { exactPointCost } from '../../properties/cost.js';
import { exactValuation } from '../../properties/exact-quantities.js';
import { hasLaw } from '../../properties/has-law.js';
import { quantitiesOf, quantityNodes } from '../../properties/quantities.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

const claimOf = (quantity: string, activation: string, ranges = 'L in 1..3, d in 1..3') =>
  parseClaim(`${quantity} <= 1 for ${ranges} with activation ${activation}, init normal(1)`);

describe('which slopes have the law', () => {
  test.each([
    ['leaky-relu(1/4)', '', true],
    ['leaky-relu(-4)', '', true],
    ['leaky-relu(0)', '', true],
    ['leaky-relu(1)', '', true],
    ['leaky-relu(a)', ', a in 1/4..4', true],
    ['leaky-relu(-a)', ', a in 1/2..3/4', true],
    ['leaky-relu(1/(1+d))', '', true],
    ['leaky-relu(1/(2+d))', '', false],
    ['leaky-relu(1/5)', '', false],
    ['leaky-relu(a)', ', a in 0..1', false],
    ['leaky-relu(a)', ', a in 1/2..5', false],
  ])('%s%s: %s', (activation, range, expected) => {
    const claim = claimOf('median(forwardNorm2)', activation, `L in 1..3, d in 1..3${range}`);
    expect(hasLaw(quantitiesOf(claim.left)[0]!, claim)).toBe(expected);
  });

  test('wide layers, and quantities that are not valued, are left to drawn nets', () => {
    const of = (quantity: string, ranges: string) => {
      const claim = claimOf(quantity, 'leaky-relu(1/4)', ranges);
      return hasLaw(quantitiesOf(claim.left)[0]!, claim);
    };
    expect(of('median(forwardNorm2)', 'L in 1..3, d in 1..1000')).toBe(true);
    expect(of('median(forwardNorm2)', 'L in 1..3, d in 1..100000')).toBe(false);
    expect(of('lawDistance(log(forwardNorm2) | alive, normal(0, 1))', 'L in 1..3, d in 1..3')).toBe(false);
    expect(of('beta3(forwardNorm2)', 'L in 1..3, d in 1..3')).toBe(false);
  });
});

describe('verdicts that closed forms know', () => {
  // G1: E forwardNorm2 = (g (1 + a^2)/2)^L, with the gain g and the slope a of the net's own depth.
  test.each([
    ['mean(forwardNorm2) = L^(-L)', 'init normal(2/L)', 'proved'],
    ['mean(forwardNorm2) >= 1', 'init normal(2/L)', 'refuted'],
    ['mean(forwardNorm2) <= L^(-L)*(1-1e-9)', 'init normal(2/L)', 'refuted'],
    ['mean(forwardNorm2) = ((1+1/L^2)/L)^L', 'activation leaky-relu(1/L), init normal(2/L)', 'proved'],
    [
      'mean(forwardNorm2) >= (1+1/(L-1)^2)^L*(1-1e-9)',
      'activation leaky-relu(1/(L-1)), init normal(2)',
      'verified',
    ],
    ['mean(forwardNorm2) = (1+1/(L-1)^2)^L', 'activation leaky-relu(1/(L-1)), init normal(2)', 'proved'],
  ])('%s with %s, which hangs on the depth: %s', async (statement, settings, verdict) => {
    const found = await checkClaim(`${statement} for L in 2..9, d in 2..5 with ${settings}`, { budget: 1 });
    expect(found.verdict).toBe(verdict);
  });

  const keeps = 'with activation leaky-relu(a), init normal(2/(1+a^2))';
  const ranges = 'for L in 1..3, d in 1..3, a in 1/2..3/4';
  test('a mean of 1, at any slope of a range', async () => {
    const below = await checkClaim(`mean(forwardNorm2) <= 1-1e-9 ${ranges} ${keeps}`, { budget: 1 });
    expect([below.verdict, below.oracle]).toEqual(['refuted', 'exact']);
    const above = await checkClaim(`mean(forwardNorm2) <= 1+1e-9 ${ranges} ${keeps}`, { budget: 1 });
    expect([above.verdict, above.oracle]).toEqual(['verified', 'exact']);
  });

  // One unit: X = 2 z^2 or z^2/8, and P(|z| > sqrt(t/2)) is next to 0 at t = 1e300, below 1e-140 is P(|z| < sqrt(8t)) at t = 1e-300.
  test.each([
    ['P(forwardNorm2 <= 1e300) <= 1/2', 'refuted'],
    ['P(forwardNorm2 <= 1e300) >= 1-1e-15', 'verified'],
    ['P(forwardNorm2 <= 1e-300) >= 1e-140', 'refuted'],
    ['P(forwardNorm2 >= 1e-300) <= 1/2', 'refuted'],
    ['P(forwardNorm2 >= 1e300) >= 1e-300', 'refuted'],
    ['P(forwardNorm2 >= 1e300) <= 1e-300', 'verified'],
  ])('thresholds far out: %s is %s', async (statement, expected) => {
    const { verdict } = await checkClaim(`${statement} for L = 1, d = 1 with activation leaky-relu(1/4)`, {
      budget: 20,
    });
    expect(verdict).toBe(expected);
  });

  // F2, G1 and G2 at slope 1/2: c = 3.08, and p g = 1 with p = 5/8.
  test.each([
    'mean(forwardNorm2^2) = (1+3.08/d)^L within 1e-9 for L in 1..5, d in 1..6',
    'mean(gradientNorm2[1]) = 5/8 within 1e-9 for L in 1..5, d in 1..6',
    'mean(gradientNorm2[L]^2) = 25/64*(1+3.08/d)^L within 1e-9 for L in 1..5, d in 1..6',
  ])('%s', async (text) => {
    const settings = 'with activation leaky-relu(1/2), init normal(8/5)';
    const { verdict, oracle } = await checkClaim(`${text} ${settings}`);
    expect([verdict, oracle]).toEqual(['verified', 'exact']);
    const wrong = text.replace('3.08', '3.09').replace('= 5/8', '= 5/8*(1+1e-6)');
    expect((await checkClaim(`${wrong} ${settings}`)).verdict).toBe('refuted');
  });
});

describe('equalities of means, by algebra or exact rational arithmetic', () => {
  // F2 with c = (5a^4 - 2a^2 + 5)/(1+a^2)^2 (77/25 at 1/2), gain 2; one unit: E z^6 (1 + a^6)/2 with gain g is 15 g^3 (1+a^6)/2.
  test.each([
    [
      'mean(forwardNorm2) = (1+1/16)^L for L in 1..60, d in 1..60',
      'leaky-relu(1/4)',
      '1/16',
      '1/15',
      'proved',
    ],
    [
      'mean(forwardNorm2) = (1+a^2)^L for L in 1..6, d in 1..6, a in 1/4..4',
      'leaky-relu(a)',
      'a^2',
      'a^3',
      'proved',
    ],
    [
      'mean(forwardNorm2^2) = ((5/4)^2*(1+77/25/d))^L for L in 1..9, d in 1..9',
      'leaky-relu(1/2)',
      '77',
      '78',
      'proved',
    ],
    ['mean(forwardNorm2^3) = 15*8*(1+1/3^6)/2 for L = 1, d = 1', 'leaky-relu(-1/3)', '3^6', '3^5', 'proved'],
    [
      'mean(gradientNorm2[1]) = 5/8*(5/4)^(L-1) for L in 1..9, d in 1..9',
      'leaky-relu(1/2)',
      '5/8',
      '5/9',
      'proved',
    ],
    [
      'mean(forwardNorm2) = floor(1/2)+(5/4)^L for L in 1..3, d in 1..3',
      'leaky-relu(1/2)',
      'floor(1/2)',
      'floor(3/2)',
      'proved',
    ],
  ])('%s', async (text, activation, right, wrong, expected) => {
    const settings = `with activation ${activation}`;
    expect((await checkClaim(`${text} ${settings}`, { budget: 10 })).verdict).toBe(expected);
    const { verdict } = await checkClaim(`${text.replace(right, wrong)} ${settings}`, { budget: 10 });
    expect(verdict).toBe('refuted');
  });

  test('a wrong last digit that doubles do not hold is seen', async () => {
    // E X = (1 + 1/16)^16 = 17^16/16^16.
    const claim = (numerator: bigint) =>
      `mean(forwardNorm2) = ${numerator}/16^16 for L = 16, d = 3 with activation leaky-relu(1/4)`;
    expect((await checkClaim(claim(17n ** 16n), { budget: 10 })).verdict).toBe('proved');
    expect((await checkClaim(claim(17n ** 16n + 1n), { budget: 10 })).verdict).toBe('refuted');
  });

  // One unit: X = 2 z^2 if it is active, else 2 a^2 z^2; it is dead with probability 1/2 if a = 0.
  test.each([
    ['mean(forwardNorm2 | alive) = 2', 'leaky-relu(0)', 'proved'],
    ['mean(forwardNorm2 | alive) = 1', 'leaky-relu(0)', 'refuted'],
    ['mean(forwardNorm2 | alive) = 5/4', 'leaky-relu(-1/2)', 'proved'],
    ['mean(forwardNorm2 | alive) = 5/2', 'leaky-relu(-1/2)', 'refuted'],
    ['P(forwardNorm2 <= 0) = 1/2', 'leaky-relu(1-1)', 'proved'],
    ['P(forwardNorm2 <= 0) = 0', 'leaky-relu(1-1)', 'refuted'],
    ['P(forwardNorm2 <= 0) = 0', 'leaky-relu(1/1000)', 'proved'],
    ['P(forwardNorm2 <= 0) = 0', 'leaky-relu(-sqrt(2)/1000)', 'proved'],
    ['P(forwardNorm2 <= 0) = 1/2', 'leaky-relu(1/1000)', 'refuted'],
  ])('%s with %s: %s', async (statement, activation, expected) => {
    const text = `${statement} for L = 1, d = 1 with activation ${activation}`;
    expect((await checkClaim(text, { budget: 10 })).verdict).toBe(expected);
  });
});

describe('moments at slopes that the law does not reach', () => {
  const across = 'for L in 1..5, d in 1..5, a in -1..1 with activation leaky-relu(a)';
  // (p g)^L with p = (1+a^2)/2 (F1, G1); F2 for one layer; all layers of their own widths by U1's derivation.
  test.each([
    [`mean(forwardNorm2) = (1+a^2)^L ${across}`, '1+a^2', '1+a^2+1e-9*a^2'],
    [`mean(forwardNorm2) = (1+a^2)^L ${across}`, '1+a^2', '1+a^4'],
    [`mean(forwardNorm2) = 1 ${across}, init normal(2/(1+a^2))`, '= 1', '= 1+1e-9*a'],
    [`mean(gradientNorm2[1]) = (1+a^2)^L/2 ${across}`, '(1+a^2)^L/2', '(1+a^2)^(L-1)/2'],
    [
      'mean(forwardNorm2^2) = (6*(1+a^4)+(d-1)*(1+a^2)^2)/d for L = 1, d in 1..9, a in -1..1 with activation leaky-relu(a)',
      '1+a^4',
      '1+a^4+1e-9*a^2',
    ],
    [
      'mean(gradientNorm2[l]) = (1+a^2)^3/2*d[l-1]/d[0] for l in 1..3, m in 1..9, a in -1..1 with widths [m, 2*m, 3], activation leaky-relu(a)',
      'd[l-1]',
      'd[l]',
    ],
    [
      'mean(forwardNorm2) = (101/100)^L for L in 1..9, d in 1..2000 with activation leaky-relu(1/10)',
      '101/100',
      '101/100+1e-9',
    ],
    // The law reaches the slope, but not in layers so wide.
    [
      'mean(forwardNorm2) = (5/4)^L for L in 1..9, d in 1..1000000 with activation leaky-relu(1/2)',
      '5/4',
      '5/4+1e-9',
    ],
  ])('%s is proved, not with %s replaced by %s', async (text, right, wrong) => {
    expect((await checkClaim(text, { budget: 10 })).verdict).toBe('proved');
    const neighbour = text.replace(right, wrong);
    expect(neighbour).not.toBe(text);
    expect((await checkClaim(neighbour, { budget: 10 })).verdict).toBe('refuted');
  });

  test.each([
    ['mean(forwardNorm2) >= 1', 'verified'],
    ['mean(forwardNorm2) <= 2^L', 'verified'],
    ['mean(forwardNorm2) <= 2^L*(1-1e-9)', 'refuted'],
    ['mean(forwardNorm2) >= 1+1e-9', 'refuted'],
    // Dead nets are there at a slope of 0 alone.
    ['P(forwardNorm2 <= 0) <= 0', 'refuted'],
    ['mean(forwardNorm2 | alive) <= mean(forwardNorm2)', 'refuted'],
    ['P(forwardNorm2 <= 0) <= 1-(1-2^-d)^L', 'verified'],
  ])('inequalities at slopes in -1..1: %s is %s', async (statement, expected) => {
    const { verdict, alpha } = await checkClaim(`${statement} ${across}`, { budget: 10 });
    expect([verdict, alpha]).toEqual([expected, 0]);
  });

  test('with a quantity that needs the law the claim is left to drawn nets', () => {
    const { left, ...claim } = claimOf('median(forwardNorm2) + mean(forwardNorm2)', 'leaky-relu(1/10)');
    expect(quantitiesOf(left).map((each) => hasLaw(each, { left, ...claim }))).toEqual([false, true]);
  });
});

describe('a slope is 0 only where it is exactly that', () => {
  const dead = 'P(forwardNorm2 <= 0) >= 2/5 for L = 1, d = 1';
  test.each(['exp(-1000)', '-exp(-1000)', 'sqrt(2)^2-2', '0*sqrt(2)+exp(-800)'])(
    'bad input: %s',
    async (slope) => {
      for (const oracle of [undefined, 'simulated'] as const) {
        const options = { budget: 1, ...(oracle === undefined ? {} : { oracle }) };
        await expect(checkClaim(`${dead} with activation leaky-relu(${slope})`, options)).rejects.toThrow(
          /the slope cannot be told from 0; write 0 for relu/,
        );
      }
    },
  );

  // As an end of a range 0.1 is 1/10, though its double lies 5.6e-18 above. Nets are drawn: each verdict is wrong by chance with probability below 1e-9, and half of
  // the nets die or none.
  test.each([
    ['a-1/10', '0.1', 'supported'],
    ['a-1/10', '0.1000000000000001', 'refuted'],
    ['a-1/4', '0.25', 'supported'],
  ])('%s at a = %s: %s', async (slope, a, expected) => {
    const text = `${dead}, a in ${a}..${a} with activation leaky-relu(${slope})`;
    expect((await checkClaim(text, { budget: 1, oracle: 'simulated', alpha: 1e-9 })).verdict).toBe(expected);
  });
});

describe('slopes 0, 1 and -1 are relu and linear layers', () => {
  const values = (quantity: string, activation: string) => {
    const claim = claimOf(quantity, activation);
    const value = exactValuation(claim, { L: 3, d: 2 })!(quantityNodes(claim.left)[0]!);
    return [value.lower, value.upper];
  };
  const quantities = [
    'median(forwardNorm2)',
    'quantile(forwardNorm2 | alive, 1/10)',
    'P(forwardNorm2 <= 1/9)',
  ]
    .concat(['mean(forwardNorm2^(1/3))', 'logMean(forwardNorm2)', 'median(gradientNorm2[2])'])
    .concat(['quantile(forwardNorm2, 1/10)', 'P(forwardNorm2 >= 100 | alive)']);
  test.each(quantities)('%s', (quantity) => {
    expect(values(quantity, 'leaky-relu(0)')).toEqual(values(quantity, 'relu'));
    for (const slope of ['1', '-1']) {
      const [lower, upper] = values(quantity, `leaky-relu(${slope})`);
      const [least, most] = values(quantity, 'linear');
      // Two enclosures of one number, both narrow.
      expect(Math.max(lower!, least!)).toBeLessThanOrEqual(Math.min(upper!, most!));
      expect(upper! - lower!).toBeLessThan(1e-9 * Math.max(1, Math.abs(upper!)));
    }
  });
});

test('a price goes by the slope at the point', () => {
  const claim = claimOf('median(forwardNorm2)', 'leaky-relu(a)', 'L in 1..3, d in 1..30, a in 1/4..1');
  const price = (a: number) => exactPointCost(claim, { L: 3, d: 30, a });
  expect(price(0.25)).toBeGreaterThan(4 * price(0.5));
  expect(price(1)).toBe(
    exactPointCost(claimOf('median(forwardNorm2)', 'linear', 'L in 1..3, d in 1..30'), { L: 3, d: 30 }),
  );
});

test('what the law refuses as out of reach is undecided, not an error', async () => {
  const { verdict, reason } = await checkClaim(
    'quantile(forwardNorm2, 1e-300) >= 1 for L in 2..2, d in 1..1 with activation leaky-relu(1/4)',
  );
  expect([verdict, reason]).toEqual([
    'undecided',
    'At L=2, d=1: one side is enclosed from one side alone, or not at all.',
  ]);
});

// E X^r is finite for every r > 0, and infinite for r <= -d/2: only the latter is an error of the claim's.
test('a mean of a higher order than the law values is undecided, not said to be infinite', async () => {
  const nets = 'for L in 1..1, d in 4..4 with activation leaky-relu(1/2)';
  const { verdict, reason } = await checkClaim(`mean(forwardNorm2^100000) >= 1 ${nets}`);
  expect([verdict, reason]).toEqual([
    'undecided',
    'At L=1, d=4: one side is enclosed from one side alone, or not at all.',
  ]);
  await expect(checkClaim(`mean(forwardNorm2^(-2)) >= 1 ${nets}`)).rejects.toThrow(
    /mean\(forwardNorm2\^\(-2\)\) is no finite number: /,
  );
});
