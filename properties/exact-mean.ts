/** Means by the exact law: E X^r = P(alive) E[X^r | alive] for r > 0. */
import type { Enclosed, ProductLaw } from '../numerics/law/index.js';
import { InputError, isRefusal } from '../theory/errors.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, fromBall, fromLog, toNumber, width } from '../theory/expression/enclosure.js';
import { exp } from '../theory/expression/enclosure-elementary.js';
import { type ExtendedInterval, multiply, one } from '../theory/expression/enclosure-interval.js';
import { observableToText } from '../theory/expression/text.js';
import { describe } from './describe.js';
import type { LawAt } from './law-at.js';
import type { Point } from './verdict.js';

type Mean = Extract<Quantity, { functional: 'mean' }>;

/** Orders below this are valued by their slope at 0: log E X^r itself would drown in rounding, or r in underflow. */
const tinyOrder = 1e-100;

/** @throws InputError where the mean is infinite, or its order cannot be told from 0; RangeError where its order is out of the law's reach. */
export function exactMean(quantity: Mean, { law, shift }: LawAt, point: Point): ExtendedInterval {
  const order = enclose(quantity.power, point);
  if (order.lo === 0 && order.hi === 0) return one;
  const column = quantity.power.span.start + 1;
  if (order.lo <= 0 && order.hi >= 0) {
    throw new InputError(
      `At ${describe(point)} the exponent of ${quantity.observable.name} cannot be told from 0; write it so that its sign is clear.`,
      column,
    );
  }
  const { deadProbability } = law;
  if (order.hi < 0 && deadProbability.value + deadProbability.error > 0 && !quantity.alive) {
    throw new InputError(
      `${textOf(quantity, toNumber(order), point)} is infinite, as dead nets have norm 0; condition on alive.`,
      column,
    );
  }
  const given = momentGivenAlive(law, order, shift, (r) =>
    logMoment(law, r, () => textOf(quantity, r, point), column),
  );
  return quantity.alive ? given : multiply(given, fromLog(law.logAlive.value, law.logAlive.error));
}

/** `At L=2, d=3 mean(forwardNorm2^(-1.4) | alive)`: a mean of the same observable, of this order. */
function textOf({ observable, alive }: Mean, order: number, point: Point): string {
  return `At ${describe(point)} mean(${observableToText(observable)}^(${order})${alive ? ' | alive' : ''})`;
}

/** E[X^r | alive] for every r of `order`, whose ends have one sign, and for every law within `shift` of this one. */
function momentGivenAlive(
  law: ProductLaw,
  order: ExtendedInterval,
  shift: number,
  logMomentAt: (r: number) => Enclosed,
): ExtendedInterval {
  const [least, most] = [order.lower, order.upper];
  const size = Math.max(Math.abs(least), Math.abs(most));
  // The log-moment K is convex with K(0) = 0, K'(0) = E S: its slopes lie between those at the ends, and those between chords.
  const atZero = law.logMean();
  if (size < tinyOrder) {
    const reach = order.lo > 0 ? 1e-3 : -1e-3;
    const beyond = logMomentAt(reach);
    const chord = { value: beyond.value / reach, error: (1.01 * beyond.error) / Math.abs(reach) };
    const slopes = fromBall(
      (atZero.value + chord.value) / 2,
      0.51 * Math.abs(atZero.value - chord.value) + atZero.error + chord.error + shift,
    );
    return exp(multiply(order, slopes));
  }
  const r = toNumber(order);
  const { value, error } = logMomentAt(r);
  if (order.isPoint) return fromLog(value, error + Math.abs(r) * shift);
  const outer = order.lo > 0 ? most : least;
  const step = order.lo > 0 ? most : (law.leastMoment - least) / 2;
  const [at, beyond] = [logMomentAt(outer), logMomentAt(outer + step)];
  const chord = (Math.abs(beyond.value - at.value) + beyond.error + at.error) / Math.abs(step);
  const steepest = Math.max(Math.abs(atZero.value) + atZero.error, chord) * (1 + 1e-9);
  return fromLog(value, error + width(order) * steepest + size * shift);
}

function logMoment(law: ProductLaw, r: number, what: () => string, column: number): Enclosed {
  try {
    return law.logMoment(r);
  } catch (error) {
    // Above the least order every mean is finite: one that is merely out of reach stays unknown.
    if (!isRefusal(error) || r > law.leastMoment) throw error;
    throw new InputError(`${what()} is no finite number: ${error.message}`, column);
  }
}
