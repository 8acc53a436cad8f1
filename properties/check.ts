/**
 * From a claim to its verdict: algebra first, then the exact law, else drawn nets (docs/verdicts.md). The work is cut into
 * units that `run` may send anywhere; here they are put together again, in the order of the domain.
 */
import { isUnbounded } from '../theory/bounds/claimed.js';
import type { Claim } from '../theory/language/claim.js';
import { closedFormCost, conditionCost, tooDear } from './cost.js';
import { decideByCustomOracles } from './custom-claim.js';
import { describe } from './describe.js';
import { probePoints } from './domain.js';
import { decideByDrawnNets, decideByExperiment } from './drawn-claim.js';
import { decideByExactLaw } from './exact-claim.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle, refuseEndless } from './oracle.js';
import type { Outcome } from './outcome.js';
import { type RunUnit, required } from './run-units.js';
import type { Finding, VerdictWord } from './verdict.js';

export async function decide(job: ClaimJob, run: RunUnit): Promise<Finding> {
  if (job.kind === 'series') return decideByAlgebra(await required(run(job, { kind: 'algebra' })));
  if (job.kind === 'experiment') return decideByExperiment(job, run);
  const claim = claimOf(job);
  refuseEndless(claim, job.oracle);
  if (isUnbounded(claim)) return decideForAllWidths(await required(run(job, { kind: 'whole' })));
  const dear = whyTooDear(job, claim);
  if (dear !== undefined) {
    return { verdict: 'undecided', points: 0, exhaustive: false, alpha: 0, oracle: 'exact', reason: dear };
  }
  await required(run(job, { kind: 'scan' }));
  const oracle = chooseOracle(claim, job.oracle, job.oracles);
  if (oracle.kind === 'none') {
    return {
      verdict: 'undecided',
      points: 0,
      exhaustive: false,
      alpha: 0,
      oracle: 'simulated',
      reason: oracle.reason,
    };
  }
  if (oracle.kind === 'simulated') return decideByDrawnNets(job, claim, run);
  if (oracle.kind === 'custom') return decideByCustomOracles(job, claim, oracle.oracles, run);
  if (claim.relation === '=' && claim.tolerance === undefined) {
    const algebra = await required(run(job, { kind: 'algebra' }));
    if (algebra.proved === true || algebra.failure !== undefined || algebra.unresolved !== undefined)
      return decideByAlgebra(algebra);
  }
  return decideByExactLaw(job, claim, run);
}

/** Sums of many terms may make a single point cost more than the whole claim may. */
export function whyTooDear(job: ClaimJob, claim: Claim): string | undefined {
  const condition = conditionCost(claim);
  if (condition > job.budget) return tooDear('The where part at one point', condition, job.budget);
  const cost = Math.max(...probePoints(claim, job.seed).map((point) => closedFormCost(claim, point)));
  return cost > job.budget ? tooDear('The closed form at one point', cost, job.budget) : undefined;
}

function decideByAlgebra(outcome: Outcome): Finding {
  const common = { points: outcome.points, alpha: 0, oracle: 'algebra' as const };
  if (outcome.failure !== undefined) {
    return { ...common, verdict: 'refuted', exhaustive: false, counterexample: outcome.failure };
  }
  if (outcome.proved === true) return { ...common, verdict: 'proved', exhaustive: true };
  return {
    ...common,
    verdict: 'undecided',
    exhaustive: false,
    reason: outcome.unresolved?.reason ?? 'The difference could not be reduced to zero.',
  };
}

function decideForAllWidths({ points, failure, proved, unresolved, certificate }: Outcome): Finding {
  const common = { points, alpha: 0, oracle: 'exact' as const };
  if (failure !== undefined)
    return { ...common, verdict: 'refuted', exhaustive: false, counterexample: failure };
  if (proved === true) return { ...common, verdict: 'proved', exhaustive: true, certificate: certificate! };
  return {
    ...common,
    verdict: 'undecided',
    exhaustive: false,
    reason: `At ${describe(unresolved!.point)}: ${unresolved!.reason}`,
  };
}

/** Exit code of a run: 1 if any claim is refuted, else 3 if any is undecided, else 0. */
export function exitCode(verdicts: readonly { readonly verdict: VerdictWord }[]): 0 | 1 | 3 {
  if (verdicts.some((each) => each.verdict === 'refuted')) return 1;
  return verdicts.some((each) => each.verdict === 'undecided') ? 3 : 0;
}
