/** A claim of the language at points of its domain: where the exact law values it, by that; otherwise by what is known (known.ts). */
import type { QuantityNode } from '../../theory/expression/ast.js';
import { enclose } from '../../theory/expression/enclosure.js';
import { type ExtendedInterval, everything, join } from '../../theory/expression/enclosure-interval.js';
import { toText } from '../../theory/expression/text.js';
import type { Claim } from '../../theory/language/claim.js';
import { closedFormCost, exactPointCost } from '../cost.js';
import { descend } from '../descent.js';
import { boxSize, countPoints, pointsBetween, probePoints, samplePoints } from '../domain.js';
import { exactAt } from '../exact-at.js';
import { exactValuation } from '../exact-quantities.js';
import { hasLaw } from '../has-law.js';
import type { JobDraft } from '../job.js';
import { chooseOracle } from '../oracle.js';
import { checkFinite, type Decision, decideAt, slackOf, type Valuation } from '../point.js';
import { quantitiesOf, quantityNodes } from '../quantities.js';
import type { Point } from '../verdict.js';
import { knownEnclosure, meet } from './known.js';
import type { Truth } from './truth.js';

/** Domains up to this size are examined whole, and of others as many points. */
const mostPoints = 4000;
/** Nominal seconds that one mutant's points may cost, beyond the values that all mutants of the claim share. */
const scanSeconds = 1.5;
/** Nominal seconds for those values; and if they make the domain whole. */
const sharedSeconds = 3;
const wholeSeconds = 8;
/** Points of least slack from which tighter ones are looked for, and evaluations for each. */
const starts = 4;
const evaluations = 120;
/** Other points than a run of the checker samples: its seed is below 2^32 and hashed with the text, this one too, but another. */
const seed = 0x5eed_0f7e;

export function scanTruth(before: Claim, after: Claim, draft: JobDraft): Truth {
  const [original, mutant] = [withEnds(before), withEnds(after)];
  const exact = isExactly(mutant);
  const plan = planOf(original);
  // Quantities of its own are valued for this mutant alone.
  const own = exact && !quantityTexts(mutant).every((text) => isShared(original, text));
  const affordable = own ? Math.ceil(scanSeconds / costOf(mutant, plan.points)) : Infinity;
  const points = plan.points.slice(0, affordable);
  const whole = plan.whole && points.length === plan.points.length && original === before;
  const drawn = chooseOracle(mutant, draft.oracle).kind === 'simulated';
  const at = (point: Point): Decision => {
    checkFinite(mutant, point);
    if (own) return exactAt(mutant, point);
    const decision = decideAt(mutant, point, valuationAt(original, mutant, point, exact), drawn);
    return decision.state === 'unresolved' && exact ? exactAt(mutant, point) : decision;
  };
  const by = exact ? 'the exact law' : 'moments and laws that are known';
  const examined: { readonly point: Point; readonly slack: number }[] = [];
  let open = 0;
  for (const point of points) {
    const decision = at(point);
    if (decision.state === 'fails') return { kind: 'false', by, witness: point };
    if (decision.state === 'unresolved') open += 1;
    else examined.push({ point, slack: slackOf(mutant, point, decision, drawn) });
  }
  if (whole && open === 0) return { kind: 'true', by: `${by}, at all ${points.length} points` };
  let witness: Point | undefined;
  if (!whole) {
    const tightest = examined.sort((a, b) => a.slack - b.slack).slice(0, starts);
    for (const start of tightest) {
      descend(
        mutant,
        start,
        (point) => {
          const decision = at(point);
          if (decision.state === 'fails') witness = point;
          if (decision.state === 'unresolved') return Infinity;
          return witness === undefined ? slackOf(mutant, point, decision, drawn) : undefined;
        },
        evaluations,
      );
      if (witness !== undefined) return { kind: 'false', by, witness };
    }
  }
  return open === 0 ? { kind: 'held', points: points.length } : { kind: 'unknown' };
}

/** Of ranges without an end so much is looked at: nothing is shown of the rest. */
const farEnd = 1000;
const ended = new WeakMap<Claim, Claim>();

function withEnds(claim: Claim): Claim {
  if (claim.ranges.every(({ to }) => to < Infinity)) return claim;
  const known = ended.get(claim);
  if (known !== undefined) return known;
  const ranges = claim.ranges.map((range) =>
    range.to === Infinity ? { ...range, to: range.from + farEnd } : range,
  );
  const cut = { ...claim, ranges };
  ended.set(claim, cut);
  return cut;
}

/** Nominal seconds of a point by the exact law, at the dearest of some. */
function costOf(claim: Claim, points: readonly Point[]): number {
  return Math.max(...points.slice(0, 16).map((point) => exactPointCost(claim, point)));
}

/** Whether the exact law values every quantity (also where a run is asked to draw nets). */
export function isExactly(claim: Claim): boolean {
  return [claim.left, claim.right].flatMap(quantitiesOf).every((each) => hasLaw(each, claim));
}

interface Plan {
  readonly points: readonly Point[];
  readonly whole: boolean;
}

const plans = new WeakMap<Claim, Plan>();

/** The points at which all mutants of a claim are examined. */
function planOf(original: Claim): Plan {
  let plan = plans.get(original);
  if (plan === undefined) {
    plan = planPoints(original);
    plans.set(original, plan);
  }
  return plan;
}

function planPoints(claim: Claim): Plan {
  const probes = probePoints(claim, seed);
  const closed = Math.max(...probes.map((point) => closedFormCost(claim, point)));
  const most = Math.min(mostPoints, scanSeconds / closed);
  const exact = isExactly(claim) ? costOf(claim, probes) : 0;
  const affordable = Math.min(most, sharedSeconds / exact);
  const counted = countPoints(claim);
  if (counted?.unresolved === 0 && counted.inside <= Math.min(most, wholeSeconds / exact))
    return { points: [...pointsBetween(claim, 0, boxSize(claim))], whole: true };
  return { points: samplePoints(claim, seed, Math.max(100, Math.floor(affordable))), whole: false };
}

function valuationAt(original: Claim, mutant: Claim, point: Point, exact: boolean): Valuation {
  const known = valuesAt(original, point);
  let valuation: Valuation | undefined;
  return (node) => {
    const key = toText(node);
    let value = known.get(key);
    if (value === undefined) {
      // Tails to absolute precision first: where that leaves a point open, the exact oracle looks closer.
      if (exact) valuation ??= exactValuation(mutant, point, 'absolute');
      value = exact
        ? valuation!(node)
        : meet(knownEnclosure(node, mutant, point), stated(original, key, point));
      // What stands in the original too is asked for by most other mutants.
      if (isShared(original, key)) known.set(key, value);
    }
    return value;
  };
}

function quantityTexts({ left, right }: Claim): string[] {
  return [left, right].flatMap(quantityNodes).map(toText);
}

const shared = new WeakMap<Claim, ReadonlySet<string>>();

function isShared(original: Claim, quantity: string): boolean {
  let texts = shared.get(original);
  if (texts === undefined) {
    texts = new Set(quantityTexts(original));
    shared.set(original, texts);
  }
  return texts.has(quantity);
}

/** Values of quantities, by their text, at the points of a claim: its mutants differ elsewhere and share them. */
const values = new WeakMap<Claim, Map<string, Map<string, ExtendedInterval>>>();

function valuesAt(original: Claim, point: Point): Map<string, ExtendedInterval> {
  const ofClaim = values.get(original) ?? new Map<string, Map<string, ExtendedInterval>>();
  values.set(original, ofClaim);
  const key = JSON.stringify(point);
  const known = ofClaim.get(key) ?? new Map<string, ExtendedInterval>();
  ofClaim.set(key, known);
  return known;
}

/** The bound that the original inequality, a theorem, puts on its own left side. */
function stated({ left, relation, right }: Claim, quantity: string, point: Point): ExtendedInterval {
  if (relation === '=' || left.kind !== 'quantity' || toText(left) !== quantity) return everything;
  const noQuantities = (_: QuantityNode) => everything;
  const bound = enclose(right, point, noQuantities);
  return relation === '<=' ? join(everything, bound) : join(bound, everything);
}
