/** Gradient flow w' = -grad f(w), integrated until an event. */
import { Solver } from '#odex';

/** A loss that can be differentiated: batchNet, chainLoss and the like. */
export interface Descendible {
  readonly size: number;
  /** The loss, and its gradient into `gradient`. */
  lossAndGradient(parameters: Float64Array, gradient: Float64Array): number;
}

export interface FlowOptions {
  /** Of each step, relative to the parameters and to their largest entry at the start (or 1, if all are 0), in 1e-14..1e-3; default 1e-12. */
  readonly tolerance?: number;
  /** Where the flow is given up, positive and finite; default 1e12. */
  readonly horizon?: number;
  /** Of the integrator, 1..10^7; default 10^5. */
  readonly maxSteps?: number;
}

export interface FlowResult {
  /** When the event first held; Infinity if not before the horizon, or within maxSteps. */
  readonly time: number;
  /** The event happened; the horizon was reached; or steps ran out. */
  readonly outcome: 'event' | 'horizon' | 'steps';
  /** Where the flow was then. */
  readonly parameters: Float64Array;
  readonly loss: number;
}

/**
 * The time at which gradient flow first meets an event, which is seen at the end of a step and then found within it by bisection on the
 * step's interpolating polynomial: one that comes and goes within a step is missed, which falls of the loss never do.
 *
 * Extrapolation of order up to 16 with control of step, order and interpolation (odex, Hairer, Norsett & Wanner 1993). Where the gradient is smooth
 * the time is right to about 100 tolerances, relative to it, times how sensitive it is to the start; for relu nets, which are smooth
 * between kinks only, see net-flow.ts.
 * @param event true from where the flow is to be stopped; true at the start gives time 0.
 * @throws RangeError for options out of range, parameters of the wrong size or a loss that is not finite at the start.
 */
export function gradientFlow(
  problem: Descendible,
  start: Float64Array,
  event: (parameters: Float64Array, loss: number) => boolean,
  options: FlowOptions = {},
): FlowResult {
  const { tolerance, horizon, maxSteps } = checkOptions(problem, start, options);
  const { size } = problem;
  const parameters = start.slice();
  const gradient = new Float64Array(size);
  const lossAt = (y: ArrayLike<number>): number => {
    parameters.set(y);
    return problem.lossAndGradient(parameters, gradient);
  };
  const holdsAt = (y: ArrayLike<number>): boolean => {
    const loss = lossAt(y);
    return event(parameters, loss);
  };
  const finish = (time: number, outcome: FlowResult['outcome'], y: ArrayLike<number>): FlowResult => {
    const loss = lossAt(y);
    return { time, outcome, parameters: parameters.slice(), loss };
  };
  if (!Number.isFinite(lossAt(start)))
    throw new RangeError('The loss must be finite at the start of a flow.');
  if (holdsAt(start)) return finish(0, 'event', start);

  const solver = new Solver(size);
  solver.denseOutput = true;
  solver.relativeTolerance = tolerance;
  solver.absoluteTolerance = tolerance * (start.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1);
  solver.maxSteps = maxSteps;
  let found: FlowResult | undefined;
  const derivative = (_t: number, y: number[]): Float64Array => {
    lossAt(y);
    for (let i = 0; i < size; i++) gradient[i] = bounded(-gradient[i]!);
    return gradient;
  };
  const observe = (
    _step: number,
    last: number,
    t: number,
    y: number[],
    dense?: (component: number, time: number) => number,
  ): boolean => {
    if (dense === undefined || !holdsAt(y)) return true;
    const at = (time: number): number[] => y.map((_, c) => dense(c, time));
    const time = bisect(last, t, (between) => holdsAt(at(between)));
    found = finish(time, 'event', time === t ? y : at(time));
    return false;
  };
  const { y, outcome } = solver.solve(derivative, 0, [...start], horizon, observe);
  return found ?? finish(Infinity, outcome === 0 ? 'horizon' : 'steps', y);
}

/**
 * Trial steps that are far too long meet gradients beyond the doubles. odex would take an error of NaN for a small one; an error that is huge
 * makes it try a shorter step.
 */
function bounded(slope: number): number {
  return Number.isNaN(slope) ? 1e100 : Math.max(-1e100, Math.min(1e100, slope));
}

/** The least double in (from, to] at which `holds`, which is false at `from` and true at `to`. */
function bisect(from: number, to: number, holds: (t: number) => boolean): number {
  for (;;) {
    const middle = from + (to - from) / 2;
    if (!(middle > from && middle < to)) return to;
    if (holds(middle)) to = middle;
    else from = middle;
  }
}

function checkOptions(
  problem: Descendible,
  start: Float64Array,
  options: FlowOptions,
): Required<FlowOptions> {
  const { tolerance = 1e-12, horizon = 1e12, maxSteps = 1e5 } = options;
  if (start.length !== problem.size || start.length === 0) {
    throw new RangeError(`This flow has ${problem.size} parameters, not ${start.length}.`);
  }
  if (!(tolerance >= 1e-14 && tolerance <= 1e-3)) {
    throw new RangeError(`The tolerance of a flow must lie in 1e-14..1e-3, not ${tolerance}.`);
  }
  if (!(horizon > 0 && horizon < Infinity)) {
    throw new RangeError(`The horizon of a flow must be positive and finite, not ${horizon}.`);
  }
  if (!(Number.isInteger(maxSteps) && maxSteps >= 1 && maxSteps <= 1e7)) {
    throw new RangeError(`The steps of a flow must be a whole number from 1 to 10^7, not ${maxSteps}.`);
  }
  return { tolerance, horizon, maxSteps };
}

/** An event: the loss is at most `goal`. */
export function lossBelow(goal: number): (parameters: Float64Array, loss: number) => boolean {
  return (_, loss) => loss <= goal;
}

/** An event: the parameters have left the ball of this radius (Euclidean) around a point. */
export function outsideBall(centre: Float64Array, radius: number): (parameters: Float64Array) => boolean {
  return (parameters) => distance(parameters, centre) >= radius;
}

export function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum);
}
