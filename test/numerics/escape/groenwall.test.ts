/** The Lipschitz bound against gradients that it must cover, and Groenwall's time against flows whose times are known. */
import { describe, expect, test } from 'vitest';
import { type Batch, batchNet } from '../../../numerics/escape/batch-net.js';
import { checkGroenwall, groenwallBound } from '../../../numerics/escape/groenwall.js';
import { lipschitzBound, spectralBound } from '../../../numerics/escape/lipschitz.js';
import { drawStart } from '../../../numerics/escape/start.js';
import { squareNetwork } from '../../../numerics/network/network.js';
import { weightSource } from '../../../numerics/random/source.js';

const linear = { activation: { kind: 'linear' }, init: { name: 'lecun-normal' } } as const;

/** A chain of L weights: L - 1 layers and the readout. */
const chain = (depth: number) => squareNetwork(depth - 1, 1, linear);
const one: Batch = { inputs: Float64Array.of(1), targets: Float64Array.of(1) };

const norm = (v: Float64Array) => Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));

describe('spectralBound', () => {
  test('covers the norm, by at most n^(1/8)', () => {
    // diag(3, 4) turned: singular values 4 and 3.
    const [c, s] = [0.6, 0.8];
    const turned = Float64Array.of(3 * c, -4 * s, 3 * s, 4 * c);
    expect(spectralBound(turned, 2, 2)).toBeCloseTo((3 ** 8 + 4 ** 8) ** (1 / 8), 6);
    expect(spectralBound(Float64Array.of(3, 4), 1, 2)).toBeCloseTo(5, 7);
    expect(spectralBound(Float64Array.of(3, 4), 2, 1)).toBeCloseTo(5, 7);
    // Rank one, 2 x 3: |u| |v|.
    expect(spectralBound(Float64Array.of(1, 2, 2, 2, 4, 4), 2, 3)).toBeCloseTo(Math.sqrt(5) * 3, 6);
    expect(spectralBound(Float64Array.of(1, 2, 2, 2, 4, 4), 3, 2)).toBeGreaterThan(0);
    expect(
      spectralBound(
        turned.map((x) => x * 1e-200),
        2,
        2,
      ),
    ).toBeGreaterThan(4e-200);
    expect(spectralBound(new Float64Array(4), 2, 2)).toBe(0);
  });
});

describe('lipschitzBound', () => {
  test.each([
    [1, 3],
    [3, 2],
    [6, 4],
  ])('covers the gradients of a linear net of depth %i and width %i', (depth, width) => {
    const network = squareNetwork(depth, width, linear);
    const source = weightSource(77, 'normal');
    let sharpest = Infinity;
    for (let net = 0; net < 10; net++) {
      const { parameters, batch } = drawStart(network, 5, true, 3, net);
      const problem = batchNet(network, batch, 'mean');
      const size = problem.size;
      const gradientAt = (w: Float64Array) => {
        const gradient = new Float64Array(size);
        problem.lossAndGradient(w, gradient);
        return gradient;
      };
      for (const radius of [1e-3, 0.1, 2]) {
        const gamma = lipschitzBound(network, parameters, batch, 'mean', radius);
        for (let pair = 0; pair < 20; pair++) {
          const [p, q] = [0, 1].map((end) => {
            const direction = new Float64Array(size);
            source.column(net, pair, end, direction, size);
            const length = norm(direction);
            return parameters.map((w, i) => w + (radius * direction[i]!) / length);
          }) as [Float64Array, Float64Array];
          const [atP, atQ] = [gradientAt(p), gradientAt(q)];
          const ratio = norm(atP.map((g, i) => g - atQ[i]!)) / norm(p.map((w, i) => w - q[i]!));
          expect(ratio).toBeLessThanOrEqual(gamma);
          sharpest = Math.min(sharpest, gamma / ratio);
        }
      }
    }
    // Not vacuous either: within a factor that the widths and depths explain.
    expect(sharpest).toBeLessThan(10 * depth * width);
  });

  test('is the norm of the Hessian for small balls on small balanced chains: w^(L-2) (L - 1 + w^L)', () => {
    for (const depth of [2, 3, 5, 9]) {
      const w = 0.5;
      const parameters = new Float64Array(depth).fill(w);
      const gamma = lipschitzBound(chain(depth), parameters, one, 'half-sum', 1e-9);
      expect(gamma / (w ** (depth - 2) * (depth - 1 + w ** depth)) - 1).toBeCloseTo(0, 6);
      // The Hessian's own norm is w^(L-2) (L - 1 - (2L-1) w^L) or w^(L-2) (1 - w^L): below, and near for w^L << 1.
      expect(gamma).toBeGreaterThan(w ** (depth - 2) * Math.abs(depth - 1 - (2 * depth - 1) * w ** depth));
    }
  });

  test('covers the largest Hessian of the ball on the chain: all weights raised by r/sqrt L', () => {
    const [depth, w] = [6, 0.2];
    for (const radius of [0.01, 0.2, 1]) {
      const moved = w + radius / Math.sqrt(depth);
      const along = moved ** (depth - 2) * Math.abs((2 * depth - 1) * moved ** depth - (depth - 1));
      const gamma = lipschitzBound(chain(depth), new Float64Array(depth).fill(w), one, 'half-sum', radius);
      expect(gamma).toBeGreaterThanOrEqual(along);
      expect(gamma).toBeLessThan(60 * along);
    }
  });

  test('where products of weights are 0 in doubles it is not', () => {
    const depth = 2000;
    const parameters = new Float64Array(depth).fill(0.3);
    expect(lipschitzBound(chain(depth), parameters, one, 'half-sum', 0.1)).toBeGreaterThan(0);
  });
});

describe('the bound', () => {
  test('log(1 + gamma r/g)/gamma, at all sizes', () => {
    expect(groenwallBound(2, 3, 1.5)).toBeCloseTo(Math.log(5) / 2, 14);
    expect(groenwallBound(1e-300, 1, 0.5) / 2).toBeCloseTo(1, 14);
    // r/|g| alone is beyond all doubles.
    expect(groenwallBound(2 ** -1018, 2 ** 600, 2 ** -428) / 2 ** 1018).toBeCloseTo(Math.log(1025), 14);
    expect(groenwallBound(1e200, 1e200, 1e-200) / (600e-200 * Math.log(10))).toBeCloseTo(1, 13);
    expect(groenwallBound(1e-17, 1, 1)).toBe(1);
  });

  test('is met by a flow that grows as e^(gamma t): a chain of two small weights', () => {
    // w' = w (1 - w^2): w = 1e-6 grows by e^t until r = 1e-3; gamma = 1 + O(r).
    const start = Float64Array.of(1e-6, 1e-6);
    const found = checkGroenwall(chain(2), start, one, 'half-sum', 1e-3);
    expect(found.outcome).toBe('event');
    expect(found.slack).toBeGreaterThan(0);
    expect(found.slack / found.time).toBeLessThan(2e-3);
    // Half of gamma would claim more than is true.
    expect(groenwallBound(found.gamma / 2, 1e-3, found.gradientNorm)).toBeGreaterThan(found.time);
    expect(found.gradientNorm / (Math.SQRT2 * 1e-6 * (1 - 1e-12))).toBeCloseTo(1, 12);
  });

  test('holds along flows of chains and linear nets', () => {
    let events = 0;
    for (const depth of [2, 3, 6]) {
      for (const w of [0.1, 0.4, 0.8]) {
        for (const radius of [0.01, 0.1, 0.5]) {
          const found = checkGroenwall(
            chain(depth),
            new Float64Array(depth).fill(w),
            one,
            'half-sum',
            radius,
          );
          expect(found.slack).toBeGreaterThan(-1e-9 * found.time);
          if (found.outcome === 'event') events += 1;
        }
      }
    }
    for (let net = 0; net < 10; net++) {
      const network = squareNetwork(1 + (net % 4), 4, linear);
      const { parameters, batch } = drawStart(network, 6, true, 12, net);
      const found = checkGroenwall(network, parameters, batch, 'mean', 0.05, { horizon: 1e4 });
      expect(found.slack).toBeGreaterThan(-1e-9 * found.time);
      if (found.outcome === 'event') events += 1;
    }
    expect(events).toBeGreaterThan(20);
  });

  test('what is out of range is refused', () => {
    expect(() => groenwallBound(0, 1, 1)).toThrow(RangeError);
    expect(() => groenwallBound(1, 1, Number.NaN)).toThrow(RangeError);
    const start = Float64Array.of(0.5, 0.5);
    expect(() => checkGroenwall(squareNetwork(1, 1), start, one, 'mean', 1)).toThrow(RangeError);
    expect(() => checkGroenwall(chain(2), start, one, 'mean', 0)).toThrow(RangeError);
    expect(() => checkGroenwall(chain(3), start, one, 'mean', 1)).toThrow(RangeError);
    expect(() => checkGroenwall(chain(2), new Float64Array(2), one, 'mean', 1)).toThrow(RangeError);
  });
});
