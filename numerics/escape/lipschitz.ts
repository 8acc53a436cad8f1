/** A certified Lipschitz constant of the loss's gradient in a ball around the parameters of a net. */
import { slopeOf } from '../network/activation.js';
import { depthOf, type Network } from '../network/network.js';
import { type Batch, batchNet, lossFactor, type SquaredLoss } from './batch-net.js';
import { offsetsOf } from './offsets.js';

/** Covers the rounding of everything here, relatively, up to widths of some thousands. */
const caution = 1 + 1e-9;

/**
 * gamma with |grad f(p) - grad f(q)| <= gamma |p - q| for all p, q in the ball of this radius (Euclidean, all parameters together) around the
 * parameters, for nets with linear activation; for others as long as no mask changes between p and q.
 *
 * F = b W^L ... W^1 x is multilinear in its K = L + 1 factors M_k (masks have norms <= s = max(1, |slope|)). In the ball |M_k|_2 <= m_k, and the product of
 * all norms is at most P. With q_k >= P/m_k for all points of the ball, in the form q_k = P u_k:
 *
 *     |DF[V]| <= |x| P |u| |V|,   |D^2 F[V,V]| <= |x| P sum_(k != l) u_k u_l |V_k| |V_l| <= |x| P (|u|^2 - min u_k^2) |V|^2
 *
 * (the largest eigenvalue of uu' - diag u^2, by Weyl's inequality), and for f = c sum_s (F_s - y_s)^2
 *
 *     |D^2 f| <= 2c sum_s (P^2 |x_s|^2 |u|^2 + R_s P |x_s| (|u|^2 - min u_k^2)),
 *     R_s = min(|y_s| + P |x_s|, |F_s - y_s| + r P |x_s| |u|)  >= |F_s - y_s| in the ball.
 *
 * Two pairs (P, u) serve, and the smaller gamma is returned: P = prod (n_k + r), u_k = 1/(n_k + r), with n_k >= |M_k|_2 at the centre; and
 * P the largest product of n_k + rho_k with sum rho_k^2 <= r^2 (bounded from above by its Lagrangian dual), u_k = 1/n_k.
 * @param radius positive and finite.
 * @throws RangeError for a radius out of range or vectors of the wrong length.
 */
export function lipschitzBound(
  network: Network,
  parameters: Float64Array,
  batch: Batch,
  loss: SquaredLoss,
  radius: number,
): number {
  if (!(radius > 0 && radius < Infinity)) {
    throw new RangeError(`The radius of a ball must be positive and finite, not ${radius}.`);
  }
  const norms = factorNorms(network, parameters);
  const residuals = batchNet(network, batch, loss).residuals(parameters);
  const logMasks = depthOf(network) * Math.log(Math.max(1, Math.abs(slopeOf(network.activation))));
  const width = network.widths[0]!;
  const inputNorms = Array.from(batch.targets, (_, s) => {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += batch.inputs[s * width + j]! ** 2;
    return Math.sqrt(sum);
  });
  const factor = 2 * lossFactor(loss, batch.targets.length);

  /** gamma for P = e^logProduct and u. */
  const gamma = (logProduct: number, u: readonly number[]): number => {
    const square = u.reduce((sum, x) => sum + x * x, 0);
    const mixed = square - Math.min(...u) ** 2;
    const product = Math.exp(logProduct + logMasks);
    let sum = 0;
    inputNorms.forEach((x, s) => {
      const output = product * x;
      const slope = output * Math.sqrt(square);
      const residual = Math.min(
        Math.abs(batch.targets[s]!) + output,
        Math.abs(residuals[s]!) + radius * slope,
      );
      // Residuals are known to the rounding of their terms.
      const rounding = 1e-12 * (Math.abs(batch.targets[s]!) + output);
      sum += slope * slope + (residual + rounding) * output * mixed;
    });
    return factor * sum;
  };

  const reach = norms.map((n) => n + radius);
  const apart = gamma(
    reach.reduce((sum, m) => sum + Math.log(m), 0),
    reach.map((m) => 1 / m),
  );
  const together = norms.includes(0)
    ? Infinity
    : gamma(
        logLargestProduct(norms, radius),
        norms.map((n) => 1 / n),
      );
  const least = Number.isNaN(together) ? apart : Math.min(apart, together);
  // A product that has underflown is below the least normal number, not 0.
  return Math.max(least * caution, 2 ** -1022);
}

/** At least max sum log(n_k + rho_k) over rho >= 0 with sum rho_k^2 <= r^2. */
function logLargestProduct(norms: readonly number[], radius: number): number {
  // For every mu > 0 the maximum is at most sum_k max_rho (log(n_k + rho) - mu rho^2/2) + mu r^2/2: any mu is safe, the best one sharp.
  const bestRho = (n: number, mu: number): number => 2 / mu / (n + Math.sqrt(n * n + 4 / mu));
  const spent = (mu: number): number =>
    norms.reduce((sum, n) => sum + bestRho(n, mu) ** 2, 0) - radius * radius;
  let low = -300;
  let high = 300;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (spent(Math.exp(middle)) > 0) low = middle;
    else high = middle;
  }
  const mu = Math.exp(high);
  return norms.reduce(
    (sum, n) => sum + Math.log(n + bestRho(n, mu)) - (mu * bestRho(n, mu) ** 2) / 2,
    (mu * radius * radius) / 2,
  );
}

/** n_k >= |M_k|_2 for W^1, ..., W^L and the readout. */
function factorNorms(network: Network, parameters: Float64Array): number[] {
  const { widths } = network;
  const offsets = offsetsOf(network);
  const last = offsets.at(-1)!;
  if (parameters.length !== last + widths.at(-1)!) {
    throw new RangeError(`This net has ${last + widths.at(-1)!} parameters, not ${parameters.length}.`);
  }
  const layers = widths
    .slice(1)
    .map((rows, k) => spectralBound(parameters.subarray(offsets[k]!, offsets[k + 1]!), rows, widths[k]!));
  return [...layers, spectralBound(parameters.subarray(last), 1, widths.at(-1)!)];
}

/**
 * At least the spectral norm of a matrix (row by row), at most n^(1/8) times it, n the smaller side: the Schatten norm (sum sigma_i^8)^(1/8) as
 * |(M'M)^2|_F^(1/4), or MM'.
 */
export function spectralBound(matrix: Float64Array, rows: number, columns: number): number {
  const largest = matrix.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return 0;
  let sum = 0;
  for (const x of matrix) sum += (x / largest) ** 2;
  const size = largest * Math.sqrt(sum);
  if (rows === 1 || columns === 1) return size * caution;
  const byRows = rows <= columns;
  const n = byRows ? rows : columns;
  const inner = byRows ? columns : rows;
  const at = (i: number, k: number) => matrix[byRows ? i * columns + k : k * columns + i]! / size;
  const gram = product(n, inner, at, (k, j) => at(j, k));
  const square = product(
    n,
    n,
    (i, k) => gram[i * n + k]!,
    (k, j) => gram[k * n + j]!,
  );
  let total = 0;
  for (const x of square) total += x * x;
  return size * total ** (1 / 8) * caution;
}

function product(
  n: number,
  inner: number,
  left: (i: number, k: number) => number,
  right: (k: number, j: number) => number,
): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left(i, k) * right(k, j);
      out[i * n + j] = sum;
    }
  }
  return out;
}
