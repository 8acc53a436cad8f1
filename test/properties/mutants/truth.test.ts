/** Truth of nudged claims, against closed forms and theory.md's numbers. Nothing is drawn. */
import { describe, expect, test } from 'vitest';
import { knownEnclosure } from '../../../properties/mutants/known.js';
import { catalogueEntry, mutantsOf } from '../../../properties/mutants/nudges.js';
import { truthOf } from '../../../properties/mutants/truth.js';
import { follows } from '../../../properties/mutants/weaker.js';
import type { CatalogueClaim } from '../../../theory/catalogue/theorem.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';

const truth = (before: string, after: string, kind: 'claim' | 'closed-form' = 'claim') => {
  const entry: CatalogueClaim = { kind, part: '', claim: before, mutant: { claim: before, change: '' } };
  return truthOf(entry, { id: 'x', kind, text: before }, { id: 'x', kind, text: after });
};

describe('by the exact law', () => {
  const domain = 'for L in 1..12, d in 2..12 where L >= d';
  const bound = `median(forwardNorm2) <= exp(-5*L/(2*d)) ${domain}`;
  test('a weaker bound is true, a stronger one false, with a point', () => {
    expect(truth(bound, `median(forwardNorm2) <= exp(-2*L/d) ${domain}`).kind).toBe('true');
    expect(truth(bound, `median(forwardNorm2) <= exp(-8*L/d) ${domain}`)).toMatchObject({
      kind: 'false',
      witness: expect.objectContaining({ L: expect.any(Number) }),
    });
    expect(truth(bound, `median(forwardNorm2) >= exp(-5*L/(2*d)) ${domain}`).kind).toBe('false');
  });

  test('an equality has no neighbours', () => {
    const before = 'mean(forwardNorm2^2) = (1+5/d)^L for L in 1..5, d in 1..5';
    expect(truth(before, 'mean(forwardNorm2^2) = (1+5.05/d)^L for L in 1..5, d in 1..5').kind).toBe('false');
    expect(truth(before, 'mean(forwardNorm2^2) = (1+5/d)^(1*L) for L in 1..5, d in 1..5').kind).toBe('true');
  });

  test('on a real domain what cannot be shown everywhere has only held', () => {
    const real = 'for L in 1..50, d in 2..50, eps in 1e-6..1';
    const before = `P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) ${real}`;
    expect(truth(before, `P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5.05*L/(8*d)) ${real}`)).toMatchObject({
      kind: 'held',
      points: expect.any(Number),
    });
    expect(truth(before, `P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-4.95*L/(8*d)) ${real}`).kind).toBe(
      'true',
    );
  });
});

describe('where nets would be drawn', () => {
  const domain = 'for L in 1..4, d in 8..16 with init he-uniform';
  const before = `mean(forwardNorm2) = 1 within 1/20 ${domain}`;
  test.each([
    ['mean(forwardNorm2) = 1.1 within 1/20', 'false'],
    // |1/1.02 - 1| = 0.0196.
    ['mean(forwardNorm2) = 1.02 within 1/20', 'true'],
    ['mean(forwardNorm2) = 1.02 within 1/60', 'false'],
    ['mean(forwardNorm2) = 1 within 1/10', 'true'],
    // An exact equality bears a smaller margin too.
    ['mean(forwardNorm2) = 1 within 1/40', 'true'],
    // E X^2 = 1.4 and more at d = 8.
    ['mean(forwardNorm2^2) = 1 within 1/20', 'false'],
    ['mean(forwardNorm2) = -1 within 1/20', 'false'],
    ['median(forwardNorm2) = 1 within 1/20', 'unknown'],
  ])('%s: %s', (statement, kind) => {
    expect(truth(before, `${statement} ${domain}`).kind).toBe(kind);
  });

  test('a bound on what nobody can value: looser is true, tighter unknown', () => {
    // At these depths Jensen's bound (E X)^(41/100) lies above.
    const chain = 'for L in 40..44, d = 1 with activation linear, init uniform(1), readout none';
    const spectrum = `mean(hessianNorm2^(41/100)) <= L*(L-1)*(3^(41/100)/(2*41/100+1))^(L-2) ${chain}`;
    expect(truth(spectrum, spectrum.replace('(L-1)', '(L-0.9)')).kind).toBe('true');
    expect(truth(spectrum, spectrum.replace('(L-1)', '(L-1.1)')).kind).toBe('unknown');
  });
});

test('closed forms, series and experiments', () => {
  const median = 'gammaMedian(L) >= L - 1/3 for L in 1..100';
  expect(truth(median, 'gammaMedian(L) >= L - 0.33 for L in 1..100', 'closed-form').kind).toBe('false');
  expect(truth(median, 'gammaMedian(L) >= L - 0.34 for L in 1..100', 'closed-form').kind).toBe('true');
  const kinds = (id: string, change: string) => {
    const entry = catalogueEntry(id);
    return mutantsOf(id, entry)
      .filter(({ nudge }) => nudge.change === change)
      .map(({ draft }) => truthOf(entry, draft, draft).kind);
  };
  expect(kinds('forward-log-expansion/series-mean', '6240 for 6239')).toEqual(['false']);
  expect(kinds('escape-growth-bound', '0.9 for 1')).toEqual(['true']);
  expect(kinds('escape-growth-bound', '1.1 for 1')).toEqual(['unknown']);
  expect(kinds('hessian-trace/relu', '1.01 for 1')).toEqual(['false']);
  // 155 steps are both bounds: raising the lower one leaves no number.
  expect(kinds('escape-epsilon/rmsprop-stalls', '156 for 155')).toEqual(['false', 'true']);
});

describe('what is known of a quantity encloses it, narrowly', () => {
  test.each([
    // theory.md, F2: the recursion by hand.
    ['mean(forwardNorm2^2)', 'L = 2, d = 3 with init he-uniform, input sparse', 4.0177778, 1e-7],
    ['mean(forwardNorm2^2)', 'L = 2, d = 3 with init rademacher', 3.8518519, 1e-7],
    // G1.
    ['mean(gradientNorm2[1]^2)', 'L = 3, d = 4 with init he-uniform, input sparse', 1.49428125, 1e-8],
    // H3.
    ['mean(hessianNorm2)', 'L = 5, d = 4 with init he-uniform', 20, 1e-6],
    // F10: 1 - (7/8)^4.
    ['P(forwardNorm2 <= 0)', 'L = 4, d = 3 with init he-uniform', 1 - (7 / 8) ** 4, 1e-12],
    // C1: E|F| = (sqrt 3/2)^L; for L = 1 P(X <= 1) = P(|w| <= 1) = 1/sqrt 3.
    [
      'mean(forwardNorm2^(1/2))',
      'L = 3, d = 1 with activation linear, init uniform(1)',
      (Math.sqrt(3) / 2) ** 3,
      1e-12,
    ],
    ['P(forwardNorm2 <= 1)', 'L = 1, d = 1 with activation linear, init uniform(1)', 1 / Math.sqrt(3), 1e-12],
    ['median(forwardNorm2)', 'L = 1, d = 1 with activation linear, init uniform(1)', 3 / 4, 1e-12],
  ])('%s at %s', (quantity, where, value, error) => {
    const claim = parseClaim(`${quantity} <= 1 for ${where}`);
    const point = Object.fromEntries(claim.ranges.map(({ name, from }) => [name, from]));
    if (claim.left.kind !== 'quantity') throw new Error('no quantity');
    const { lower, upper } = knownEnclosure(claim.left, claim, point);
    expect(lower).toBeLessThanOrEqual(value + error / 2);
    expect(upper).toBeGreaterThanOrEqual(value - error / 2);
    expect(upper - lower).toBeLessThan(1e-5);
  });
});

describe('monotony', () => {
  const domain = 'for L in 1..9, d in 2..9, eps in 1e-6..1';
  const before = `P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) + 1/d ${domain}`;
  const from = parseClaim(before);
  test.each([
    ['exp(-5', 'exp(-4', true],
    ['exp(-5', 'exp(-6', false],
    ['(8*d)', '(9*d)', true],
    ['(8*d)', '(7*d)', false],
    ['>= eps)', '>= 1.1*eps)', true],
    ['>= eps)', '>= 0.9*eps)', false],
    // eps < 1: powers fall as the exponent grows.
    ['(-1/2)', '(-2/2)', true],
    ['(-1/2)', '(-1/3)', false],
    ['+ 1/d', '- 1/d', false],
    ['+ 1/d', '+ 1.5/d', true],
    ['<= eps', '>= eps', false],
  ])('%s to %s: %s', (part, by, expected) => {
    expect(follows(from, parseClaim(before.replace(part, by)))).toBe(expected);
  });
});
