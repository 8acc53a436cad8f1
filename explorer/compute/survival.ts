/** P(forwardNorm2 >= floor) of square nets, and how wide they must be for it (theory F3, F10, W1). */
import { logBinomialWeight } from '../../numerics/law/binomial-weight.js';
import { exactLawOf } from '../../numerics/law/exact-law.js';
import type { LayerCount } from '../../numerics/law/measure.js';
import { normalQuantile } from '../../numerics/law/normal-quantile.js';
import { chernoff } from '../../numerics/law/part.js';
import { ProductLaw } from '../../numerics/law/product-law.js';
import { allAtLeast } from '../../numerics/law/product-measure.js';
import type { Activation, Network } from '../../numerics/network/network.js';
import { normalCdf } from '../../theory/special/normal.js';
import { inverseWidths } from '../shape.js';
import { decayOf, logMeanOf, passOf } from './log-normal.js';

/** Nets of normal weights; the law of others of the same variance comes close to theirs as they get wide. */
export interface SurvivalSetting {
  readonly activation: Activation;
  /** d sigma^2 */
  readonly gain: number;
}

export interface Threshold {
  /** What forwardNorm2 must not fall below, in (0, 1). */
  readonly floor: number;
  /** The probability with which it may, in (0, 1). */
  readonly risk: number;
}

/** From so many standard deviations below the mean on, a tail is dear to value and often worth no more than a bound. */
const farBelow = 2.5;

/**
 * P(forwardNorm2 >= floor), dead nets counted. By the exact law for relu and linear nets: above the truth by `tolerance` at most where the
 * probability is near 1, else to 1e-12. For leaky relu, whose law has no closed form, by the log-normal law with the moments of F5: to about 1/d.
 */
export function survivalProbability(
  { activation, gain }: SurvivalSetting,
  depth: number,
  width: number,
  floor: number,
  tolerance = 1e-9,
): number {
  const x = Math.log(floor);
  if (activation.kind === 'leaky-relu') {
    const { layerMean, spread } = logNormalOf({ activation, gain });
    const t = (spread * depth) / width;
    return normalCdf((depth * layerMean - t / 2 - x) / Math.sqrt(t));
  }
  const law = new ProductLaw([{ width, gain, activation: activation.kind, count: depth }]);
  const alive = law.aliveProbability.value;
  const isFar = law.logMean().value - x > farBelow * law.logSpread;
  const standard = x - depth * logNormalOf({ activation, gain }).layerMean;
  if (isFar && fallIsBelow(Math.log(tolerance), law.layers[0]!, standard)) return alive;
  return alive * law.survival(x).value;
}

/** The same of any net, whatever its widths, to 1e-12; for leaky relu by the log-normal law. And the probability that the net is alive. */
export function survivalOf(network: Network, floor: number): { probability: number; alive: number } {
  const x = Math.log(floor);
  if (network.activation.kind === 'leaky-relu') {
    const t = decayOf(network.activation) * inverseWidths(network.widths);
    return { probability: normalCdf((logMeanOf(network) - t / 2 - x) / Math.sqrt(t)), alive: 1 };
  }
  const law = exactLawOf(network);
  const alive = law.aliveProbability.value;
  return { probability: alive * law.survival(x).value, alive };
}

/**
 * Whether bounds show log P(S <= x | alive) < limit, S without its scale: Chernoff's where every layer has at least so many units active, and the
 * probability of fewer.
 */
function fallIsBelow(limit: number, layers: LayerCount, x: number): boolean {
  const { shape, count } = layers;
  const { width, activation } = shape;
  if (activation === 'linear') return chernoff(allAtLeast([layers]).tilt(-width / 4), x) < limit;
  for (let least = 1; least === 1 || least <= width / 4; least *= 2) {
    // The binomial weights of N = least - 1, least - 2, ... fall by more than this ratio.
    const ratio = least / (width - least + 1);
    const fewer = logBinomialWeight(width, least - 1).value + Math.log(count / (1 - ratio));
    if (least > 1 && fewer > limit - Math.LN2) return false;
    if (chernoff(allAtLeast([layers], least).tilt(-0.375 * least), x) < limit - Math.LN2) return true;
  }
  return false;
}

/** log forwardNorm2 of a square net is about normal with mean L layerMean - t/2 and variance t = L spread/d (F5). */
function logNormalOf({ activation, gain }: SurvivalSetting): { layerMean: number; spread: number } {
  return { layerMean: Math.log(passOf(activation) * gain), spread: decayOf(activation) };
}

/**
 * The width from which on P(forwardNorm2 >= floor) >= 1 - risk, by the log-normal law: W1's 5L/u^2, where a gain other than He's
 * moves the floor by its L-th power. Undefined where that brings the floor above 1: then no width does.
 */
export function closedFormFrontier(
  setting: SurvivalSetting,
  depth: number,
  { floor, risk }: Threshold,
): number | undefined {
  const { layerMean, spread } = logNormalOf(setting);
  const reach = 2 * (depth * layerMean - Math.log(floor));
  if (!(reach > 0)) return undefined;
  const z = -normalQuantile(risk);
  const u = reach / (z + Math.sqrt(z * z + reach));
  return (spread * depth) / (u * u);
}

/**
 * The smallest width up to `widest` with survivalProbability >= 1 - risk, as `smallestWidth` for all gains and activations; undefined where
 * there is none, as where the gain's power has brought the floor above 1 (W1: the probability is not monotone there).
 */
export function exactFrontier(
  setting: SurvivalSetting,
  depth: number,
  threshold: Threshold,
  widest: number,
): number | undefined {
  const guess = closedFormFrontier(setting, depth, threshold);
  if (guess === undefined) return undefined;
  const needed = 1 - threshold.risk;
  const survives = (width: number) => {
    // Never below the truth, and above it by the tolerance at most.
    const atMost = (tolerance: number) =>
      survivalProbability(setting, depth, width, threshold.floor, tolerance);
    const quick = threshold.risk / 4;
    const first = atMost(quick);
    if (first < needed || first - quick >= needed) return first >= needed;
    return atMost(threshold.risk * 1e-6) >= needed;
  };
  // Between `narrow`, which is not enough, and `wide`, which is: at first near the guess.
  let narrow = 0;
  let wide = widest + 1;
  let width = Math.min(widest, Math.max(1, Math.round(guess)));
  for (let step = Math.max(1, Math.round(width / 16)); wide - narrow > 1; step *= 2) {
    const isWide = survives(width);
    if (isWide) wide = width;
    else narrow = width;
    const next = isWide ? width - step : width + step;
    width = next > narrow && next < wide ? next : Math.floor((narrow + wide) / 2);
  }
  return wide > widest ? undefined : wide;
}
