/** Quantities of known value, and claims made of them that are true or false by a chosen distance. */
import type { Dice } from '../draws.js';

export interface Question {
  /** Row of the table. */
  readonly family: string;
  readonly quantity: string;
  /** Ranges and settings. */
  readonly scope: string;
  /** `log`: the logarithm of a positive quantity; `plain`: the value itself. */
  readonly scale: 'log' | 'plain';
  readonly truth: number;
  /** The quantity in closed form, where the ranges hold more points than one; `truth` then counts for nothing. */
  readonly form?: string;
}

export interface StatedClaim {
  readonly text: string;
  /** From the truth, in the logarithm or plainly: 0 for an equality put as an inequality. */
  readonly distance: number;
}

/**
 * A true or a false claim, with a random relation. Distances are spread evenly in the logarithm; `equal` is the share of
 * true claims that are inequalities and hold with equality.
 */
export function stateClaim(
  dice: Dice,
  question: Question,
  truthful: boolean,
  { least, most, equal }: { least: number; most: number; equal: number },
): StatedClaim {
  const { quantity, scope, scale, truth } = question;
  const zero = scale === 'plain' && truth === 0 && question.form === undefined;
  const distance = truthful && dice.uniform() < equal ? 0 : dice.logUniform(least, most);
  const inequalities = ['<=', '>='] as const;
  // Nothing here is below 0 if it may be 0: that it is at most -1/10 is no test of anything.
  const relation = dice.pick(
    zero && !truthful ? (['>='] as const) : distance === 0 ? inequalities : ([...inequalities, '='] as const),
  );
  if (relation !== '=') {
    const up = (relation === '<=') === truthful;
    return {
      text: `${quantity} ${relation} ${sideOf(question, up ? distance : -distance)} ${scope}`,
      distance,
    };
  }
  // The claimed value lies `gap` off, and the margin has that room to spare, or falls short by as much.
  const room = dice.logUniform(least, most);
  const other = dice.logUniform(least, most);
  const [gap, margin] = truthful ? [other, other + room] : [other + room, other];
  const up = dice.uniform() < 1 / 2;
  // |e^-offset - 1| = gap, upwards only where that is possible.
  const relative = up && gap < 1 ? -Math.log1p(-gap) : -Math.log1p(gap);
  const offset = scale === 'log' ? relative : up ? gap : -gap;
  const within = `within ${scale === 'log' ? '' : 'abs '}${text(margin)}`;
  return { text: `${quantity} = ${sideOf(question, offset)} ${within} ${scope}`, distance: room };
}

function sideOf({ scale, truth, form }: Question, offset: number): string {
  if (form !== undefined) return `(${form})*exp(${text(offset)})`;
  return scale === 'log' ? `exp(${text(truth + offset)})` : text(truth + offset);
}

/** As the claim language writes numbers. */
export function text(x: number): string {
  return String(x).replace('e+', 'e');
}
