/** The third absolute moment of one layer's logarithm, for the Berry-Esseen bound (theory F6). */
import { droppedTerms } from './contour.js';
import { layerCumulants } from './cumulants.js';
import { type Enclosed, roundoff } from './enclosed.js';
import { lowerBounds } from './lower-bounds.js';
import { onGrid } from './measure.js';
import type { ProductLaw } from './product-law.js';
import { allAtLeast } from './product-measure.js';

/** Exponents right of c, in units of 1/(standard deviation), for Chernoff bounds. */
const reaches = [3, 5, 7, 9, 12];

/**
 * E|Y - m|^3 / v^(3/2) for one layer of a law of equal layers, Y its logarithm given N > 0, m and v its mean and variance.
 *
 * E|Y - m|^3 = 2 H(m) - k3, H(x) = E (Y - x)_+^3 = (1/2 pi i) int e^(-zx) M(z) 6/z^4 dz on Re z = c > 0. The trapezoidal rule
 * of period W adds sum_(j != 0) e^(cWj) H(m + Wj): on the right H <= 6 M(c')/c'^3 e^(-c'x); on the left
 * H(m - jW) = (jW)^3 + 3 v jW + k3 + E(x - Y)_+^3, whose polynomial is subtracted and whose last part is at most
 * 6 M(-s)/s^3 e^(sx). @throws RangeError if the layers differ.
 */
export function beta3(law: ProductLaw): Enclosed {
  const [group, ...others] = law.layers;
  if (
    group === undefined ||
    others.some(
      ({ shape }) => shape.width !== group.shape.width || shape.activation !== group.shape.activation,
    )
  ) {
    throw new RangeError('beta3 is that of one layer: all layers must have the same width.');
  }
  const layer = [{ shape: group.shape, count: 1 }];
  const { mean, variance, third } = layerCumulants(group.shape);
  const deviation = Math.sqrt(variance.value);
  const x = mean.value;
  const line = allAtLeast(layer).tilt(onGrid(1.5 / deviation));
  const { c, logTotal } = line;
  const allowed = 1e-14 * deviation ** 3;

  const right = reaches.map((reach) => {
    const step = reach / deviation;
    return {
      log:
        Math.log(6 / (c + step) ** 3) +
        logTotal.value +
        logTotal.error +
        line.logRatio(step) -
        (c + step) * x +
        1e-9,
      gap: step,
    };
  });
  const left = lowerBounds(layer, deviation)
    .filter(({ rest }) => rest === 0)
    .map(({ log, exponent: s }) => ({ log: Math.log(6 / s ** 3) + log + s * x + 1e-9, gap: c + s }));
  const needed = ({ log, gap }: { log: number; gap: number }) =>
    Math.max(1, log - Math.log(allowed) + 1) / gap;
  const nearest = (bounds: typeof right) => bounds.reduce((a, b) => (needed(b) < needed(a) ? b : a));
  const sides = [nearest(right), nearest(left)];
  const period = Math.max(...sides.map(needed));
  const aliases = sides.reduce(
    (sum, { log, gap }) => sum + Math.exp(log - gap * period) / -Math.expm1(-gap * period),
    0,
  );

  const step = (2 * Math.PI) / period;
  const scale = Math.exp(logTotal.value - c * x);
  const bound = (count: number) => (6 * scale * droppedTerms(line, step, count)) / ((count - 1) * step) ** 3;
  let count = 16;
  while (bound(count) > allowed) count = Math.ceil(1.2 * count);
  let sum = 0;
  let error = bound(count) + aliases;
  for (let k = 0; k < count; k++) {
    const y = k * step;
    const { logModulus, phase, error: spread } = line.at(y);
    const size = ((k === 0 ? 1 : 2) * 6 * scale) / period / (c * c + y * y) ** 2;
    const angle = phase - y * x - 4 * Math.atan2(y, c);
    sum += size * Math.exp(logModulus) * Math.cos(angle);
    error +=
      size * (spread + Math.exp(logModulus) * roundoff * (20 + 4 * Math.abs(y * x) + 4 * Math.abs(phase)));
  }
  // sum_j q^j, sum_j j q^j and sum_j j^3 q^j for q = e^(-cW).
  const q = Math.exp(-c * period);
  const less = 1 - q;
  const polynomial =
    (period ** 3 * q * (1 + 4 * q + q * q)) / less ** 4 +
    (3 * variance.value * period * q) / less ** 2 +
    (third.value * q) / less;
  const half = sum - polynomial;
  const absolute = 2 * half - third.value;
  // d/dx E|Y - x|^3 is at most 3 E(Y - x)^2, so the mean's own error counts 3 v times.
  error +=
    Math.abs(sum) * (logTotal.error + 2 * roundoff * (count + Math.abs(logTotal.value) + Math.abs(c * x))) +
    8 * roundoff * polynomial;
  error += (3 * period * variance.error + third.error) * q;
  const total = 2.01 * error + third.error + 3.01 * variance.value * mean.error;
  const cube = deviation ** 3;
  const value = absolute / cube;
  return {
    value,
    error: total / cube + Math.abs(value) * ((1.51 * variance.error) / variance.value + 8 * roundoff),
  };
}
