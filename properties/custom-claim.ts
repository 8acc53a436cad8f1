/** A claim on the word of custom oracles: decided as by the exact law, then confronted with drawn nets, which may take the verdict back but never make one. */
import type { Claim } from '../theory/language/claim.js';
import type { CustomOracle } from './custom-oracle.js';
import { samplePoints } from './domain.js';
import { decideByExactLaw } from './exact-claim.js';
import type { ClaimJob } from './job.js';
import { textOf } from './outcome.js';
import { type RunUnit, required } from './run-units.js';
import type { Finding, Point } from './verdict.js';

/** Sampled points of the domain at which nets are drawn, besides those that the verdict rests on most. */
const auditedPoints = 3;

export async function decideByCustomOracles(
  job: ClaimJob,
  claim: Claim,
  oracles: readonly CustomOracle[],
  run: RunUnit,
): Promise<Finding> {
  const finding: Finding = { ...(await decideByExactLaw(job, claim, run)), oracle: 'custom' };
  if (finding.verdict === 'undecided') return finding;
  const points = pointsToAudit(job, claim, finding);
  let open: string | undefined;
  for (const point of points) {
    const { obstacle, unresolved } = await required(run(job, { kind: 'audit', point, count: points.length }));
    if (obstacle !== undefined) {
      const { counterexample: _, ...rest } = finding;
      const reason = `One of them is wrong: ${obstacle}. The verdict of the oracle was ${finding.verdict}.`;
      return { ...rest, verdict: 'undecided', exhaustive: false, reason };
    }
    open ??= unresolved?.reason;
  }
  const word = `on the word of ${oracles.map(({ name }) => `'${name}'`).join(' and ')}`;
  const nets =
    open === undefined
      ? `nets drawn at ${points.length} point${points.length === 1 ? '' : 's'} agree`
      : `not confronted with nets everywhere: ${open}`;
  const remarks = [...(finding.reason === undefined ? [] : [finding.reason]), `${word}; ${nets}`];
  return { ...finding, reason: remarks.join(' ') };
}

function pointsToAudit(job: ClaimJob, claim: Claim, { counterexample, tightest }: Finding): Point[] {
  const points = [counterexample?.point, tightest?.point, ...samplePoints(claim, job.seed, auditedPoints)];
  const different = new Map(points.flatMap((point) => (point === undefined ? [] : [[textOf(point), point]])));
  return [...different.values()];
}
