/** The density of the law for pictures, against the densities of chi^2 laws and against differences of the distribution function. Nothing random. */
import { describe, expect, test } from 'vitest';
import { exactLawOf, type ProductLaw } from '../../../numerics/law/index.js';
import { squareNetwork } from '../../../numerics/network/network.js';

/** log Gamma(k/2) for k = 1, 2, ... by recurrence. */
function logGammaHalf(k: number): number {
  let log = k % 2 === 1 ? Math.log(Math.PI) / 2 : 0;
  for (let j = k % 2 === 1 ? 1 : 2; j < k; j += 2) log += Math.log(j / 2);
  return log;
}

/** The density at s of log(chi^2_k/d). */
function chiSquare(s: number, k: number, d: number): number {
  const x = d * Math.exp(s);
  return Math.exp((k / 2) * Math.log(x) - x / 2 - (k / 2) * Math.log(2) - logGammaHalf(k));
}

const points = (law: ProductLaw, reach: number) =>
  Array.from({ length: 41 }, (_, i) => law.logMean().value + law.logSpread * reach * (i / 20 - 1));

describe('densityWithin', () => {
  test.each([1, 2, 7, 64])('is that of a chi^2 law for one linear layer of width %i', (d) => {
    const network = squareNetwork(1, d, { activation: { kind: 'linear' }, init: { name: 'lecun-normal' } });
    const law = exactLawOf(network);
    const density = law.densityWithin(5);
    for (const s of points(law, 4.5)) expect(Math.abs(density(s) - chiSquare(s, d, d))).toBeLessThan(1e-9);
  });

  test('is that of a mixture of chi^2 laws for one relu layer, given alive', () => {
    const law = exactLawOf(squareNetwork(1, 3));
    const density = law.densityWithin(5);
    // Of 3 units 1, 2 or 3 are on, in 3, 3 and 1 of the 7 cases; sigma^2 = 2/3.
    const mixture = (s: number) =>
      [3, 3, 1].reduce((sum, share, i) => sum + (share / 7) * chiSquare(s, i + 1, 1.5), 0);
    for (const s of points(law, 4.5)) expect(Math.abs(density(s) - mixture(s))).toBeLessThan(1e-9);
  });

  test.each([
    [64, 32],
    [1000, 512],
    [1000, 1],
  ])('is the slope of the distribution function at (L, d) = (%i, %i)', (depth, width) => {
    const law = exactLawOf(squareNetwork(1, width), { repeat: depth });
    const [density, cdf] = [law.densityWithin(4.5), law.cdfWithin(5)];
    const h = law.logSpread / 1000;
    for (const s of points(law, 4)) {
      const slope = (cdf(s + h).value - cdf(s - h).value) / (2 * h);
      // The third derivative of the density is at most some 1/spread^3: h^2/6 of it is 3e-7/spread.
      expect(Math.abs(density(s) - slope)).toBeLessThan(1e-6 / law.logSpread);
    }
  });
});
