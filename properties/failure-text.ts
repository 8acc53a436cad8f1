/** What a test says of a claim that did not pass. */
import type { ClaimVerdict } from './check-claim.js';
import { describe } from './describe.js';
import type { Counterexample, OneSided } from './verdict.js';

/** Claim, verdict, smallest counterexample or reason, seed, and how to see it again. */
export function failureText(verdict: ClaimVerdict, replay: string): string {
  const { claim, counterexample, reason, alpha, seed } = verdict;
  return [
    `${verdict.verdict}: ${claim}`,
    ...(counterexample === undefined ? [] : counterexampleLines(counterexample)),
    ...(reason === undefined ? [] : [`  because ${reason}`]),
    `  seed ${seed}; ${alpha === 0 ? 'no chance is involved' : `wrong by chance with probability at most ${alpha}`}`,
    `  replay ${replay}`,
  ].join('\n');
}

function counterexampleLines({ point, lhs, lhsError, rhs, lhsIs, rhsIs, ...logs }: Counterexample): string[] {
  const error = lhsIs === undefined ? ` +- ${lhsError}` : '';
  return [
    `  smallest counterexample ${describe(point)}`,
    `  left side  ${sideText(lhs, lhsIs, logs.logLhs)}${error}`,
    `  right side ${sideText(rhs, rhsIs, logs.logRhs)}`,
  ];
}

function sideText(value: number, is: OneSided | undefined, log: number | undefined): string {
  const plain = is === undefined ? String(value) : `${is} ${value}`;
  return log === undefined ? plain : `${plain} (log ${log})`;
}
