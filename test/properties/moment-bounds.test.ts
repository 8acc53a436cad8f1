/** Bounds on E X^(2r) that make intervals for E X^r valid, against moments in closed form. */
import { expect, test } from 'vitest';
import { momentBounds } from '../../properties/moment-bounds.js';
import { networkAt } from '../../properties/network-at.js';
import { observableAt } from '../../properties/observables.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

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

test.each([1e-20, 1e-9, 0.3, 1])(
  'a single layer has no Hessian: all powers of its norm are 0 surely, %d too',
  (power) => {
    const point = { L: 1, d: 2 };
    const observable = observableAt({ name: 'hessianNorm2', indices: [] }, point, claim.settings);
    expect(momentBounds(observable, networkAt(claim, point), power, false)).toMatchObject({
      logSecondMoment: -Infinity,
    });
  },
);
