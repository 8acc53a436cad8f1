/** Options of `check`. */
import type { Command } from 'commander';
import { defaultAlpha, defaultBudget } from '../../properties/replay.js';
import { listenForInterrupts } from '../interrupt.js';
import {
  oracleOption,
  outputPath,
  parseBudget,
  parseSeed,
  realNumber,
  repeated,
  workersOption,
} from '../options.js';

export interface CheckOptions {
  readonly claim?: readonly string[];
  readonly alpha: number;
  readonly budget: number;
  readonly seed: number;
  readonly oracle?: 'exact' | 'simulated';
  readonly workers: number;
  /** A journal: the run goes on from there, or begins it. */
  readonly resume?: string;
  /** Where the certificates of what was proved for all widths are saved. */
  readonly certificate?: string;
  /** Where a report is written: as a page, for CI systems, for GitHub. */
  readonly html?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly json?: boolean;
}

export function addCheck(program: Command, finish: (code: number) => void): void {
  program
    .command('check')
    .description('decide claims: proved, verified, supported, refuted or undecided')
    .argument(
      '[what...]',
      'ids of the catalogue (forward-mean, forward-mean/pytorch) or claims files (.json); default: the whole catalogue',
    )
    .option('--claim <text>', 'a claim of your own (may be repeated)', repeated(String))
    .option(
      '--alpha <p>',
      'probability, at most, that the whole run is wrong by chance',
      realNumber('--alpha', 'a number between 0 and 1', (x) => x > 0 && x < 1),
      defaultAlpha,
    )
    .option(
      '--budget <seconds>',
      'work that one claim may cost, in nominal seconds of one core',
      parseBudget,
      defaultBudget,
    )
    .option('--seed <n>', 'seed of everything random', parseSeed, 1)
    .addOption(oracleOption())
    .addOption(workersOption('worker threads; the verdicts do not depend on it'))
    .option(
      '--resume <file>',
      'keep a journal of the run in a file, and go on from there if it has one already',
      outputPath('--resume'),
    )
    .option(
      '--certificate <file>',
      'save the certificates of the claims proved for all widths, for verify-certificate',
      outputPath('--certificate'),
    )
    .option(
      '--html <file>',
      'write a report: one page that stands alone, with statements, evidence and figures',
      outputPath('--html'),
    )
    .option('--junit <file>', 'write the verdicts as JUnit XML, for CI systems', outputPath('--junit'))
    .option(
      '--markdown <file>',
      'write the verdicts as a table in GitHub-flavoured Markdown',
      outputPath('--markdown'),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (what: string[], options: CheckOptions) => {
      // Signals are heard from here on, before the checker itself is loaded: even an early Ctrl-C ends in good order.
      const interruption = listenForInterrupts();
      try {
        const { check } = await import('../actions/check.js');
        finish(await check(what, options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
Exit codes: 0 all hold, 1 a claim is refuted, 2 bad input, 3 none refuted but some undecided. No verdict on the run:
70 internal error (please report it), 74 the output could not be written, 129 stopped by SIGHUP, 130 by Ctrl-C, 143 by SIGTERM.
Ctrl-C prints the verdicts reached so far, labelled partial; a second one ends at once. With --resume the same command goes
on with a run that was stopped or killed, and ends with the same verdicts; a journal of another run is refused.
--oracle simulated is refused for a claim whose range has no end; one that comes with its theorem, or the whole catalogue, is
proved as ever.
--html writes one page that stands alone (docs/report.md), --junit and --markdown the same verdicts; stopped, they are labelled partial.
Nothing of a report changes a verdict.
--certificate saves one certificate as it is, several as a list in the order of the verdicts; if no claim was proved for all
widths, the run was stopped, or there are more than verify-certificate reads (10,000, or 30,000,000 bytes), nothing is
written, and one sentence says so. The exit code is that of the verdicts.

Examples:
  vanishing-curvature check
  vanishing-curvature check forward-tail --json
  vanishing-curvature check my-claims.json --alpha 1e-9
  vanishing-curvature check --html report.html --junit report.xml
  vanishing-curvature check --budget 3600 --resume run.jsonl
  vanishing-curvature check forward-log-expansion/mean-every-width --certificate proof.json
  vanishing-curvature check --claim "mean(forwardNorm2) = 1 for L in 1..4, d in 16..64 with init he-uniform"`;
