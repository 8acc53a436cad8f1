/** What is known beforehand about the spread of drawn norms: the bounds that make intervals for their means valid. */
import type { Network } from '../numerics/network/network.js';
import type { DrawnObservable } from './observables.js';

export interface MomentBounds {
  /** log of a bound on E X^(2 power), given alive if asked. */
  readonly logSecondMoment: number;
  /** Where log E X^power may be expected. It sets how fast an interval narrows, never whether it is valid. */
  readonly logCenter: number;
}

/** Bounds for the mean of X^power; or why there are none. */
export function momentBounds(
  observable: DrawnObservable,
  network: Network,
  power: number,
  alive: boolean,
): MomentBounds | { readonly reason: string } {
  if (!(power > 0)) {
    return {
      reason: `No bound on the second moment of ${observable.text}^(${power}) is known: it is carried by nets close to death. For normal weights the exact law values it.`,
    };
  }
  const order = Math.ceil(2 * power);
  const moments = observable.moments(network);
  if ('reason' in moments) return moments;
  if (order > moments.highestOrder) {
    return {
      reason: `A mean of ${observable.text}^(${power}) needs a bound on the moment of order ${order}; drawn nets have one up to ${moments.highestOrder}.`,
    };
  }
  const highest = moments.logMomentBound(order);
  // X is 0 surely, and so is each of its powers, however small, whatever is given.
  if (highest === -Infinity) return { logSecondMoment: highest, logCenter: highest };
  // log E X^t is convex in t: between two whole orders it lies below the chord.
  const part = order - 2 * power;
  const before = part === 0 || order === 1 ? 0 : moments.logMomentBound(order - 1);
  const unconditional = part * before + (1 - part) * highest;
  const logAlive = alive ? logAliveProbability(network) : 0;
  if (logAlive === undefined) {
    return {
      reason:
        'The probability that these nets are alive has no closed form, so a mean given alive cannot be bounded; ask for the unconditional mean.',
    };
  }
  return { logSecondMoment: unconditional - logAlive, logCenter: power * moments.logMean - logAlive };
}

/** L log(1 - 2^-d) (F10) for continuous symmetric weights; 0 where nets cannot die; unknown where ties z = 0 happen. */
function logAliveProbability({ activation, init, widths }: Network): number | undefined {
  if (init.name === 'rademacher') return undefined;
  const isMortal = activation.kind === 'relu' || (activation.kind === 'leaky-relu' && activation.slope === 0);
  if (!isMortal) return 0;
  if (init.name === 'orthogonal') return undefined;
  return widths.slice(1).reduce((sum, width) => sum + Math.log1p(-(2 ** -width)), 0);
}
