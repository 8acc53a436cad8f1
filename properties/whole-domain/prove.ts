/**
 * Claims about all widths (and depths): one by one up to some width D by the exact law, by an inequality between polynomials from there
 * on (docs/derivations/bounds.md). What holds is proved, with a certificate; what fails somewhere is refuted there.
 */
import { claimedOf } from '../../theory/bounds/claimed.js';
import { type LayerStatement, sufficientFor } from '../../theory/bounds/statement.js';
import type { QuantityNode } from '../../theory/expression/ast.js';
import { logToNumber } from '../../theory/expression/enclosure.js';
import type { Claim } from '../../theory/language/claim.js';
import { exactAt } from '../exact-at.js';
import { exactValuation } from '../exact-quantities.js';
import { type ClaimJob, claimOf } from '../job.js';
import type { Outcome } from '../outcome.js';
import { counterexample } from '../point.js';
import { type Bracket, type Certificate, proved } from './certificate.js';
import { isMild, pointAt, searchFailure, searchWindow, smallest } from './search.js';
import { proveSurvival } from './survival.js';
import { bestTail, tailText, texts } from './tail.js';

export function proveForAllWidths(job: ClaimJob): Outcome {
  const claim = claimOf(job);
  const claimed = claimedOf(claim);
  const from = claim.ranges.find((range) => range.name === 'd')!.from;
  if ('reason' in claimed)
    return searchWindow(job, claim, {
      points: 0,
      unresolved: { point: smallest(claim), reason: claimed.reason },
    });
  if (claimed.kind === 'layer') return proveLayer(claim, claimed.statement, claimed.quantity, from);
  const outcome = proveSurvival(job, claim, claimed.statement, from);
  return isMild(claimed.statement) ? searchWindow(job, claim, outcome) : outcome;
}

function proveLayer(claim: Claim, statement: LayerStatement, node: QuantityNode, from: number): Outcome {
  const tail = bestTail((n) => [sufficientFor(statement, n)]);
  if (tail === undefined) return searchFailure(claim, from);
  const finite: Certificate['finite'][number][] = [];
  for (let width = from; width < tail.from; width++) {
    const point = pointAt(claim, width);
    const decision = exactAt(claim, point);
    if (decision.state === 'fails')
      return { points: finite.length + 1, failure: counterexample(point, decision) };
    if (decision.state === 'unresolved')
      return { points: finite.length, unresolved: { point, reason: tooClose } };
    finite.push({ width, enclosures: [layerEnclosure(claim, statement, node, width)] });
  }
  const { quantity, activation, relation, bound } = statement;
  return proved(claim, {
    statement: {
      quantity: quantity.kind,
      ...(quantity.kind === 'moment' ? { power: quantity.power.toFraction() } : {}),
      activation,
      relation,
      bound: texts(bound),
      from,
    },
    finite,
    tail: tailText(tail),
  });
}

const tooClose =
  'both sides agree to within the error of the computation, so that neither side of the claim can be shown.';

/** m, v or log E X^s of one layer. */
function layerEnclosure(claim: Claim, statement: LayerStatement, node: QuantityNode, width: number): Bracket {
  const value = exactValuation(claim, { L: 1, d: width })!(node);
  if (statement.quantity.kind !== 'moment') return [value.lower, value.upper];
  const { lo, hi } = logToNumber(value);
  return [lo, hi];
}
