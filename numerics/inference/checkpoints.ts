/** Confidence sequences out of fixed-size intervals: looked at only at checkpoints, which share alpha among them. */
import { combine, type Interval } from './interval.js';
import { checkedAlpha } from './level.js';

/** Sample sizes size(0) < size(1) < ... at which a run is looked at, and the part of alpha that each may spend. */
export interface Checkpoints {
  /** The index-th sample size. */
  size(index: number): number;
  /** 1 / ((index+1) (index+2)); over all indices the shares add up to 1. */
  share(index: number): number;
}

/**
 * size(0) = first, size(j+1) = ceil(ratio * size(j)).
 * @param first an integer >= 1.
 * @param ratio in [1.01, 16]: a small one looks often, a large one wastes samples beyond a decision.
 */
export function checkpoints(first: number, ratio: number): Checkpoints {
  if (!Number.isSafeInteger(first) || first < 1) {
    throw new RangeError(`The first checkpoint must be an integer >= 1, not ${first}.`);
  }
  if (!(ratio >= 1.01 && ratio <= 16)) {
    throw new RangeError(`The ratio of checkpoints must lie in [1.01, 16], not ${ratio}.`);
  }
  return {
    size(index) {
      checkIndex(index);
      let size = first;
      for (let j = 0; j < index; j++) size = Math.max(size + 1, Math.ceil(size * ratio));
      return size;
    },
    share(index) {
      checkIndex(index);
      return 1 / ((index + 1) * (index + 2));
    },
  };
}

function checkIndex(index: number): void {
  if (!Number.isInteger(index) || index < 0 || index > 1e5) {
    throw new RangeError(`The index of a checkpoint must be an integer from 0 to 1e5, not ${index}.`);
  }
}

/** An interval at one sample size that covers with probability >= 1 - alpha when that size was fixed in advance. */
export type FixedSizeInterval = (samples: Float64Array, alpha: number) => Interval;

/** The state of a confidence sequence: with probability >= 1 - alpha, `interval` holds the truth at all times. */
export interface ConfidenceSequence {
  /** What is known so far; between checkpoints it stays as it is. */
  readonly interval: Interval;
  /** Index of the next checkpoint. */
  readonly index: number;
  /** How many samples `observe` needs next. */
  readonly nextSize: number;
  /**
   * Looks at all samples drawn so far, of which there must be nextSize, and narrows the interval.
   * @throws RangeError for any other number: looking at sizes of one's own choice would break the guarantee.
   */
  observe(samples: Float64Array): Interval;
}

/** Union bound over the checkpoints: the j-th fixed-size interval is taken at alpha * share(j), and all are combined. */
export function confidenceSequence(
  schedule: Checkpoints,
  alpha: number,
  start: Interval,
  fixedSizeInterval: FixedSizeInterval,
): ConfidenceSequence {
  checkedAlpha(alpha);
  let interval = start;
  let index = 0;
  let nextSize = schedule.size(0);
  return {
    get interval() {
      return interval;
    },
    get index() {
      return index;
    },
    get nextSize() {
      return nextSize;
    },
    observe(samples) {
      if (samples.length !== nextSize) {
        throw new RangeError(`The next checkpoint is at ${nextSize} samples, not ${samples.length}.`);
      }
      interval = combine(interval, fixedSizeInterval(samples, alpha * schedule.share(index)));
      index += 1;
      nextSize = schedule.size(index);
      return interval;
    },
  };
}

/**
 * The first checkpoint at which a half-width, a decreasing function of (n, alpha spent), is at most `margin`:
 * its sample size, or Infinity if that is above 1e18.
 */
export function samplesNeeded(
  halfWidth: (n: number, alpha: number) => number,
  margin: number,
  schedule: Checkpoints,
  alpha: number,
): number {
  checkedAlpha(alpha);
  for (let index = 0; ; index++) {
    const size = schedule.size(index);
    if (size > 1e18) return Infinity;
    if (halfWidth(size, alpha * schedule.share(index)) <= margin) return size;
  }
}
