/** One layer's transform and third absolute moment against 40-digit values by other routes (test/reference/law/layer.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { beta3 } from '../../../numerics/law/beta3.js';
import { logMomentRatio, tiltDegrees } from '../../../numerics/law/degrees.js';
import { logGammaRatio } from '../../../numerics/law/gamma-ratio.js';
import { ratioMinusOne } from '../../../numerics/law/layer-transform.js';
import { ProductLaw } from '../../../numerics/law/product-law.js';

interface Reference {
  readonly ratios: readonly {
    readonly width: number;
    readonly activation: 'relu' | 'linear';
    readonly least: number;
    readonly c: number;
    readonly x: number;
    readonly y: number;
    readonly re: string;
    readonly im: string;
    readonly logTotal: string;
  }[];
  readonly beta3: readonly {
    readonly width: number;
    readonly activation: 'relu' | 'linear';
    readonly beta3: string;
  }[];
}

const reference: Reference = JSON.parse(
  readFileSync(new URL('../../reference/law/layer.json', import.meta.url), 'utf8'),
);

describe('phi(c + z)/phi(c) - 1', () => {
  test.each(reference.ratios)('$activation $width, N >= $least, c = $c, z = $x + $y i', (point) => {
    const tilted = tiltDegrees({ width: point.width, activation: point.activation }, point.c, point.least);
    const found = ratioMinusOne(tilted, point.x, point.y);
    const [re, im] = [Number(point.re), Number(point.im)];
    // The reference's own rounding to a double.
    const rounding = 2 ** -53 * (Math.abs(re) + Math.abs(im));
    expect(Math.hypot(found.re - re, found.im - im)).toBeLessThanOrEqual(found.error + rounding);
    expect(found.error).toBeLessThan(2e-14);
    const logTotal = Number(point.logTotal);
    expect(Math.abs(tilted.logTotal.value - logTotal)).toBeLessThanOrEqual(
      tilted.logTotal.error + 2 ** -53 * Math.abs(logTotal),
    );
    expect(tilted.logTotal.error).toBeLessThan(1e-14 * (10 + Math.abs(logTotal)));
  });

  test('small z loses nothing: at z = i/1e6 the error is far below the rounding of 1', () => {
    const { re, im, error } = ratioMinusOne(tiltDegrees({ width: 4, activation: 'relu' }, 0), 0, 1e-6);
    const point = reference.ratios.find(({ y }) => y === 1e-6)!;
    expect(error).toBeLessThan(1e-17);
    expect(Math.hypot(re - Number(point.re), im - Number(point.im))).toBeLessThanOrEqual(error);
  });
});

describe('log Gamma(b+z)/Gamma(b) - z log b', () => {
  test('whole steps are products: z = n', () => {
    for (const b of [0.5, 1, 3.25, 11.75, 12, 40.5, 1e3, 1e6]) {
      let product = 0;
      for (let n = 1; n <= 9; n++) {
        product += Math.log1p((n - 1) / b);
        const { re, im, error } = logGammaRatio(b, n, 0);
        expect(Math.abs(re - product)).toBeLessThanOrEqual(error + 3e-16 * n * product);
        expect(im).toBe(0);
      }
    }
  });

  test('reflection: |Gamma(1/2 + iy)|^2 = pi / cosh(pi y)', () => {
    for (const y of [1e-3, 0.3, 1, 4, 20, 150]) {
      const { re, error } = logGammaRatio(0.5, 0, y);
      // -z log b is imaginary here.
      const expected = 0.5 * (Math.LN2 - Math.PI * y - Math.log1p(Math.exp(-2 * Math.PI * y)));
      expect(Math.abs(re - expected)).toBeLessThanOrEqual(error + 4e-16 * (1 + Math.abs(expected)));
      expect(error).toBeLessThan(1e-14 * (1 + y));
    }
  });
});

test.each([1, 16, 300, 5000])(
  'V_n(c+1)/V_n(c) is b/scale, close to a pole of wide layers too: width %d',
  (width) => {
    for (const shape of [
      { width, activation: 'relu' },
      { width, activation: 'leaky-relu', p: 1 / 16 },
    ] as const) {
      const scale = shape.activation === 'relu' ? width / 4 : (width * 17) / 4;
      for (const power of [-27, -20, -9, -3]) {
        const { value, error } = logMomentRatio(shape, 2 ** power, 1);
        const truth = power * Math.LN2 - Math.log(scale);
        expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 4e-16 * Math.abs(truth));
        expect(error).toBeLessThan(3e-14 + 2e-15 * 2 ** -power);
      }
    }
  },
);

test.each(reference.beta3)('beta3 of $activation $width', ({ width, activation, beta3: expected }) => {
  const { value, error } = beta3(new ProductLaw([{ width, gain: 1.7, activation, count: 12 }]));
  expect(Math.abs(value - Number(expected))).toBeLessThanOrEqual(error + 4e-16);
  expect(error).toBeLessThan(1e-11);
});

test('beta3 of unequal layers is refused', () => {
  const groups = [4, 5].map((width) => ({ width, gain: 2, activation: 'relu', count: 1 }) as const);
  expect(() => beta3(new ProductLaw(groups))).toThrow(RangeError);
});
