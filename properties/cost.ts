/**
 * What work costs, in nominal seconds of one core. Budgets are kept in this currency and not in wall-clock time, so that the
 * same run gives the same verdicts on a slow machine, under load, and with any number of workers.
 */
import { widestMatrix } from '../numerics/kernel/nets.js';
import { family, type Network, widest } from '../numerics/network/network.js';
import type { Expression } from '../theory/expression/ast.js';
import { childrenOf, functionOf, maxOperationsOfSums, maxTermsOfSum } from '../theory/expression/compile.js';
import { evaluate, freeNames } from '../theory/expression/evaluate.js';
import type { Claim, Condition } from '../theory/language/claim.js';
import { isElementary } from '../theory/law/symbolic.js';
import { isInReach } from './has-law.js';
import { numberAt } from './network-at.js';
import { quantitiesOf } from './quantities.js';
import type { Point } from './verdict.js';

/** Weights drawn a second on one core, by the kernel. Where there is no kernel the price is the same. */
const weightsPerSecond = { normal: 4e8, uniform: 1e9, rademacher: 2e9 } as const;
/** What each of an orthogonal layer's reflections takes, in plain TypeScript, and each of the normal numbers that it is made of, in seconds. */
const reflectionSeconds = 1.4e-7;
const reflectedSeconds = 2e-8;
/** Seconds a net costs beside its weights: sorting, counting and adding up at the looks, some four times each. */
const lookSeconds = 6e-7;
/** What a net, a layer and a unit cost beside weights, in seconds. */
const netSeconds = 1e-7;
const layerSeconds = 6e-8;
const unitSeconds = 1e-8;

/** Seconds to draw one net, push an input through it `passes` times, and look at the result. */
export function netCost(network: Network, passes = 1): number {
  return passes * passSeconds(network) + lookSeconds;
}

/** Seconds to draw one net and push an input through it. Measured, at widths 1 to 512, within a factor of 1.6; of orthogonal nets, at depths 1 to 50, of 2. */
export function passSeconds(network: Network): number {
  const { widths } = network;
  let [weights, units] = [0, 0];
  for (let l = 1; l < widths.length; l++) {
    weights += weightSeconds(network, l);
    units += widths[l]!;
  }
  return weights + netSeconds + layerSeconds * (widths.length - 1) + unitSeconds * units;
}

/** Seconds to draw the weights of layer l and push a vector through them. Half of a relu layer's columns are dead and never drawn; an orthogonal matrix is never formed. */
function weightSeconds({ widths, activation, init }: Network, l: number): number {
  const [fanIn, fanOut] = [widths[l - 1]!, widths[l]!];
  const kind = family(init);
  if (kind === 'orthogonal') {
    const drawn = fanIn * Math.max(fanIn, fanOut) - fanIn ** 2 / 2;
    return reflectionSeconds * fanIn + reflectedSeconds * drawn;
  }
  const share = activation.kind === 'relu' ? 0.5 : 1;
  return (share * fanIn * fanOut) / weightsPerSecond[kind];
}

/** Seconds to form the matrices of layers `from` to `to` from what a pass draws: of orthogonal layers, column by column, each by half of their reflections. */
export function formingSeconds(network: Network, from: number, to: number): number {
  const { widths, activation, init } = network;
  if (family(init) !== 'orthogonal') return 0;
  const share = activation.kind === 'relu' ? 0.5 : 1;
  let seconds = 0;
  for (let l = from; l <= to; l++) seconds += ((share * widths[l - 1]!) / 2) * weightSeconds(network, l);
  return seconds;
}

/**
 * Seconds to multiply the matrices of live units that second derivatives carry along layers `from` + 1 to `to`, beside drawing them. Measured, at widths 1 to 128,
 * within a factor of 2.5; ten times as much where plain TypeScript does it, or may do it.
 * @param areZerosExact for weights ±1, of which plain TypeScript keeps residues beside.
 */
export function productSeconds(
  { widths, activation, init }: Network,
  from: number,
  to: number,
  areZerosExact = false,
): number {
  const share = activation.kind === 'relu' ? 0.5 : 1;
  const isPlain = areZerosExact || family(init) === 'orthogonal' || widest(widths) > widestMatrix;
  const columnSeconds = areZerosExact ? 4e-7 : 0;
  let seconds = 0;
  for (let l = from + 1; l <= to; l++) {
    const order = share * Math.max(widths[l]!, widths[l - 1]!);
    seconds += isPlain
      ? 4e-7 + columnSeconds * order + 1.5e-8 * order ** 2 + 4.8e-9 * order ** 3
      : 2e-7 + 3e-9 * order ** 2 + 4e-10 * order ** 3;
  }
  return seconds;
}

/** Seconds to value both sides of a claim by the exact law at a point. */
export function exactPointCost(claim: Claim, point: Point): number {
  // A law sums over the degrees of freedom that matter, about 18 sqrt(d) of them, at some 60 points of a contour.
  const degrees = differentWidths(claim, point).reduce(
    (sum, width) => sum + Math.min(width, 18 * Math.sqrt(width)),
    0,
  );
  const law = 2e-5 + 5e-9 * (point.L ?? 1) + 60 * 1.2e-7 * degrees;
  const leaky = leakyCost(claim, point);
  return (
    (law + leaky) * (1 + 30 * countFunctional(claim, 'lawDistance')) +
    tailCost(claim, point, leaky > 0) +
    closedFormCost(claim, point)
  );
}

/** Each once: layers of one width are summed over together. */
function differentWidths({ settings }: Claim, point: Point): readonly number[] {
  if (settings.widths === undefined) return [point.d ?? 1];
  return [...new Set(settings.widths.slice(1).map((width) => evaluate(width, point)))];
}

/**
 * What leaky relu's law costs beside: degrees at a tilt take all N each, and each term of a contour sums them; contours are long where few units in all make
 * the law rough. Measured for slopes of size 1/4 to 4, depths 3 to 1000 and widths 1 to 300, mostly within a factor of four; less at widths met before.
 */
function leakyCost(claim: Claim, point: Point): number {
  const { activation } = claim.settings;
  if (activation.kind !== 'leaky-relu') return 0;
  // A slope that is sought has no value yet: the dearest.
  const size = isKnown(activation.slope, point) ? Math.abs(numberAt(activation.slope, point)) : 1 / 4;
  const widths = differentWidths(claim, point);
  // Relu's and linear layers' law, or none.
  if (size === 0 || size === 1 || !isInReach(size, widest(widths))) return 0;
  const p = Math.min(size, 1 / size) ** 2;
  const windows = widths.map((d) => (1 - p) * (14 * Math.sqrt(d) + 70) * (1 / p));
  const tilts = (count: number) =>
    count * 6e-9 * windows.reduce((sum, each, i) => sum + each * widths[i]!, 0);
  const terms = (count: number) => count * 6e-8 * windows.reduce((sum, each) => sum + each, 0);
  const contour = terms(80 + 2500 / ((point.L ?? 1) * widest(widths)));
  const tail = tilts(25) + contour;
  // Of few units the law is rough far out, and its contours long.
  const farther = (level: Expression) =>
    Math.min(2, 1 - Math.log(tailOf(level, point)) / (60 * (point.L ?? 1) * widest(widths)));
  let seconds = 5e-4 + tilts(2) + terms(60);
  for (const quantity of [claim.left, claim.right].flatMap(quantitiesOf)) {
    if (quantity.functional === 'median') seconds += tilts(2) + contour;
    else if (quantity.functional === 'P') seconds += isElementary(quantity) ? 0 : tail;
    else if (quantity.functional === 'quantile')
      seconds += isInBody(tailOf(quantity.level, point))
        ? tilts(2) + contour
        : 8 * tail * farther(quantity.level);
  }
  return seconds;
}

/** The smaller tail that a level cuts off. */
function tailOf(levelNode: Expression, point: Point): number {
  // A constant that is sought has no value yet.
  const level = isKnown(levelNode, point) ? evaluate(levelNode, point) : 0.5;
  return Math.max(Number.MIN_VALUE, Math.min(level, 1 - level));
}

const isKnown = (node: Expression, point: Point) =>
  freeNames(node).every((name) => Object.hasOwn(point, name));

/** Whether a quantile that cuts off this tail comes from the contour of the law's body. */
const isInBody = (tail: number) => tail >= 0.009;

/**
 * Tails far out take many contours, and quantiles there several tails: measured down to levels of 1e-300, mostly within a factor of ten. One layer's are incomplete
 * gamma functions, deep nets' laws and linear ones smooth. Leaky relu's quantiles are priced by leakyCost.
 */
function tailCost(claim: Claim, point: Point, isLeaky: boolean): number {
  const depth = point.L ?? 1;
  const smooth = claim.settings.activation.kind === 'linear' ? 0.15 : Math.max(0.03, Math.min(1, 3 / depth));
  const share = depth === 1 ? 0.01 : smooth;
  let seconds = 0;
  for (const quantity of [claim.left, claim.right].flatMap(quantitiesOf)) {
    // Down to a tail's end the law is split by its fewest active units: 3.7 s at d = 131,072, next to nothing elsewhere.
    if (quantity.functional === 'P')
      seconds += 3e-6 * Math.min(widest(differentWidths(claim, point)), 2 ** 20);
    if (quantity.functional !== 'quantile' || isLeaky) continue;
    const tail = tailOf(quantity.level, point);
    seconds += isInBody(tail) ? 5e-4 : 1e-3 - 1e-3 * share * Math.log(tail);
  }
  return Number.isFinite(seconds) ? seconds : 0;
}

/** Seconds to enclose the closed forms of a claim at a point. */
export function closedFormCost(claim: Claim, point: Point): number {
  return 1e-6 * operations([claim.left, claim.right], point);
}

/** Seconds to make sure at a point that the closed forms are numbers, and the widths those of nets. */
export function scanCost(claim: Claim, point: Point): number {
  return closedFormCost(claim, point) + 1e-6 * operations(claim.settings.widths ?? [], point);
}

/** Seconds of one point, as a reason to give up. */
export function tooDear(what: string, seconds: number, budget: number): string {
  return `${what} takes about ${seconds.toPrecision(2)} nominal seconds, and the budget is ${budget}.`;
}

/** Seconds to evaluate the where part at the corner of the ranges where sums are longest. */
export function conditionCost(claim: Claim): number {
  const sides = sidesOf(claim.condition);
  return 1e-6 * (1 + Math.max(...corners(claim).map((point) => operations(sides, point))));
}

/** Ends of the first ranges, the others at their far end: a sum may be long at either. */
function corners({ ranges }: Claim): Point[] {
  const far = Object.fromEntries(ranges.map(({ name, to }) => [name, to]));
  return ranges
    .slice(0, 4)
    .reduce<Point[]>(
      (points, { name, from }) => points.flatMap((point) => [point, { ...point, [name]: from }]),
      [far],
    );
}

/** Seconds to enclose the closed forms of a claim there. */
export function farCost(claim: Claim): number {
  return closedFormCost(claim, farCorner(claim));
}

const farCorner = ({ ranges }: Claim): Point => Object.fromEntries(ranges.map(({ name, to }) => [name, to]));

function sidesOf(condition: Condition | undefined): readonly Expression[] {
  if (condition === undefined) return [];
  if (condition.kind === 'compare') return [condition.left, condition.right];
  if (condition.kind === 'not') return sidesOf(condition.operand);
  return [...sidesOf(condition.left), ...sidesOf(condition.right)];
}

function countFunctional(claim: Claim, functional: string): number {
  return [claim.left, claim.right].flatMap(quantitiesOf).filter((each) => each.functional === functional)
    .length;
}

/** Operations at a point, in units of one addition; a sum counts for all its terms, as far as an evaluation may go. */
function operations(expressions: readonly Expression[], point: Point): number {
  return Math.min(
    maxOperationsOfSums,
    expressions.reduce((sum, each) => sum + operationsAt(each, [point, point]), 0),
  );
}

/** Bounds of sums that cost more are not evaluated here. */
const mostOperationsOfBounds = 1e5;

/** @param points the names' values; within sums, with their indices at the lower and at the upper ends. */
function operationsAt(node: Expression, points: readonly [Point, Point]): number {
  const own = node.kind === 'call' ? functionOf(node).operations : 1;
  if (node.kind !== 'sum')
    return childrenOf(node).reduce((sum, child) => sum + operationsAt(child, points), own);
  const bounds = operationsAt(node.from, points) + operationsAt(node.to, points);
  const values = [node.from, node.to].flatMap((bound) =>
    bounds > mostOperationsOfBounds ? [] : points.map((point) => evaluate(bound, point)),
  );
  const [first, last] = values.every(Number.isFinite)
    ? [Math.min(...values), Math.max(...values)]
    : [1, maxTermsOfSum];
  const terms = Math.min(maxTermsOfSum, last - first + 1);
  const [low, high] = points;
  const ends = [
    { ...low, [node.index]: first },
    { ...high, [node.index]: last },
  ] as const;
  return own + bounds + terms * operationsAt(node.body, ends);
}
