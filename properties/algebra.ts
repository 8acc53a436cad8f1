/** Identities: the difference of both sides reduced to zero in exact rational arithmetic, over the whole domain. */
import { rational } from '../theory/algebra/nodes.js';
import { proveEqual } from '../theory/algebra/prove.js';
import { exactFraction } from '../theory/algebra/rational.js';
import { substitute } from '../theory/algebra/substitute.js';
import type { Expression } from '../theory/expression/ast.js';
import { enclose } from '../theory/expression/enclosure.js';
import type { Claim } from '../theory/language/claim.js';
import { parseExpression } from '../theory/language/parse-claim.js';
import { substituteQuantities } from '../theory/law/symbolic.js';
import { derivedExpansion } from '../theory/series/index.js';
import { farCost } from './cost.js';
import { areDefinedThroughout } from './defined.js';
import { describe } from './describe.js';
import { samplePoints } from './domain.js';
import { exactAt, rationalWorkOfUnit } from './exact-at.js';
import { type ClaimJob, claimOf } from './job.js';
import type { Outcome } from './outcome.js';
import { counterexample } from './point.js';
import { planScan } from './scan.js';
import type { Point } from './verdict.js';
import { writtenEnd } from './written-point.js';

/** Points at which a proof is confronted with the exact law's numbers, so that a fault in the algebra cannot prove a falsehood. */
const confirmations = 60;

/** Nominal seconds that one evaluation of the closed forms may cost: questions of sign take hundreds of them. */
const mostSeconds = 0.05;

export function proveJob(job: ClaimJob): Outcome {
  return job.series === undefined ? proveClaim(job, claimOf(job)) : proveSeries(job.text, job.series);
}

function proveClaim(job: ClaimJob, claim: Claim): Outcome {
  const open: Outcome = { points: 0, proved: false };
  if (farCost(claim) > mostSeconds) return open;
  const fixed = (side: Expression) => withFixedNames(side, claim);
  const left = fixed(claim.left);
  const right = left && fixed(claim.right);
  if (left === undefined || right === undefined) return open;
  const proof = proveEqual(left, right, claim.ranges);
  if (proof === undefined) return open;
  // An identity of formulas says nothing of points where they are undefined; a domain scanned whole has none.
  if (!planScan(claim, job.seed).whole && !areDefinedThroughout([left, right], claim)) return open;
  const points = samplePoints(claim, job.seed, confirmations);
  const work = { left: rationalWorkOfUnit };
  for (const [index, point] of points.entries()) {
    if (exactAt(claim, point, work).state !== 'fails') continue;
    const reason = `algebra and exact law contradict each other at ${describe(point)}; please report this as a bug.`;
    return { points: index + 1, unresolved: { point, reason } };
  }
  return { points: points.length, proved: true, steps: proof.steps };
}

/** A side without quantities, and with the numbers of names that have but one: L = 1 makes a power of a base of any sign. */
function withFixedNames(side: Expression, claim: Claim): Expression | undefined {
  const plain = substituteQuantities(side, claim.settings);
  return (
    plain &&
    claim.ranges
      .filter(({ from, to }) => from === to)
      .reduce((node, range) => {
        const written = writtenEnd(claim, range, range.from) ?? exactFraction(range.from);
        return substitute(node, range.name, rational(written));
      }, plain)
  );
}

/** A stated expansion in 1/d against the one that is derived. */
function proveSeries(stated: string, series: NonNullable<ClaimJob['series']>): Outcome {
  const names = series.activation === 'leaky-relu' ? ['d', 'alpha'] : ['d'];
  const right = parseExpression(stated, { names });
  const left = derivedExpansion(series.activation, series.cumulant, series.order);
  const ranges = names.map((name) => ({ name, from: 1, to: 1000, integer: name === 'd' }));
  const proof = proveEqual(left, right, ranges);
  if (proof !== undefined) return { points: proof.confirmedAt.length, proved: true, steps: proof.steps };
  return seriesFailure(left, right, names);
}

/** The smallest d (with alpha = 1/2) at which the two expansions differ beyond error. */
function seriesFailure(left: Expression, right: Expression, names: readonly string[]): Outcome {
  for (let d = 1; d <= 100; d++) {
    const point: Point = Object.fromEntries(names.map((name) => [name, name === 'd' ? d : 0.5]));
    const [a, b] = [enclose(left, point), enclose(right, point)];
    if (a.upper < b.lower || a.lower > b.upper) {
      return { points: d, failure: counterexample(point, { state: 'fails', left: a, right: b }) };
    }
  }
  return { points: 100, proved: false };
}
