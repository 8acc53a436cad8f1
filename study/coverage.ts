/**
 * Does each confidence sequence hold the truth at all looks together, with probability 1 - alpha? Followed along many independent paths, on
 * laws of known truth.
 */
import { binomialUpperLimit } from '../numerics/statistics/binomial.js';
import { alphas, type Case, type Followed } from './coverage/case.js';
import { exactCases, groups } from './coverage/cases.js';
import { defineStudy, type Report, type Scale } from './study.js';

/** P(some limit of the page is exceeded | every sequence keeps its promise), at most. */
const falseAlarm = 1e-9;

const all = groups.flatMap(({ cases, ...group }) => cases.map((each) => ({ group, each })));
const sizes = {
  full: { paths: 10_000, horizon: 100_000 },
  small: { paths: 200, horizon: 2000 },
} as const;

type Cell =
  | {
      readonly kind: 'paths';
      readonly case: number;
      readonly from: number;
      readonly to: number;
      /** Samples of a path. */
      readonly longest: number;
    }
  | { readonly kind: 'exact'; readonly case: number; readonly horizon: number };

type Result = Followed | { readonly missing: readonly number[] };

function cells(scale: Scale): Cell[] {
  const { paths, horizon } = sizes[scale];
  const drawn = all.flatMap(({ group }, index) => {
    const step = Math.min(group.cellPaths, paths);
    return Array.from({ length: paths / step }, (_, i): Cell => {
      return {
        kind: 'paths',
        case: index,
        from: i * step,
        to: (i + 1) * step,
        longest: group.longest[scale],
      };
    });
  });
  return [...exactCases.map((_, index): Cell => ({ kind: 'exact', case: index, horizon })), ...drawn];
}

/** What the paths of one case showed. */
export interface Tally {
  readonly case: Pick<Case, 'sequence' | 'law' | 'looks'>;
  readonly group: string;
  readonly paths: number;
  readonly misses: readonly number[];
  readonly price: number | undefined;
}

/** A sentence for each case that missed the truth more often than chance allows. */
export function judge(tallies: readonly Tally[]): string[] {
  const each = falseAlarm / (alphas.length * tallies.length);
  return tallies.flatMap(({ case: { sequence, law, looks }, paths, misses }) =>
    alphas.flatMap((alpha, which) => {
      const limit = binomialUpperLimit(paths, alpha, each);
      if (misses[which]! <= limit) return [];
      return [
        `\`${sequence}\` (${law}; ${looks}) missed the truth on ${misses[which]} of ${paths} paths at alpha = ${alpha}: at most ${limit} may.`,
      ];
    }),
  );
}

function tally(results: readonly Result[], cells: readonly Cell[]): Tally[] {
  return all.map(({ group, each }, index) => {
    const parts = cells.flatMap((cell, i) => {
      const result = results[i]!;
      return cell.kind === 'paths' && cell.case === index && 'misses' in result
        ? [{ paths: cell.to - cell.from, ...result }]
        : [];
    });
    const misses = alphas.map((_, which) => parts.reduce((sum, part) => sum + part.misses[which]!, 0));
    const paths = parts.reduce((sum, part) => sum + part.paths, 0);
    return { case: each, group: group.name, paths, misses, price: parts[0]?.price };
  });
}

/** A bar would end the cell. */
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
const percent = (x: number) => `${(100 * x).toFixed(2)} %`;

function report(results: readonly Result[], cells: readonly Cell[], scale: Scale): Report {
  const tallies = tally(results, cells);
  const { paths, horizon } = sizes[scale];
  const exact = exactCases.map((each, index) => {
    const at = cells.findIndex((cell) => cell.kind === 'exact' && cell.case === index);
    const result = results[at]!;
    return { each, missing: 'missing' in result ? result.missing : [] };
  });
  const broken = [
    ...exact.flatMap(({ each, missing }) =>
      alphas.flatMap((alpha, which) =>
        missing[which]! <= alpha
          ? []
          : [`\`${each.sequence}\` (${each.law}) misses with probability ${missing[which]}, above ${alpha}.`],
      ),
    ),
    ...judge(tallies),
  ];
  const limits = alphas.map((alpha) => binomialUpperLimit(paths, alpha, falseAlarm / (2 * tallies.length)));
  const tables = groups.map(({ name, longest }) => {
    const rows = tallies.filter(({ group }) => group === name);
    return `
## ${name}

Up to n = ${longest[scale]}.

| enclosure | law | looked at | missed, alpha = .05 | missed, alpha = .01 | price of peeking |
|---|---|---|---|---|---|
${rows
  .map(({ case: { sequence, law, looks }, misses, price }) =>
    [
      '',
      code(sequence),
      law.includes('=') && name.startsWith('Real') ? code(law) : law,
      looks,
      ...misses.map((count) => percent(count / paths)),
      price === undefined ? '' : price.toFixed(2),
      '',
    ]
      .join(' | ')
      .trim(),
  )
  .join('\n')}`;
  });
  const text = `
Each row follows ${paths} independent paths of samples from a law whose truth is known in closed form. A path counts as missed if the enclosure leaves out the truth at
*any* look: at every sample size n = 1, 2, 3, ... where the sequence promises that, else at the checkpoints 400, 520, 676, ... at which the checker looks at its nets. Every
interval counts as it is, not what is left after combining it with earlier ones. A sequence keeps its promise if it misses with probability at most alpha. The same paths
serve both alphas.

Judged by the binomial law: of ${paths} paths at most ${limits[0]} may be missed at alpha = .05 and at most ${limits[1]} at alpha = .01. If all sequences keep their promise, the
probability that any limit of this page is exceeded is below ${falseAlarm}. A sequence that misses with probability ${leastSeen(paths, limits[0]!)} in place of .05, or
${leastSeen(paths, limits[1]!)} in place of .01, is found with probability above .99.

The price of peeking is the median width of the enclosure at the last look, at alpha = .05, over that of an interval fixed beforehand for that one look: the equal-tailed
binomial one for probabilities and quantiles, else the same interval with all of alpha. Sequences that hold under continuous peeking cannot use up alpha within a finite run; those that share
alpha among looks, with a bound on a moment alone, are conservative besides. So most rates below lie far under alpha; what would not is a broken sequence.

The laws include what breaks intervals: atoms at the median and at the level asked for, dead nets of mass next to and exactly 1/2, lattices of ties, rare values that carry the mean
(the laws that are extremal for a given second moment), tails that barely have a variance, and products of layers with L/d = 50.

## Probabilities, exactly

The probability that \`bernoulliAcceptedCounts\`, looked at after every sample, ever rejects the truth up to n = ${horizon}, computed without drawing: the probability of each count that was never rejected is
carried from n to n + 1.

| law | alpha = .05 | alpha = .01 |
|---|---|---|
${exact.map(({ each, missing }) => `| ${each.law} | ${missing.map((x) => x.toFixed(5)).join(' | ')} |`).join('\n')}
${tables.join('\n')}
`;
  return { text, broken };
}

/** The smallest rate, in steps of 2 %, at which the limit is exceeded in all but one of a hundred pages. */
function leastSeen(paths: number, limit: number): string {
  // Paths that hold the truth are at most so many but for one page in a hundred; the rest are missed.
  let p = limit / paths;
  while (p < 1 && paths - binomialUpperLimit(paths, 1 - p, 0.01) <= limit) p *= 1.02;
  return p.toFixed(3);
}

export const study = defineStudy<Cell, Result>({
  name: 'coverage',
  title: 'Coverage of the confidence sequences',
  cells,
  run: (cell) =>
    cell.kind === 'exact'
      ? { missing: exactCases[cell.case]!.missing(cell.horizon) }
      : all[cell.case]!.each.follow(cell.from, cell.to, cell.longest),
  report,
});
