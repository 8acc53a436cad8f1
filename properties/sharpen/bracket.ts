/** From a constant for which a claim fails, and one for which it holds, to two such that are close together. */
import type { ConstantState } from './constant-at.js';

export interface Bracket {
  readonly fails: number;
  readonly holds: number;
}

/** Constants nearer to 0 than this are not told from each other. */
export const smallest = 1e-300;

/**
 * Narrows a bracket until its ends agree to one digit more than asked for, or as far as the claim can be decided: the error
 * of the quantities leaves a zone between the ends where it cannot. Undefined counts as failing.
 */
export function narrow(
  state: (constant: number) => ConstantState,
  { fails, holds }: Bracket,
  digits: number,
): Bracket {
  for (;;) {
    const middle = between(fails, holds, digits);
    if (middle === undefined) return { fails, holds };
    const found = state(middle);
    if (found === 'holds') holds = middle;
    else if (found !== 'unresolved') fails = middle;
    else {
      const failing = (c: number) => ['fails', 'undefined'].includes(state(c));
      return {
        fails: edge(failing, fails, middle, digits),
        holds: edge((c) => state(c) === 'holds', holds, middle, digits),
      };
    }
  }
}

/**
 * From a value for which `is` is true towards one for which it is not: the last at which it is, to the digits asked for.
 * @param least values nearer to each other are not told apart.
 */
export function edge(
  is: (constant: number) => boolean,
  yes: number,
  no: number,
  digits: number,
  least = smallest,
): number {
  for (;;) {
    const middle = between(yes, no, digits, least);
    if (middle === undefined) return yes;
    if (is(middle)) yes = middle;
    else no = middle;
  }
}

/** A value between two others that halves their distance (of their logarithms while they are far apart); undefined if they are close. */
function between(a: number, b: number, digits: number, least = smallest): number | undefined {
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (Math.abs(a - b) <= Math.max(least, 10 ** -(digits + 1) * size)) return undefined;
  if (Math.sign(a) * Math.sign(b) < 0) return 0;
  const [small, large] = Math.abs(a) < Math.abs(b) ? [a, b] : [b, a];
  if (Math.abs(large) > 64 * Math.max(least, Math.abs(small)))
    return Math.sign(large) * Math.sqrt(Math.max(least, Math.abs(small))) * Math.sqrt(Math.abs(large));
  const middle = a / 2 + b / 2;
  return middle === a || middle === b ? undefined : middle;
}
