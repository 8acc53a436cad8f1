/** The best constant over the points at which nets are drawn: an interval, as far as the nets resolve it. */
import { instantiate } from '../../theory/language/instantiate.js';
import { describe } from '../describe.js';
import { enclosedPoints } from '../enclosed-points.js';
import { type ClaimJob, claimOf } from '../job.js';
import type { RunUnit } from '../run-units.js';
import { edge, narrow } from './bracket.js';
import { isFurther } from './climb.js';
import { type ConstantAt, dependsOn, enclosedConstantAt } from './constant-at.js';
import { decimalGrid, decimalText } from './decimals.js';
import { type End, type Place, probe } from './probes.js';
import { type Sharpened, whatElse, withoutEnds } from './sharpen.js';
import type { SharpenedEnd } from './sharpen-end.js';

export async function sharpenDrawn(job: ClaimJob, run: RunUnit): Promise<Sharpened> {
  const { name } = job.constant!;
  const claim = claimOf(job);
  const common = {
    constant: name,
    oracle: 'simulated' as const,
    alpha: job.alpha,
    seed: job.seed,
    ends: [],
  };
  if (dependsOn(claim, name)) {
    const reason = `With drawn nets '${name}' must stand outside of quantities and settings: each value would ask for other nets or another count of them.`;
    return { ...common, outcome: 'undecided', reason };
  }
  const enclosed = await enclosedPoints(job, run);
  const places: Place[] = [];
  for (const each of enclosed) {
    const { point } = each;
    if ('reason' in each)
      return { ...common, outcome: 'undecided', reason: `At ${describe(point)}: ${each.reason}` };
    places.push([point, enclosedConstantAt(claim, name, point, each.valuation)]);
  }
  const probing = probe(job.constant!, places);
  const answer = withoutEnds(probing);
  if (answer !== undefined) return { ...common, ...answer };
  const ends = probing.ends.map((end) => endOver(job, end, places)).sort((a, b) => a.value - b.value);
  return { ...common, outcome: 'found', ends, ...whatElse(name, probing, ends) };
}

/** Digits of the interval's ends: two more than its width leaves certain. */
const digitsBeyond = 2;

function endOver(job: ClaimJob, end: End, places: readonly Place[]): SharpenedEnd {
  let holds = end.fails;
  let fails: number | undefined;
  let bindingPoint = places[0]![0];
  for (const [point, at] of places) {
    const own = bracketAt(at, end);
    if (isFurther(end, own.holds, holds)) holds = own.holds;
    if (own.fails !== undefined && (fails === undefined || isFurther(end, own.fails, fails))) {
      fails = own.fails;
      bindingPoint = point;
    }
  }
  // With end.fails the claim fails at one of the points at least.
  const inner = fails ?? end.fails;
  const direction = end.side === 'least' ? 1 : -1;
  const size = Math.max(Math.abs(holds), Math.abs(inner));
  const certain = Math.max(1, Math.ceil(Math.log10(size / Math.max(Math.abs(holds - inner), size * 1e-12))));
  const { exponent, stepsBefore } = decimalGrid(size, certain + digitsBeyond);
  const outer = stepsBefore(holds, direction === 1 ? -1 : 1);
  const text = decimalText(outer, exponent);
  return {
    side: end.side,
    value: Number(text),
    text,
    error: Number(decimalText(Math.abs(outer - stepsBefore(inner, direction)), exponent)),
    bindingPoint,
    claim: instantiate(claimOf(job), job.constant!.name, text),
    verdict: 'supported',
    points: places.length,
    exhaustive: false,
  };
}

/** To which the ends of an enclosure are worked out: far more than nets resolve. */
const digits = 10;

function bracketAt(at: ConstantAt, end: End): { readonly holds: number; readonly fails?: number } {
  const state = (constant: number) => at.state(constant);
  const first = state(end.fails);
  if (first === 'holds') return { holds: end.fails };
  if (first === 'unresolved')
    return { holds: edge((c) => state(c) === 'holds', end.holds, end.fails, digits) };
  return narrow(state, { fails: end.fails, holds: end.holds }, digits);
}
