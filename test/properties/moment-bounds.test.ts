/** Bounds on E X^(2r) that make intervals for E X^r valid, against moments in closed form. */
import { describe, expect, test } from 'vitest';
import { momentBounds } from '../../properties/moment-bounds.js';
import { networkAt } from '../../properties/network-at.js';
import { observableAt } from '../../properties/observables.js';
import { parseClaim, parseExpression } from '../../theory/language/parse-claim.js';

const claim = parseClaim(
  'mean(forwardNorm2) = 1 for L in 1..40, d = 1 with activation linear, init uniform(1), readout none',
);

test.each([1, 6, 40])('a chain of %i uniform factors: between whole orders the chord of log E X^t', (L) => {
  const point = { L, d: 1 };
  const observable = observableAt({ name: 'forwardNorm2', indices: [] }, point, claim.settings);
  // X = prod w^2 with w uniform on +-sqrt 3: E X^t = (3^t/(2t+1))^L.
  const truth = (t: number) => L * (t * Math.log(3) - Math.log(2 * t + 1));
  for (let tenth = 1; tenth <= 40; tenth++) {
    const t = tenth / 10;
    const bounds = momentBounds(observable, networkAt(claim, point), t / 2, false);
    if ('reason' in bounds) throw new Error(bounds.reason);
    expect(bounds.logSecondMoment).toBeGreaterThanOrEqual(truth(t) - 1e-12 * L);
    const [low, high] = [Math.floor(t), Math.ceil(t)];
    const chord = low === high ? truth(t) : truth(low) * (high - t) + truth(high) * (t - low);
    expect(bounds.logSecondMoment).toBeLessThanOrEqual(chord + 1e-9 * L);
  }
});

test.each([1e-20, 1e-9, 0.3, 1, 1.1, 40, 1e9])(
  'a single layer has no Hessian: all powers of its norm are 0 surely, %d too',
  (power) => {
    const point = { L: 1, d: 2 };
    const observable = observableAt({ name: 'hessianNorm2', indices: [] }, point, claim.settings);
    expect(momentBounds(observable, networkAt(claim, point), power, true)).toMatchObject({
      logSecondMoment: -Infinity,
    });
  },
);

describe('linear nets of width 2 with Rademacher weights: moments of gradients, against all nets', () => {
  const signs = (bits: number, count: number) =>
    Array.from({ length: count }, (_, i) => ((bits >> i) & 1 ? 1 : -1));
  const scale = Math.SQRT1_2;
  /** |M v|^2 by the rows of M, or |M^T v|^2. */
  const apply = ([a, b, c, d]: number[], [x, y]: number[], transposed = false) =>
    transposed ? [a! * x! + c! * y!, b! * x! + d! * y!] : [a! * x! + b! * y!, c! * x! + d! * y!];
  const norm2 = ([x, y]: number[]) => x! ** 2 + y! ** 2;
  const matrices = Array.from({ length: 16 }, (_, bits) => signs(bits, 4).map((sign) => sign * scale));

  /** |delta^l|^2 |a^(l-1)|^2 for x of norm 1, L = 3, of all nets. */
  function* gradients(l: number, x: number[], readouts: number[][]): Generator<number> {
    for (const first of matrices)
      for (const second of matrices)
        for (const third of matrices)
          for (const readout of readouts) {
            const forward = [x, apply(first, x), apply(second, apply(first, x))];
            const last = [
              apply(second, apply(third, readout, true), true),
              apply(third, readout, true),
              readout,
            ];
            yield norm2(forward[l - 1]!) * norm2(last[l - 1]!);
          }
  }

  const randoms = [0, 1, 2, 3].map((bits) => signs(bits, 2).map((sign) => sign * scale));
  test.each([
    ['dense', [scale, scale], 'random', randoms],
    ['sparse', [1, 0], 'random', randoms],
    ['dense', [scale, scale], 'fixed', [[scale, scale]]],
  ] as const)('%s input %j, readout %s', (input, x, readout, readouts) => {
    const text = `mean(gradientNorm2[1]) = 1 for L = 3, d = 2 with activation linear, init rademacher(1), input ${input}, readout ${readout}`;
    const network = networkAt(parseClaim(text), { L: 3, d: 2 });
    for (const l of [1, 2, 3]) {
      const { settings } = parseClaim(text);
      const index = parseExpression(`${l}`, { names: [] });
      const moments = observableAt(
        { name: 'gradientNorm2', indices: [index] },
        { L: 3, d: 2 },
        settings,
      ).moments(network);
      if ('reason' in moments) throw new Error(moments.reason);
      const all = [
        ...gradients(
          l,
          [...x],
          readouts.map((each) => [...each]),
        ),
      ];
      const truth = (r: number) => Math.log(all.reduce((sum, each) => sum + each ** r, 0) / all.length);
      expect(moments.logMean).toBeCloseTo(truth(1), 12);
      for (const r of [1, 2]) expect(moments.logMomentBound(r)).toBeCloseTo(truth(r), 10);
      for (const r of [3, 4, 8]) expect(moments.logMomentBound(r)).toBeGreaterThan(truth(r));
    }
  });
});
