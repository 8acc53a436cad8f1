/**
 * Moments of the norms of Hessians. In |delta^l|^2 |M|_F^2 |a^(k-1)|^2/|x|^2 (block-norm.ts) the factors are independent: flipping the signs of
 * the rows of all matrices shows that all masks are fair coins, independent of the absolute values of everything else, as long as z = 0 has
 * probability 0 and the readout is symmetric.
 */
import { backwardChain, type ChainLayer, forwardChain, type MomentChain } from '../moments/chain.js';
import { evenMoment } from '../moments/entries.js';
import { type SquaredSlopes, squaredSlopes } from '../moments/moments.js';
import { type Arithmetic, secondMomentStep } from '../moments/second-moment-step.js';
import { depthOf, family, type Network } from '../network/network.js';
import { firstGram, nextGram } from './transfer-moments.js';

export interface HessianMoments {
  /** log E X, to a relative rounding error of E X of some 1e-15 L^2. */
  readonly logMean: number;
  /** An upper bound for log E X^r, r = 1 or 2, rounding included. @throws RangeError for another r. */
  logMomentBound(r: number): number;
}

/** Why no moments are known. */
export interface Unknown {
  readonly reason: string;
}

/**
 * Moments of hessianBlockNorm2[k,l], both exact (but for a margin that covers rounding): the mean is p^2 d g_b (p g)^(L-2) for square nets; the second
 * moment is E|delta^l|^4 E|M|_F^4 E|a^(k-1)|^4 with each factor by its own recursion. O(L) operations. 0 (log -Infinity) for k = l.
 * @throws RangeError unless k and l are whole numbers in 1..L.
 */
export function hessianBlockMoments(network: Network, k: number, l: number): HessianMoments | Unknown {
  const depth = depthOf(network);
  for (const layer of [k, l]) {
    if (!(Number.isInteger(layer) && layer >= 1 && layer <= depth)) {
      throw new RangeError(`The layers of a block must be whole numbers from 1 to ${depth}, not ${layer}.`);
    }
  }
  if (k === l) return moments(-Infinity, -Infinity, 0);
  const [low, high] = [Math.min(k, l), Math.max(k, l)];
  const parts = partsOf(network, high);
  if ('reason' in parts) return parts;
  const { forward, backward, hidden, slopes, margin } = parts;
  for (const { layer, logMean, logSecond } of transfer(network, hidden, slopes, low)) {
    if (layer < high) continue;
    const before = forward[low - 1]!;
    const after = backward[high]!;
    return moments(
      before.logMean + logMean + after.logMean,
      before.logSecond + logSecond + after.logSecond,
      margin,
    );
  }
  throw new Error('There is a transfer to every higher layer.');
}

/** Pairs of layers are summed one by one: two million of them take a tenth of a second. */
const maxDepth = 2000;

/**
 * Moments of hessianNorm2: the mean is the sum over ordered pairs of layers of the blocks' (L(L-1) p^2 d g_b (p g)^(L-2) for square nets), the
 * bound for the second moment by Minkowski's inequality the square of the sum of the roots of theirs. O(L^2) operations: not for nets of more than 2000 layers.
 */
export function hessianMoments(network: Network): HessianMoments | Unknown {
  const depth = depthOf(network);
  if (depth === 1) return moments(-Infinity, -Infinity, 0);
  if (depth > maxDepth) {
    return {
      reason: `The moments of hessianNorm2 are worked out for nets of up to ${maxDepth} layers; ask for a median, a quantile or a probability.`,
    };
  }
  const parts = partsOf(network, 2);
  if ('reason' in parts) return parts;
  const { forward, backward, hidden, slopes, margin } = parts;
  const mean = logSum();
  const root = logSum();
  for (let k = 1; k < depth; k++) {
    const before = forward[k - 1]!;
    for (const { layer, logMean, logSecond } of transfer(network, hidden, slopes, k)) {
      const after = backward[layer]!;
      mean.add(before.logMean + logMean + after.logMean);
      root.add((before.logSecond + logSecond + after.logSecond) / 2);
    }
  }
  return moments(Math.LN2 + mean.log(), 2 * (Math.LN2 + root.log()), margin);
}

function moments(logMean: number, logSecond: number, margin: number): HessianMoments {
  return {
    logMean,
    logMomentBound(r) {
      if (r === 1) return logMean + margin;
      if (r === 2) return logSecond + margin;
      throw new RangeError(`Of the norm of a Hessian the moments 1 and 2 are known, not ${r}.`);
    },
  };
}

/** log E X and log E X^2 of a squared norm X. */
interface TwoMoments {
  readonly logMean: number;
  readonly logSecond: number;
}

interface Parts {
  /** Entry l: |a^l|^2/|x|^2. */
  readonly forward: readonly TwoMoments[];
  /** Entry l: |delta^l|^2; those that are needed. */
  readonly backward: readonly TwoMoments[];
  /** Entry l - 1: the map of layer l. */
  readonly hidden: readonly ChainLayer[];
  readonly slopes: SquaredSlopes;
  readonly margin: number;
}

/** @param lowest the lowest layer whose delta is needed. */
function partsOf(network: Network, lowest: number): Parts | Unknown {
  const depth = depthOf(network);
  const isLinear = network.activation.kind === 'linear';
  if (family(network.init) === 'rademacher' && !isLinear) {
    return {
      reason:
        'The moments of Hessians are known where ties z = 0 have probability 0, which Rademacher weights grant in linear nets alone; ask for a median, a quantile or a probability.',
    };
  }
  const readout = backwardChain(network, lowest);
  if (readout === undefined) {
    return {
      reason:
        'The moments of Hessians are known for a random readout (or a linear net) alone; ask for a median, a quantile or a probability.',
    };
  }
  const chain = forwardChain(network);
  const backward: TwoMoments[] = [];
  // After the readout and n transposed matrices comes delta^(L-n).
  path(readout).forEach((each, steps) => {
    if (steps > 0) backward[depth + 1 - steps] = each;
  });
  const slopes = squaredSlopes(network.activation);
  return {
    forward: path(chain),
    backward,
    hidden: chain.layers,
    slopes,
    margin: margin([...chain.layers, ...readout.layers], slopes),
  };
}

const doubles: Arithmetic<number> = { of: (x) => x, add: (a, b) => a + b, multiply: (a, b) => a * b };

/** The two moments of the squared norm before the first layer of a chain and after each. */
function path({ layers, activation, startRatio }: MomentChain): TwoMoments[] {
  const { logScale, positive, negative } = squaredSlopes(activation);
  const p = (positive + negative) / 2;
  const q = (positive ** 2 + negative ** 2) / 2;
  let last: TwoMoments = { logMean: 0, logSecond: 0 };
  const all = [last];
  let w = startRatio;
  for (const { fanIn, fanOut, variance, family: kind } of layers) {
    const [numerator, denominator] = evenMoment(kind === 'orthogonal' ? 'normal' : kind, 2);
    const order = Math.max(fanIn, fanOut);
    const shrink = kind === 'orthogonal' ? order / (order + 2) : 1;
    const constants = { width: fanOut, p, q, kurtosis: numerator / denominator, shrink };
    const next = secondMomentStep(doubles, { u: 1, w }, constants);
    w = next.w / next.u;
    const logVariance = Math.log(variance) + logScale;
    last = {
      logMean: last.logMean + Math.log(p * fanOut) + logVariance,
      logSecond: last.logSecond + Math.log(next.u) + 2 * logVariance,
    };
    all.push(last);
  }
  return all;
}

/** The two moments of |M|_F^2 from layer k to the layers k+1, ..., L. */
function* transfer(
  network: Network,
  hidden: readonly ChainLayer[],
  slopes: SquaredSlopes,
  k: number,
): Generator<TwoMoments & { readonly layer: number }> {
  const p = (slopes.positive + slopes.negative) / 2;
  const width = network.widths[k]!;
  let gram = firstGram(width, slopes);
  let logMean = Math.log(p * width) + slopes.logScale;
  let logScale = 2 * slopes.logScale;
  for (let layer = k + 1; ; layer++) {
    logScale += Math.log(gram.u);
    yield { layer, logMean, logSecond: logScale };
    if (layer === depthOf(network)) return;
    const map = hidden[layer - 1]!;
    gram = nextGram({ u: 1, v: gram.v / gram.u, w: gram.w / gram.u }, map, slopes);
    const logVariance = Math.log(map.variance) + slopes.logScale;
    logMean += Math.log(p * map.fanOut) + logVariance;
    logScale += 2 * logVariance;
  }
}

/** The log of a growing sum of numbers >= 0 given by their logs, to one ulp for each term. */
function logSum(): { add(log: number): void; log(): number } {
  let top = -Infinity;
  let sum = 0;
  return {
    add(log) {
      if (log > top) {
        sum = sum * Math.exp(top - log) + 1;
        top = log;
      } else if (log > -Infinity) sum += Math.exp(log - top);
    },
    log: () => top + Math.log(sum),
  };
}

/**
 * What rounding may take away: each layer's factor is right to 100 ulp, its log adds an ulp of its size to each of the running sums, whose
 * own size is up to the number of layers times that; a sum over all pairs of layers loses an ulp for each.
 */
function margin(layers: readonly ChainLayer[], { logScale }: SquaredSlopes): number {
  const largest = layers.reduce(
    (most, { fanOut, variance }) =>
      Math.max(most, Math.abs(Math.log(variance)) + Math.log(fanOut) + Math.abs(logScale)),
    1,
  );
  return 2 ** -52 * (100 * layers.length + 4 * layers.length ** 2 * (1 + largest));
}
