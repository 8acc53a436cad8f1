/** The example of an observable, against a closed form; and observables that cannot be used. Chance: below 1e-6 a verdict, seeds fixed. */
import { type CustomObservable, type CustomOracle, checkClaim } from 'vanishing-curvature/properties';
import { describe, expect, test } from 'vitest';
import { residualNorm2 } from '../../examples/residual-net.js';
import { toTex } from '../../theory/expression/tex.js';
import { parseClaim } from '../../theory/language/parse-claim.js';
import { normalCdf } from '../../theory/special/normal.js';

const observables = [residualNorm2];

// One linear layer of width 1: X = (1 + w)^2 with w ~ N(0, 1), so P(X <= t) = Phi(sqrt(t) - 1) - Phi(-sqrt(t) - 1).
const law = (shift: string) =>
  `P(residualNorm2 <= t) = normalCdf(sqrt(t)-1) - normalCdf(-sqrt(t)-1)${shift} within abs 1/50 for L = 1, d = 1, t in 1/4..4 with activation linear, init normal(1)`;

describe('the residual net', () => {
  test('follows its law', async () => {
    const verdict = await checkClaim(law(''), { observables, budget: 20 });
    expect(verdict).toMatchObject({ verdict: 'supported', oracle: 'simulated' });
  });

  test('and no other: 0.05 away is refuted', async () => {
    expect((await checkClaim(law(' + 1/20'), { observables, budget: 20 })).verdict).toBe('refuted');
  });

  test('its mean, bounded from below: E (1 + w)^2 = 2', async () => {
    const claim = (bound: string) =>
      `mean(residualNorm2) >= ${bound} for L = 1, d = 1 with activation linear, init normal(1)`;
    expect((await checkClaim(claim('1.8'), { observables, budget: 20 })).verdict).toBe('supported');
    expect((await checkClaim(claim('2.2'), { observables, budget: 2 })).verdict).toBe('undecided');
  });

  // P((1 + w)^2 <= t) <= P(w^2 <= t) by Anderson's inequality; the right side is the program's own exact law, the left one an oracle's.
  test('beside a quantity of the exact law', async () => {
    const shifted: CustomOracle = {
      name: 'shifted',
      covers: ({ functional, observable }) => functional === 'P' && observable === 'residualNorm2',
      enclose: ({ argument }) => {
        const root = Math.sqrt(argument!);
        const value = normalCdf(root - 1) - normalCdf(-root - 1);
        return { lower: value - 1e-12, upper: value + 1e-12 };
      },
    };
    const claim = (relation: string) =>
      `P(residualNorm2 <= t) ${relation} P(forwardNorm2 <= t) for L = 1, d = 1, t in 1/4..4 with activation linear, init normal(1)`;
    const options = { observables, oracles: [shifted], budget: 2 };
    expect(await checkClaim(claim('<='), options)).toMatchObject({ verdict: 'verified', oracle: 'custom' });
    expect(await checkClaim(claim('>='), options)).toMatchObject({ verdict: 'refuted', oracle: 'custom' });
  });

  test('does not vanish where the plain net does', async () => {
    const nets = 'for L in 24..32, d in 4..6';
    expect(
      (await checkClaim(`median(residualNorm2) >= 1 ${nets}`, { observables, budget: 20 })).verdict,
    ).toBe('supported');
    expect((await checkClaim(`median(forwardNorm2) >= 1 ${nets}`, { observables })).verdict).toBe('refuted');
  });

  test('in TeX', () => {
    const { left } = parseClaim('median(residualNorm2) <= 1 for L = 1, d = 1', { observables });
    expect(toTex(left)).toBe('\\operatorname{median}\\left[\\operatorname{residualNorm2}\\right]');
  });
});

const one = (value: number, more: Partial<CustomObservable> = {}): CustomObservable => ({
  name: 'mine',
  scale: 'plain',
  draw: () => () => ({ value }),
  ...more,
});

describe('bad observables', () => {
  const check = (observable: CustomObservable, text = 'median(mine) <= 1 for L = 1, d = 2') =>
    checkClaim(text, { observables: [observable], budget: 1 });

  test.each<[string, CustomObservable, RegExp]>([
    ['NaN', one(Number.NaN), /^The observable mine of net 0 was drawn as NaN; it must be a finite number\.$/],
    [
      'Infinity',
      one(Infinity, { scale: 'log' }),
      /was drawn as Infinity; it must be a finite number, or -Infinity/,
    ],
    ['negative', one(-1, { nonnegative: true }), /was drawn as -1, but it is said to be at least 0\.$/],
    [
      'an error on the log scale',
      one(0, { scale: 'log', draw: () => () => ({ value: 0, error: 1 }) }),
      /on the log scale/,
    ],
    ['no passes', one(0, { passes: () => 0 }), /must cost a positive number of passes, not 0/],
    [
      'a word of the language',
      one(0, { name: 'forwardNorm2' }),
      /'forwardNorm2' is an observable and cannot name/,
    ],
    ['no name', one(0, { name: 'my norm' }), /^'my norm' cannot name an observable/],
    ['a range', one(0, { name: 'd' }), /'d' is an observable and cannot name a range/],
  ])('%s', async (_, observable, message) => {
    await expect(check(observable)).rejects.toThrow(message);
  });

  test('other numbers when it is drawn again', async () => {
    let calls = 0;
    const restless = one(0, { draw: () => () => ({ value: calls++ / 1e6 }) });
    await expect(check(restless)).rejects.toThrow(
      /and [\d.]+ when it was drawn again; it must depend on the network/,
    );
  });

  test('without a declaration the name is unknown', async () => {
    await expect(checkClaim('median(mine) <= 1 for L = 1, d = 2')).rejects.toThrow(
      /'mine' is not an observable/,
    );
  });
});

test('layer indices and probabilities: X is the index itself', async () => {
  const layer: CustomObservable = {
    name: 'layer',
    indices: 1,
    scale: 'plain',
    draw:
      ({ layers }) =>
      () => ({ value: layers[0]! }),
  };
  const claim = 'median(layer[l]) = l within abs 1/100 for L = 4, d = 2, l in 1..4';
  expect((await checkClaim(claim, { observables: [layer], budget: 5 })).verdict).toBe('supported');
  await expect(checkClaim('median(layer) <= 1 for L = 1, d = 1', { observables: [layer] })).rejects.toThrow(
    /layer takes one layer index: write layer\[l\]/,
  );
});
