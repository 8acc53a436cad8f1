/** `domain`: the largest part of its domain on which a claim holds. */

import type { Part } from '../../properties/cuts.js';
import { describe } from '../../properties/describe.js';
import { type ClaimJob, claimOf } from '../../properties/job.js';
import type { LargestPart } from '../../properties/largest-part.js';
import { short } from '../../report/words.js';
import { colour } from '../colour.js';
import type { SearchOptions } from '../commands/search-options.js';
import type { Interruption } from '../interrupt.js';
import { search, stoppedText } from '../search.js';

export async function domain(options: SearchOptions, interruption: Interruption): Promise<number> {
  const { claim: text, alpha, seed, budget, oracle } = options;
  const job: ClaimJob = {
    id: 'claim',
    kind: 'claim',
    text: text.trim(),
    alpha,
    seed,
    budget,
    ...(oracle ? { oracle } : {}),
  };
  claimOf(job);
  const [found] = await search<LargestPart>({ jobs: [job], workers: options.workers }, interruption);
  const stopped = interruption.code();
  if (options.json) {
    const report = { ...(stopped === undefined ? {} : { partial: true }), claim: job.text, ...found };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    process.stdout.write(found === undefined ? `${colour.yellow(stoppedText)}\n` : textOf(found));
  }
  return stopped ?? { everywhere: 0, 'on a part': 0, 'on no part': 1, undecided: 3 }[found!.holds];
}

function textOf(found: LargestPart): string {
  const { part, counterexample, counterexampleAbove } = found;
  const lines = [colour.bold(headline(found))];
  if (part !== undefined) {
    lines.push(
      `  ${share(part)}; the claim on it is ${part.verdict === 'undecided' ? 'not confirmed' : part.verdict}: ${part.claim}`,
    );
  }
  for (const each of [counterexample, counterexampleAbove]) {
    if (each === undefined) continue;
    const { point, lhs, rhs } = each;
    lines.push(`  fails at ${describe(point)}: ${short(lhs)} against ${short(rhs)}`);
  }
  for (const other of found.parts.slice(1))
    lines.push(`  or where ${other.condition}: ${share(other)}; ${standing(other)}`);
  if (found.reason !== undefined) lines.push(`  ${found.reason}`);
  return `${lines.join('\n')}\n`;
}

function headline({ holds, part, whole }: LargestPart): string {
  switch (holds) {
    case 'everywhere':
      return everywhere(whole!);
    case 'on a part':
      return `holds where ${part!.condition}`;
    case 'on no part':
      return 'no part was found, of those that bounds on one name, or on L/d, cut off';
    case 'undecided':
      return part === undefined
        ? 'undecided'
        : `undecided where ${part.condition}, the largest part that may be`;
  }
}

function everywhere({ verdict, points, exhaustive }: NonNullable<LargestPart['whole']>): string {
  if (verdict === 'proved') return 'holds everywhere: proved';
  return exhaustive
    ? `holds everywhere: ${verdict} at all ${points} points`
    : `holds at all ${points} points examined: ${verdict}`;
}

const standing = ({ verdict }: Part) => (verdict === 'undecided' ? 'not confirmed' : verdict);

function share({ points, of }: Part): string {
  return `${points} of ${of} points examined`;
}
