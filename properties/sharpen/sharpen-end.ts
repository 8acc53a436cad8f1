/** One end of the constants for which a claim holds, by the exact law: found, rounded to the side that holds, confirmed. */
import { parseClaim } from '../../theory/language/parse-claim.js';
import { decide } from '../check.js';
import { exactPointCost } from '../cost.js';
import { exactAt } from '../exact-at.js';
import type { ExactPlan } from '../exact-claim.js';
import { type ClaimJob, claimOf } from '../job.js';
import { counterexample, marginOf } from '../point.js';
import { type RunUnit, required } from '../run-units.js';
import type { Stretch } from '../stretch.js';
import type { Counterexample, Point, VerdictWord } from '../verdict.js';
import { type Climb, isFurther } from './climb.js';
import { decimalGrid, decimalText } from './decimals.js';
import type { End } from './probes.js';
import { withConstant } from './sharpen.js';
import { simplestFraction } from './simplest.js';

export interface SharpenedEnd {
  readonly side: End['side'];
  /** The constant, rounded to the side that holds; `text` is the same decimal in full. */
  readonly value: number;
  readonly text: string;
  /** The best constant, over the points examined, lies between `value` and the value this far on the side that fails. */
  readonly error: number;
  /** The point that asks for it. */
  readonly bindingPoint: Point;
  /** The claim with this constant, and what the checker says of it. */
  readonly claim: string;
  readonly verdict: VerdictWord;
  /** Points that were examined for the verdict, and whether they are the whole domain. */
  readonly points: number;
  readonly exhaustive: boolean;
  /** How the claim fails at the binding point with the value on the other side of the error. */
  readonly counterexample?: Counterexample;
  /** For `within`: how far the sides are apart there, and how far they may be. */
  readonly margin?: { readonly deviation: number; readonly tolerance: number };
  /** The simplest fraction that the best constant may be, and what the checker says of the claim with it. */
  readonly rational?: { readonly text: string; readonly verdict: VerdictWord };
}

/** Points for a first estimate. */
const firstPoints = 200;
/** Points of one climb where the domain is sampled: each ends in a start for the search around it. */
const sampledStretch = 100;
/** At most so many searches around a point. */
const mostStarts = 12;
/** Claims tried around one point, about. */
const polishPoints = 700;

/** @returns a point instead if it is one that the probing should have known about. */
export async function sharpenEnd(
  job: ClaimJob,
  plan: ExactPlan,
  end: End,
  run: RunUnit,
): Promise<SharpenedEnd | { readonly again: Point }> {
  const found = await search(job, plan, end, run);
  if (found.stuck !== undefined) return { again: found.stuck };
  if (found.point === undefined || found.fails === undefined) {
    throw new Error('A constant that fails at a point was moved by none.');
  }
  return confirm(job, end, { holds: found.holds, fails: found.fails, point: found.point }, run);
}

async function search(job: ClaimJob, plan: ExactPlan, end: End, run: RunUnit): Promise<Climb> {
  const climbOver = async (stretch: Stretch, start: number): Promise<Climb> =>
    (await required(run(job, { kind: 'climb', stretch, end, start }))).climb!;
  const claim = claimOf(job);
  const first = await climbOver({ kind: 'sample', from: 0, to: firstPoints, count: firstPoints }, end.fails);
  if (first.stuck !== undefined) return first;
  if (plan.exhaustive) {
    return furthest(
      [first, ...(await Promise.all(plan.units.map((each) => climbOver(each, first.holds))))],
      end,
    );
  }
  const rough = [first, ...(await Promise.all(finer(plan.units).map((each) => climbOver(each, end.fails))))];
  const stuck = rough.find((each) => each.stuck !== undefined);
  if (stuck !== undefined) return stuck;
  const cost = exactPointCost(claim, first.point ?? rough.find(({ point }) => point)!.point!);
  const starts = Math.max(1, Math.min(mostStarts, Math.floor(job.budget / (polishPoints * cost))));
  const best = rough
    .filter((each): each is Climb & { point: Point } => each.point !== undefined)
    .sort((a, b) => (isFurther(end, a.holds, b.holds) ? -1 : isFurther(end, b.holds, a.holds) ? 1 : 0))
    .slice(0, starts);
  const polished = await Promise.all(
    best.map(async (each) => (await required(run(job, { kind: 'polish', found: each, end }))).climb!),
  );
  return furthest([...rough, ...polished], end);
}

function finer(stretches: readonly Stretch[]): Stretch[] {
  return stretches.flatMap((each) => {
    if (each.kind === 'walk') return [each];
    const parts: Stretch[] = [];
    for (let from = each.from; from < each.to; from += sampledStretch)
      parts.push({ ...each, from, to: Math.min(each.to, from + sampledStretch) });
    return parts;
  });
}

/** What all climbs found together: the furthest of each end, or a point where one got stuck. */
function furthest(climbs: readonly Climb[], end: End): Climb {
  return climbs.reduce((best, each) => {
    if (best.stuck !== undefined) return best;
    if (each.stuck !== undefined) return each;
    const holds = isFurther(end, each.holds, best.holds) ? each.holds : best.holds;
    const binds =
      each.fails !== undefined && (best.fails === undefined || isFurther(end, each.fails, best.fails));
    return { ...(binds ? each : best), holds };
  });
}

interface Found {
  readonly holds: number;
  readonly fails: number;
  readonly point: Point;
}

/** Steps of the last digit that are tried beyond the first that holds at the binding point: rounding may leave it open elsewhere. */
const confirmations = [0, 1, 9, 90, 900];

async function confirm(
  job: ClaimJob,
  end: End,
  { holds, fails, point }: Found,
  run: RunUnit,
): Promise<SharpenedEnd | { readonly again: Point }> {
  const { digits } = job.constant!;
  const direction = end.side === 'least' ? 1 : -1;
  const size = Math.max(Math.abs(holds), Math.abs(fails));
  // Around 0 the error of the computation may leave open far more than the digits asked for: two beyond it are enough.
  const certain = Math.max(0, Math.ceil(Math.log10(size / Math.abs(holds - fails))));
  const { exponent, stepsBefore } = decimalGrid(size, Math.min(digits, certain + 2));
  const textAt = (steps: number) => decimalText(steps, exponent);
  const claimAt = (steps: number) =>
    parseClaim(withConstant(job, textAt(steps)).text, { requireQuantity: job.kind !== 'closed-form' });
  const at = (steps: number) => exactAt(claimAt(steps), point);
  const farthest = stepsBefore(holds, direction) + 2 * direction;
  let steps = stepsBefore(fails, direction);
  while (at(steps).state !== 'holds' && steps !== farthest) steps += direction;
  for (const more of confirmations) {
    steps += more * direction;
    const confirmed = await decide(withConstant(job, textAt(steps)), run);
    if (confirmed.counterexample !== undefined) return { again: confirmed.counterexample.point };
    if (confirmed.verdict === 'undecided' && more !== confirmations.at(-1)) continue;
    // Down from the constant that holds, in steps that double, to one that certainly fails.
    let back = 1;
    while (at(steps - back * direction).state !== 'fails' && back < 2 ** 40) back *= 2;
    const failing = at(steps - back * direction);
    const margin =
      failing.state === 'fails' ? marginOf(claimAt(steps - back * direction), point, failing) : undefined;
    const rational = await guess(job, { holds, fails }, textAt(steps), confirmed.verdict, run);
    return {
      side: end.side,
      value: Number(textAt(steps)),
      text: textAt(steps),
      error: Number(decimalText(back, exponent)),
      bindingPoint: point,
      claim: withConstant(job, textAt(steps)).text,
      verdict: confirmed.verdict,
      points: confirmed.points,
      exhaustive: confirmed.exhaustive,
      ...(failing.state === 'fails' ? { counterexample: counterexample(point, failing) } : {}),
      ...(margin ? { margin } : {}),
      ...(rational ? { rational } : {}),
    };
  }
  throw new Error('unreachable');
}

async function guess(
  job: ClaimJob,
  { holds, fails }: Pick<Found, 'holds' | 'fails'>,
  text: string,
  verdict: VerdictWord,
  run: RunUnit,
): Promise<SharpenedEnd['rational']> {
  const fraction = simplestFraction(holds, fails)?.toFraction();
  if (fraction === undefined) return undefined;
  if (fraction === text) return { text, verdict };
  return { text: fraction, verdict: (await decide(withConstant(job, fraction), run)).verdict };
}
