/** Oracles of one's own: what they are asked, what they promise, and how their answers become enclosures. */
import type { Interval } from '../numerics/inference/interval.js';
import type { Network } from '../numerics/network/network.js';
import { InputError, named } from '../theory/errors.js';
import type { Expression, Quantity, QuantityNode } from '../theory/expression/ast.js';
import { enclose, fromLog } from '../theory/expression/enclosure.js';
import { ExtendedInterval, join, one, zero } from '../theory/expression/enclosure-interval.js';
import { observableToText, toText } from '../theory/expression/text.js';
import type { Claim } from '../theory/language/claim.js';
import { squareGain } from '../theory/language/settings.js';
import { describe } from './describe.js';
import { levelAt } from './exact-quantities.js';
import { networkAt } from './network-at.js';
import { observableAt } from './observables.js';
import type { Valuation } from './point.js';
import type { Point } from './verdict.js';

/** The functionals that a custom oracle may value. */
export type OracleFunctional = 'mean' | 'median' | 'quantile' | 'P' | 'logMean' | 'logVariance';

/** What is known of a quantity before there is a point. */
export interface OracleQuestion {
  readonly functional: OracleFunctional;
  /** `forwardNorm2`, `gradientNorm2`, ..., or the name of a custom observable. */
  readonly observable: string;
  /** Whether the quantity is conditioned on alive; logMean and logVariance always are. */
  readonly alive: boolean;
  readonly activation: Network['activation']['kind'];
  readonly init: Network['init']['name'];
  readonly readout: Network['readout'];
  readonly input: Network['input'];
}

/** A quantity at a point. Numbers that the claim's text fixes are intervals where no double is exactly what is written. */
export interface AskedQuantity extends OracleQuestion {
  /** The layer indices in brackets. */
  readonly layers: readonly number[];
  /** Exactly this double: the power of a mean, the level of a quantile (1/2 for a median), the threshold of a probability. */
  readonly argument?: number;
  /** Of a probability: P(X >= argument) or P(X <= argument). */
  readonly relation?: '<=' | '>=';
  readonly depth: number;
  readonly width: number;
  /** The slope of leaky relu, as written. */
  readonly slope?: Interval;
  /** Gain g = d sigma^2 of the hidden weights, as written. */
  readonly gain: Interval;
  /** d sigma_b^2 of the readout, as written. */
  readonly readoutGain: Interval;
  /** y of the loss, as written. */
  readonly target: Interval;
}

/** An interval that holds the quantity; by the logarithms of its ends where a double cannot hold them. An infinite end says that nothing is known there. */
export type OracleEnclosure = Interval | { readonly logLower: number; readonly logUpper: number };

/**
 * A way to value quantities that have no exact law of the program's own: `checkClaim(claim, { oracles: [leakyLaw] })`.
 *
 * What it promises, for every question that it covers: the interval that it returns holds the quantity's true value, for weights exactly of the claimed
 * law (not for a sample of nets), whatever numbers of the intervals it is given are the true ones, with truncation, approximation and rounding included. A
 * number without a proven error bound does not qualify. Verdicts are as good as this promise; docs/extending.md says what the checker does to catch a broken one.
 */
export interface CustomOracle {
  /** Names the oracle in verdicts. */
  readonly name: string;
  /** Whether it values this quantity of these nets at every point of whatever domain. Where the program has an exact law, that one is used. */
  covers(question: OracleQuestion): boolean;
  /** The enclosure; a function of the question alone. */
  enclose(asked: AskedQuantity): OracleEnclosure;
  /** Nominal seconds that an enclosure takes; budgets are reckoned with it. Default 0.01. */
  readonly seconds?: number;
}

const defaultSeconds = 0.01;

/** The first oracle that covers a quantity of the claim; none where layers have widths of their own, as a question holds one width. */
export function oracleFor(
  quantity: Quantity,
  { settings }: Claim,
  oracles: readonly CustomOracle[],
): CustomOracle | undefined {
  const { functional, observable, alive } = quantity;
  if (functional === 'lawDistance' || functional === 'beta3' || settings.widths !== undefined)
    return undefined;
  const question: OracleQuestion = {
    functional,
    observable: observable.name,
    alive,
    activation: settings.activation.kind,
    init: settings.init.name,
    readout: settings.readout,
    input: settings.input,
  };
  return oracles.find((each) => {
    const covered: unknown = each.covers(question);
    if (typeof covered === 'boolean') return covered;
    throw new InputError(
      `The oracle '${each.name}' must say true or false of what it covers, not ${named(covered)}.`,
    );
  });
}

/** Nominal seconds of one enclosure. @throws InputError unless they are positive. */
export function oracleSeconds({ name, seconds = defaultSeconds }: CustomOracle): number {
  if (seconds > 0 && seconds < Infinity) return seconds;
  throw new InputError(`The oracle '${name}' must take a positive number of seconds, not ${seconds}.`);
}

/**
 * Values at a point of the quantities that these oracles cover.
 * @throws InputError for an answer that is no enclosure of such a quantity.
 */
export function customValuation(claim: Claim, point: Point, oracles: readonly CustomOracle[]): Valuation {
  const values = new Map<QuantityNode, ExtendedInterval>();
  return (node) => {
    let value = values.get(node);
    if (value === undefined) {
      value = valuedBy(claim, point, node, oracleFor(node.quantity, claim, oracles)!);
      values.set(node, value);
    }
    return value;
  };
}

/** Laws of quantities are monotone in levels and thresholds, so that an oracle has to value them at exact doubles alone. */
function valuedBy(claim: Claim, point: Point, node: QuantityNode, oracle: CustomOracle): ExtendedInterval {
  const { quantity } = node;
  const ask = (argument?: number) => enclosureOf(claim, point, node, oracle, argument);
  switch (quantity.functional) {
    case 'mean': {
      const power = enclose(quantity.power, point);
      if (power.isPoint) return ask(power.lower);
      throw new InputError(
        `At ${describe(point)} the oracle '${oracle.name}' values powers that a double holds exactly, such as 1/2, not ${toText(quantity.power)}.`,
        quantity.power.span.start + 1,
      );
    }
    case 'median':
    case 'quantile': {
      const { lower, upper } = levelAt(quantity, point);
      return lower === upper ? ask(lower) : join(ask(lower), ask(upper));
    }
    case 'P': {
      const { lower, upper } = enclose(quantity.threshold, point);
      const atLeast = quantity.relation === '>=';
      const isNorm = observableAt(quantity.observable, point, claim.settings).scale === 'log';
      const at = (threshold: number): ExtendedInterval => {
        if (threshold === -Infinity || (isNorm && threshold < 0)) return atLeast ? one : zero;
        if (threshold === Infinity) return atLeast ? zero : one;
        return ask(threshold);
      };
      return lower === upper ? at(lower) : join(at(lower), at(upper));
    }
    default:
      return ask();
  }
}

function enclosureOf(
  claim: Claim,
  point: Point,
  { quantity }: QuantityNode,
  oracle: CustomOracle,
  argument: number | undefined,
): ExtendedInterval {
  const { settings } = claim;
  const { activation, init, readout, input } = settings;
  const at = (expression: Expression): Interval => {
    const { lower, upper } = enclose(expression, point);
    return { lower, upper };
  };
  // Refuses gains, slopes and sizes that no net has.
  const network = networkAt(claim, point);
  const answer = oracle.enclose({
    functional: quantity.functional as OracleFunctional,
    observable: quantity.observable.name,
    alive: quantity.alive,
    layers: quantity.observable.indices.map((index) => enclose(index, point).lower),
    activation: activation.kind,
    init: init.name,
    readout,
    input,
    depth: point.L!,
    width: point.d!,
    ...(argument === undefined ? {} : { argument }),
    ...(quantity.functional === 'P' ? { relation: quantity.relation } : {}),
    ...(activation.kind === 'leaky-relu' ? { slope: at(activation.slope) } : {}),
    gain: at(squareGain(init)),
    readoutGain: at(settings.readoutGain),
    target: at(settings.target),
  });
  const enclosure = outward(answer);
  const { scale, sign } = observableAt(quantity.observable, point, settings);
  const [least, most] = rangeOf(quantity, scale === 'log' || sign?.(network) === 1);
  const inRange = enclosure && intersected(enclosure, least, most);
  if (inRange !== undefined) return inRange;
  throw new InputError(
    `At ${describe(point)} the oracle '${oracle.name}' answered ${answerText(answer)} for ${quantity.functional} of ${observableToText(quantity.observable)}; it must be an interval, lower <= upper, that meets [${least}, ${most}].`,
  );
}

/** Ends are doubles, which a rounding may have moved past the truth: no point is believed, but for 0 itself. */
const endError = 2 ** -50;

function outward(answer: OracleEnclosure): ExtendedInterval | undefined {
  const [isLog, ...ends] = endsOf(answer);
  if (!ends.every((end) => typeof end === 'number')) return undefined;
  if (isLog) {
    const [logLower, logUpper] = ends as [number, number];
    if (!(logLower <= logUpper && logLower < Infinity)) return undefined;
    const end = (log: number) => (log === -Infinity ? zero : fromLog(log, endError * (1 + Math.abs(log))));
    return join(end(logLower), logUpper === Infinity ? ExtendedInterval.of(0, Infinity) : end(logUpper));
  }
  const [lower, upper] = ends as [number, number];
  if (!(lower <= upper && lower < Infinity && upper > -Infinity)) return undefined;
  const doubt = (x: number) =>
    x === 0 || !Number.isFinite(x) ? 0 : endError * Math.abs(x) + Number.MIN_VALUE;
  return ExtendedInterval.of(lower - doubt(lower), upper + doubt(upper));
}

/** Whether they are logarithms, and the ends, whatever they are. */
function endsOf(answer: unknown): [boolean, unknown, unknown] {
  if (typeof answer !== 'object' || answer === null) return [false, undefined, undefined];
  const { lower, upper, logLower, logUpper } = answer as Record<string, unknown>;
  return 'logLower' in answer ? [true, logLower, logUpper] : [false, lower, upper];
}

function answerText(answer: unknown): string {
  const [isLog, ...ends] = endsOf(answer);
  if (ends.every((end) => end === undefined)) return named(answer);
  const [lower, upper] = ends.map(named);
  return isLog ? `{ logLower: ${lower}, logUpper: ${upper} }` : `{ lower: ${lower}, upper: ${upper} }`;
}

function rangeOf({ functional }: Quantity, isNonnegative: boolean): readonly [number, number] {
  if (functional === 'P') return [0, 1];
  if (functional === 'logVariance') return [0, Infinity];
  return functional !== 'logMean' && isNonnegative ? [0, Infinity] : [-Infinity, Infinity];
}

function intersected(
  { lo, hi, exponent, lower, upper }: ExtendedInterval,
  least: number,
  most: number,
): ExtendedInterval | undefined {
  if (upper < least || lower > most) return undefined;
  if (lower >= least && upper <= most) return ExtendedInterval.of(lo, hi, exponent);
  return ExtendedInterval.of(Math.max(lower, least), Math.min(upper, most));
}
