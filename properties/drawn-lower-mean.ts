/**
 * A lower bound for the mean of X >= 0 that needs no bound on its spread: E X >= E min(X, c). Of Y = min(X, c)/c in [0, 1] with mean p,
 * E (q/p)^Y ((1-q)/(1-p))^(1-Y) <= 1 for every q (it is convex in Y, and 1 for Y = 0 or 1 with these odds), so the mixture of bernoulli.ts is a
 * supermartingale with the sum of the Y as its successes; rounding that down can only lower the bound.
 */
import { bernoulliInterval } from '../numerics/inference/bernoulli.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, fromLog, logToNumber } from '../theory/expression/enclosure.js';
import { ExtendedInterval, everything, join } from '../theory/expression/enclosure-interval.js';
import { freeNames } from '../theory/expression/evaluate.js';
import { quantityNodes } from './quantities.js';
import { type Drawn, type NoTracker, type Setting, sampleError, type Tracker } from './tracker.js';

/** Values are cut off at so many times the mean that is claimed or expected: high where rare values carry the mean, else low, for a narrow interval. */
const cutOffs = [16, 256];
/** Nets beyond which a lower bound alone is not worth their price. */
export const lowerBoundNets = 2 ** 19;

export interface LowerMean {
  observe(drawn: Drawn): void;
  /** log of a lower bound, -Infinity for 0, and its error. */
  readonly log: number;
  readonly error: number;
}

/**
 * Of E X^power, with this share of alpha; undefined where nothing is known of its size.
 * @param expected where its logarithm may be expected: it sets how sharp the bound is, never whether it is valid.
 */
export function lowerMean(
  quantity: Quantity & { readonly alive: boolean },
  setting: Setting,
  power: number,
  alpha: number,
  expected: number | undefined,
): LowerMean | undefined {
  const { scale } = setting.observable;
  if (!(power > 0) || surelySign(setting) !== 1) return undefined;
  const logSize = Math.max(...[expected, claimedLog(setting, quantity)].filter((each) => each !== undefined));
  if (!Number.isFinite(logSize)) return undefined;
  const leastLog =
    scale === 'log'
      ? (x: number) => x - sampleError
      : (x: number, error: number) => Math.log(Math.max(0, x - sampleError * Math.abs(x) - error));
  let log = -Infinity;
  let seen = 0;
  const sums = cutOffs.map(() => 0);
  return {
    observe(drawn) {
      const sample = quantity.alive ? drawn.alive : drawn.all;
      for (; seen < sample.length; seen++) {
        const size = Math.exp(power * leastLog(sample[seen]!, drawn.error) - logSize);
        for (let i = 0; i < cutOffs.length; i++) sums[i]! += Math.min(1, size / cutOffs[i]!);
      }
      for (const [i, cutOff] of cutOffs.entries()) {
        // Each addition, and each power, may have rounded up by half an ulp.
        const successes = Math.floor(sums[i]! * (1 - (sample.length + 2) * Number.EPSILON));
        const { lower } = bernoulliInterval(successes, sample.length, alpha / cutOffs.length);
        log = Math.max(log, Math.log(lower) + logSize + Math.log(cutOff));
      }
    },
    get log() {
      return log;
    },
    error: 1e-12 * (1 + Math.abs(logSize) + Math.log(Math.max(...cutOffs))),
  };
}

/** Where nothing bounds the mean from above. */
export function lowerMeanTracker(
  quantity: Quantity & { readonly alive: boolean },
  setting: Setting,
  power: number,
  reason: string,
): Tracker | NoTracker {
  const moments = setting.observable.moments(setting.network);
  const expected = 'reason' in moments ? undefined : power * moments.logMean;
  const bound = lowerMean(quantity, setting, power, setting.alpha, expected);
  if (bound === undefined) return signedMeanTracker(setting, power, reason);
  return {
    worthwhile: lowerBoundNets,
    observe: (drawn) => bound.observe(drawn),
    enclosure: () =>
      bound.log === -Infinity
        ? ExtendedInterval.of(0, Infinity)
        : join(fromLog(bound.log, bound.error), everything),
    forecast: () => 0,
    obstacle: () => reason,
  };
}

/** Where nothing is known of the mean's size: the sign that the observable has whatever is drawn is the mean's, and one look is enough. */
function signedMeanTracker(setting: Setting, power: number, reason: string): Tracker | NoTracker {
  const sign = surelySign(setting);
  const isKept = sign === 1 ? power > 0 : sign === -1 && power === 1;
  if (!isKept) return { reason };
  const enclosure = sign === 1 ? ExtendedInterval.of(0, Infinity) : ExtendedInterval.of(-Infinity, 0);
  return {
    worthwhile: setting.schedule.size(0),
    observe() {},
    enclosure: () => enclosure,
    forecast: () => 0,
    obstacle: () => reason,
  };
}

function surelySign({ observable, network }: Setting): 1 | -1 | undefined {
  return observable.scale === 'log' ? 1 : observable.sign?.(network);
}

/**
 * log of the value that the claim says the mean has or is bounded by, where it is positive. It sets how fast an interval narrows, never whether
 * it is valid.
 */
export function claimedLog({ claim, point }: Setting, quantity: Quantity): number | undefined {
  const node = [claim.left, claim.right].find(
    (side) => side.kind === 'quantity' && side.quantity === quantity,
  );
  const other = node === claim.left ? claim.right : claim.left;
  // A closed form with a constant that is yet to be found has no value.
  const isKnown =
    quantityNodes(other).length === 0 && freeNames(other).every((name) => Object.hasOwn(point, name));
  const claimed = node !== undefined && isKnown ? enclose(other, point) : undefined;
  return claimed !== undefined && claimed.lo > 0 ? logToNumber(claimed).lo : undefined;
}
