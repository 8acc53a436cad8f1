/**
 * A claim at one point, on drawn nets: sample sizes grow along checkpoints fixed in advance; at each, anytime-valid
 * enclosures of the quantities decide the claim or ask for more. Stops as soon as it is decided or the budget is spent.
 */
import { checkpoints } from '../numerics/inference/checkpoints.js';
import { InputError, isRefusal } from '../theory/errors.js';
import { certainlyLess, type ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import { toText } from '../theory/expression/text.js';
import type { Claim } from '../theory/language/claim.js';
import { netCost } from './cost.js';
import { customValuation, oracleFor } from './custom-oracle.js';
import { describe } from './describe.js';
import { samplePoints } from './domain.js';
import { type DrawnQuantities, type DrawnValues, drawnQuantities } from './drawn-quantities.js';
import { hasLaw } from './has-law.js';
import { streamSeedOf } from './hash.js';
import { type ClaimJob, claimOf } from './job.js';
import { splitClaim } from './ledger.js';
import { networkAt } from './network-at.js';
import { openBounds } from './open-bounds.js';
import type { Look, Outcome, PlainInterval } from './outcome.js';
import {
  checkFinite,
  counterexample,
  type Decision,
  decideAt,
  NoValue,
  resolutionOf,
  slackOf,
  type Valuation,
} from './point.js';
import { quantityNodes } from './quantities.js';
import type { Point } from './verdict.js';

/** First sample size, and the factor from one look to the next: little is drawn beyond a decision. */
export const schedule = checkpoints(400, 1.3);

/** Points at which nets are drawn, where the domain has as many. */
export const simulatedPoints = 12;

/**
 * The index-th of the claim's sampled points, of which there are `count`.
 * @param budget nominal seconds; with a larger one the same nets are drawn first.
 */
export function simulatePoint(
  job: ClaimJob,
  index: number,
  count: number,
  budget = job.budget / count,
): Outcome {
  const claim = claimOf(job);
  const point = samplePoints(claim, job.seed, simulatedPoints)[index]!;
  const { point: alpha } = splitClaim(job.alpha, count);
  return simulateAt(job, point, { alpha, budget, stream: 'examine' });
}

/** Part of a budget that is risked on nets that cannot support a claim, as a claim that is far off takes fewer to refute. */
const hopelessPart = 1 / 50;

/** Samples of an observable that are kept in memory at most: 72 MB of them, and some copies in order. */
const mostNets = 9_000_000;

export interface Allowance {
  readonly alpha: number;
  /** Nominal seconds (cost.ts). */
  readonly budget: number;
  /** Names the randomness: the same name gives the same nets, another one fresh nets. */
  readonly stream: string;
}

export function simulateAt(job: ClaimJob, point: Point, allowance: Allowance): Outcome {
  const claim = claimOf(job);
  checkFinite(claim, point);
  let last: Decision | undefined;
  const path: Look[] = [];
  const outcome = drawUntil(
    job,
    point,
    allowance,
    (quantities) => quantities.forecast(),
    ({ valuation, surely }, nets) => {
      const decision = decideDrawn(claim, point, valuation, surely);
      if ('open' in decision) return { points: 1, unresolved: { point, reason: decision.open } };
      const { left, right } = decision;
      path.push([nets, left.lower, left.upper, right.lower, right.upper]);
      if (decision.state === 'unresolved') {
        last = decision;
        return undefined;
      }
      const reached = resolutionOf(claim, point, decision);
      const resolution = reached === undefined ? {} : { resolution: reached };
      if (decision.state === 'fails')
        return { points: 1, failure: counterexample(point, decision), ...resolution };
      return { points: 1, tightest: { point, slack: slackOf(claim, point, decision, true) }, ...resolution };
    },
  );
  if (last === undefined || outcome.unresolved === undefined) return { ...outcome, path };
  const bounds = openBounds(claim, point, last, outcome.nets ?? 0);
  const { reason } = outcome.unresolved;
  const isEnclosed = last.left.isBounded && last.right.isBounded;
  return {
    ...outcome,
    path,
    unresolved: { point, reason: bounds === undefined ? reason : `${bounds}. ${sentence(reason)}` },
    ...(outcome.wanted !== undefined && isEnclosed
      ? { wanted: { ...outcome.wanted, slack: slackOf(claim, point, last, true) } }
      : {}),
  };
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Confidence intervals may leave a side without a value, as where all of a divisor's is 0. More nets do not widen them, and they prove nothing. */
function decideDrawn(
  claim: Claim,
  point: Point,
  valuation: Valuation,
  surely: Valuation,
): Decision | { readonly open: string } {
  try {
    return decideAt(claim, point, valuation, true);
  } catch (error) {
    if (!(error instanceof NoValue)) throw error;
    decideAt(claim, point, surely, true);
    return { open: unproven(error) };
  }
}

/** What is said where the enclosures from drawn nets leave a side without a value. */
export function unproven({ finding }: NoValue): string {
  return `${finding}, as far as the nets drawn tell, which is no proof; restrict the domain with where.`;
}

/** All the nets that the budget allows, for enclosures of the claim's quantities at the index-th of its sampled points. */
export function enclosePoint(job: ClaimJob, index: number, count: number): Outcome {
  const claim = claimOf(job);
  const point = samplePoints(claim, job.seed, simulatedPoints)[index]!;
  const { point: alpha } = splitClaim(job.alpha, count);
  const nodes = [claim.left, claim.right].flatMap(quantityNodes);
  let enclosures: readonly PlainInterval[] | undefined;
  const open = drawUntil(
    job,
    point,
    { alpha, budget: job.budget / count, stream: 'enclose' },
    () => 0,
    ({ valuation }) => {
      enclosures = nodes.map((node) => {
        const { lo, hi, exponent } = valuation(node);
        return { lo, hi, exponent };
      });
      return undefined;
    },
  );
  if (enclosures === undefined) return open;
  const isOneSided = enclosures.some(({ lo, hi }) => !Number.isFinite(lo) || !Number.isFinite(hi));
  return { points: 1, enclosures, ...(isOneSided ? { obstacle: open.unresolved!.reason } : {}) };
}

/** Nominal seconds of nets that an audit takes at a point, and the part of the claim's budget that it takes at most. */
const auditSeconds = 1;
const auditPart = 1 / 20;

/**
 * What custom oracles say of the claim's quantities at a point, against nets drawn there. `obstacle` says how nets contradict them: an enclosure that
 * holds the quantity with probability 1 - alpha does not meet the oracle's. `unresolved`: no nets could tell.
 * @param count number of points that share alpha.
 */
export function auditOracles(job: ClaimJob, point: Point, count: number): Outcome {
  const claim = claimOf(job);
  const { oracles = [] } = job;
  const said = customValuation(claim, point, oracles);
  const nodes = [claim.left, claim.right]
    .flatMap(quantityNodes)
    .filter(({ quantity }) => !hasLaw(quantity, claim));
  let looks = 0;
  const outcome = drawUntil(
    job,
    point,
    { alpha: job.alpha / count, budget: Math.min(auditSeconds, auditPart * job.budget), stream: 'audit' },
    () => 0,
    ({ valuation }) => {
      looks += 1;
      for (const node of nodes) {
        const [oracle, nets] = [said(node), valuation(node)];
        if (!certainlyLess(oracle, nets) && !certainlyLess(nets, oracle)) continue;
        const { name } = oracleFor(node.quantity, claim, oracles)!;
        const interval = ({ lower, upper }: ExtendedInterval) => `[${lower}, ${upper}]`;
        const quantity = toText({ ...node, kind: 'quantity' });
        const obstacle = `at ${describe(point)} the oracle '${name}' encloses ${quantity} in ${interval(oracle)}, and drawn nets in ${interval(nets)}`;
        return { points: 1, obstacle };
      }
      return undefined;
    },
  );
  if (outcome.obstacle !== undefined) return outcome;
  const { spent = 0 } = outcome;
  return looks > 0 ? { points: 1, spent } : { points: 1, spent, unresolved: outcome.unresolved! };
}

/**
 * Draws nets, and looks at them at each checkpoint, until a look decides or the budget is spent.
 * @param needed how many nets it takes, as far as can be told; few are drawn if the budget does not suffice.
 */
function drawUntil(
  job: ClaimJob,
  point: Point,
  allowance: Allowance,
  needed: (quantities: DrawnQuantities) => number,
  look: (quantities: DrawnQuantities, nets: number) => Outcome | undefined,
): Outcome {
  const claim = claimOf(job);
  const network = networkAt(claim, point);
  const quantities = drawnQuantities(claim, point, network, allowance.alpha, schedule);
  if ('reason' in quantities) return { points: 1, unresolved: { point, reason: quantities.reason } };
  const { observables } = quantities;
  const passes = observables.reduce((sum, each) => sum + each.passes(network), 0);
  const cost = netCost(network, passes);
  const useful = Math.min(mostNets, quantities.worthwhile);
  const affordable = Math.min(useful, Math.floor(allowance.budget / cost));
  const need = needed(quantities);
  const isHopeless = need > affordable;
  const limit = isHopeless ? Math.min(quantities.fallback, affordable * hopelessPart) : affordable;
  const open = (drawn: number, next: number): Outcome => ({
    points: 1,
    unresolved: { point, reason: whyOpen(quantities, drawn, affordable, need) },
    nets: drawn,
    spent: drawn * cost,
    ...(quantities.obstacle() === undefined
      ? { wanted: { least: Math.max(next, need) * cost, most: useful * cost } }
      : {}),
  });

  const seed = streamSeed(job, claim, point, allowance.stream);
  let samples = observables.map((): DrawnValues => ({ values: new Float64Array(0), error: 0 }));
  let alive = new Uint8Array(0);
  for (let index = 0; ; index++) {
    const size = schedule.size(index);
    const drawn = alive.length;
    if (size > limit) return open(drawn, size);
    const lives = new Uint8Array(size);
    lives.set(alive);
    alive = lives;
    samples = observables.map((observable, which) => {
      const before = samples[which]!;
      const values = new Float64Array(size);
      values.set(before.values);
      const error = drawAt(point, () =>
        observable.draw(network, seed, drawn, values.subarray(drawn), alive.subarray(drawn)),
      );
      return { values, error: Math.max(before.error, error) };
    });
    quantities.observe(samples, alive);
    const outcome = look(quantities, size);
    if (outcome !== undefined) return { ...outcome, nets: size, spent: size * cost };
  }
}

/** Sizes that a way of drawing does not reach are the claim's doing. */
function drawAt<T>(point: Point, draw: () => T): T {
  try {
    return draw();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new InputError(`At ${describe(point)} nets cannot be drawn: ${error.message}`);
  }
}

/** One stream of nets for each (run, claim, point, use). */
export function streamSeed(job: ClaimJob, claim: Claim, point: Point, stream: string): number {
  return streamSeedOf(job.seed, `${claim.text}|${JSON.stringify(point)}|${stream}`);
}

/** Why nets did not decide a point, and what it would take. */
function whyOpen(quantities: DrawnQuantities, drawn: number, affordable: number, needed: number): string {
  const obstacle = quantities.obstacle();
  if (obstacle !== undefined) return obstacle.endsWith('.') ? obstacle : `${obstacle}.`;
  const { difficulty } = quantities;
  const limit =
    affordable === mostNets ? `only ${mostNets} are kept in memory` : `the budget allows ${affordable}`;
  const need =
    needed === Infinity
      ? 'it would take more than 10^18 nets to decide'
      : needed > drawn
        ? `it would take about ${needed.toPrecision(2)} nets to decide`
        : drawn === 0
          ? `the first look takes ${schedule.size(0)} nets`
          : `${drawn} nets left it open`;
  return `${difficulty === undefined ? '' : `${difficulty}; `}${need}, and ${limit}.`;
}
