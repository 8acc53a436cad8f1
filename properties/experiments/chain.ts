/** C3, C4: the Hessian of the loss of a chain F = w_1 ... w_L (x = 1), for single chains. */
import { chainCoefficients, chainHessianEntry } from '../../numerics/chain/hessian.js';
import { chainEigenvalues } from '../../numerics/chain/spectrum.js';
import { shift } from '../../numerics/hessian/scaled.js';
import { exactly } from '../../numerics/law/enclosed.js';
import { weightSource } from '../../numerics/random/source.js';
import { chainHessianEntries } from '../../theory/algebra/chain-hessian.js';
import { proveEqual } from '../../theory/algebra/prove.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';
import { enclose } from '../../theory/expression/enclosure.js';
import { certainlyLess } from '../../theory/expression/enclosure-interval.js';
import type { Outcome } from '../outcome.js';
import { counterexample } from '../point.js';
import type { Point } from '../verdict.js';
import { agreement, type Experiment, numberOf, numbersOf } from './experiment.js';

/**
 * C3 by algebra: for each depth the loss is differentiated twice by every pair of weights, and each difference to the closed form F(cF-y) u_k u_l
 * - [k = l] F(F-y) u_k^2, c = `coefficient` (2), reduced to 0. What cannot be proved is looked at in numbers.
 */
export const chainProof: Experiment = {
  oracle: 'algebra',
  exhaustive: true,
  chunk: 1,
  points: (parameters) => numbersOf(parameters, 'depths').map((L) => ({ L })),
  examine(parameters, point) {
    const { entries } = chainHessianEntries(point.L!, numberOf(parameters, 'coefficient'));
    for (const { row, column, derived, stated } of entries) {
      if (proveEqual(derived, stated) !== undefined) continue;
      const at: Record<string, number> = { x: 1, y: 1 };
      for (let k = 1; k <= point.L!; k++) at[`w${k}`] = k + 1;
      const [left, right] = [enclose(derived, at), enclose(stated, at)];
      if (!(certainlyLess(left, right) || certainlyLess(right, left))) {
        return { points: 1, unresolved: { point, reason: `entry (${row},${column}) could not be proved.` } };
      }
      return { points: 1, failure: counterexample({ ...point, ...at }, { state: 'fails', left, right }) };
    }
    return { points: 1, proved: true };
  },
};

/** Weights of chain number `net`: uniform on +-sqrt 3, but not within 1/16 of 0, where differences lose their digits. */
function drawnWeights(seed: number, net: number, depth: number): Float64Array {
  const weights = new Float64Array(depth);
  weightSource(seed, 'uniform').column(net, 1, 0, weights, depth);
  return weights.map((w) => (Math.abs(w) < 1 / 16 ? w + Math.sign(w) / 16 : w));
}

const chainPoints = (parameters: Parameters): Point[] =>
  numbersOf(parameters, 'depths').flatMap((L) =>
    Array.from({ length: numberOf(parameters, 'nets') }, (_, net) => ({ L, net })),
  );

/**
 * C3 in numbers: each entry of the closed form (its off-diagonal coefficient times `factor`, 1) against a second difference of the loss, which is exact for
 * a polynomial of degree 2 in each weight.
 */
export const chainEntries: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 20,
  points: chainPoints,
  examine(parameters, point, { seed }) {
    const depth = point.L!;
    const weights = drawnWeights(seed, point.net!, depth);
    const y = numberOf(parameters, 'target');
    const factor = numberOf(parameters, 'factor');
    const closed = chainCoefficients({ weights, x: 1 }, y);
    let closest: Outcome | undefined;
    for (let k = 0; k < depth; k++) {
      for (let l = k; l < depth; l++) {
        const { values, bits } = chainHessianEntry({ weights, x: 1 }, closed, k, l);
        const entry = shift(values, bits) * (k === l ? 1 : factor);
        const { value, error } = secondDifference(weights, y, k, l);
        const outcome = agreement(
          point,
          { value, error },
          exactly(entry),
          1e-9 * (1 + Math.abs(entry)) + 2 * error,
        );
        if (outcome.failure !== undefined || outcome.unresolved !== undefined) return outcome;
        if (closest === undefined || outcome.tightest!.slack < closest.tightest!.slack) closest = outcome;
      }
    }
    return closest!;
  },
};

/** d^2/dw_k dw_l of (F - y)^2/2 by a difference of step 1, and what rounding may have added. */
function secondDifference(weights: Float64Array, y: number, k: number, l: number) {
  let size = 0;
  const lossAt = (atK: number, atL: number) => {
    let output = 1;
    weights.forEach((w, i) => {
      output *= w + (i === k ? atK : 0) + (i === l ? atL : 0);
    });
    size = Math.max(size, (Math.abs(output) + Math.abs(y)) ** 2);
    return (output - y) ** 2 / 2;
  };
  const value =
    k === l
      ? lossAt(1, 0) - 2 * lossAt(0, 0) + lossAt(-1, 0)
      : (lossAt(1, 1) - lossAt(1, -1) - lossAt(-1, 1) + lossAt(-1, -1)) / 4;
  return { value, error: 2 ** -50 * weights.length * size };
}

/** Where r = F/y lies, as parts of the regions of C4; whole numbers are their ends. Beside the inner one, a boundary moved by a percent shows. */
const regions = [-1, 0.25, 0.75, 0.995, 1, 1.005, 1.5, 2, 3] as const;

/**
 * C4: how many eigenvalues are negative and positive, for chains of random weights and targets that put r = F/y into each region and on its boundaries:
 * by the table of C4, whose inner boundary is (L-1)/(2L-1) times `boundary` (1), against the signs of the eigenvalues by the secular equation.
 */
export const chainInertiaTable: Experiment = {
  oracle: 'exact',
  exhaustive: false,
  chunk: 40,
  points: (parameters) =>
    chainPoints(parameters).flatMap((point) => regions.map((region) => ({ ...point, region }))),
  examine(parameters, point, { seed }) {
    const depth = point.L!;
    const boundary = (depth - 1) / (2 * depth - 1);
    // Powers of two, and L - 1 for the input, so that F and a target on the inner boundary, F (2L-1)/(L-1), are exact.
    const x = depth - 1;
    const weights = drawnWeights(seed, point.net!, depth).map(
      (w) => Math.sign(w) * 2 ** Math.round(Math.log2(Math.abs(w))),
    );
    const output = weights.reduce((product, w) => product * w, x);
    const y = targetFor(output, depth, point.region!);
    const { values, errors } = chainEigenvalues({ weights, x }, y);
    const negative = count(values, (value, i) => value < -errors[i]!);
    const positive = count(values, (value, i) => value > errors[i]!);
    const open = count(values, (value, i) => Math.abs(value) <= errors[i]! && errors[i]! > 0);
    const [expectedNegative, expectedPositive] = tableOf(
      output / y,
      depth,
      boundary * numberOf(parameters, 'boundary'),
    );
    const expectedZero = depth - expectedNegative - expectedPositive;
    const found = { value: negative - positive, error: open > expectedZero ? open : 0 };
    // On a boundary the eigenvalues that are 0 in truth lie within their errors.
    const outcome = agreement(point, found, exactly(expectedNegative - expectedPositive), 1 / 2);
    const zeros = agreement(point, exactly(depth - negative - positive), exactly(expectedZero), 1 / 2);
    return outcome.failure === undefined && outcome.unresolved === undefined ? zeros : outcome;
  },
};

function count(values: Float64Array, test: (value: number, index: number) => boolean): number {
  return values.reduce((sum, value, i) => sum + (test(value, i) ? 1 : 0), 0);
}

/** A target y for which r = F/y lies there: -1 below 0; 0.25 to 0.995 inside (0, b); 1 at b; 1.005 and 1.5 inside (b, 1); 2 at 1; 3 above. */
function targetFor(output: number, depth: number, region: number): number {
  const boundary = (depth - 1) / (2 * depth - 1);
  // The quotient is a power of two.
  if (region === 1) return (output / (depth - 1)) * (2 * depth - 1);
  if (region < 0) return -output;
  if (region === 3) return output / 2;
  const r = region < 1 ? region * boundary : boundary + (region - 1) * (1 - boundary);
  return output / r;
}

/** Numbers of negative and positive eigenvalues by C4. */
function tableOf(r: number, depth: number, boundary: number): readonly [number, number] {
  const close = (a: number, b: number) => Math.abs(a - b) <= 1e-12;
  if (r < 0 || (r > 1 && !close(r, 1))) return [depth - 1, 1];
  if (close(r, 1)) return [0, 1];
  if (close(r, boundary)) return [0, depth - 1];
  return r < boundary ? [1, depth - 1] : [0, depth];
}
