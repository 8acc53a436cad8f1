/** Options of `mutants`. */
import type { Command } from 'commander';
import { defaultAlpha, defaultBudget } from '../../properties/replay.js';
import { listenForInterrupts } from '../interrupt.js';
import { parseBudget, parseSeed, realNumber, workersOption } from '../options.js';

export interface MutantsOptions {
  readonly nudge: number;
  readonly alpha: number;
  readonly budget: number;
  readonly seed: number;
  readonly workers: number;
  readonly json?: boolean;
}

export function addMutants(program: Command, finish: (code: number) => void): void {
  program
    .command('mutants')
    .description("nudge the catalogue's claims: are the false ones refuted, and no true one?")
    .argument('[id...]', 'ids of the catalogue (forward-mean, forward-mean/pytorch); default: all of it')
    .option(
      '--nudge <percent>',
      'leave out smaller nudges: 50, 20, 10, 5, 2 and 1 % are made, and single units',
      realNumber('--nudge', 'a number from 0 to 100', (x) => x >= 0 && x <= 100),
      0,
    )
    .option(
      '--alpha <p>',
      'probability, at most, that any verdict on a mutant is wrong by chance',
      realNumber('--alpha', 'a number between 0 and 1', (x) => x > 0 && x < 1),
      defaultAlpha,
    )
    .option(
      '--budget <seconds>',
      'work that the checker may spend on a mutant that has to be refuted, in nominal seconds of one core',
      parseBudget,
      defaultBudget,
    )
    .option('--seed <n>', 'seed of everything random', parseSeed, 1)
    .addOption(workersOption('worker threads; the results do not depend on it'))
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (ids: string[], options: MutantsOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { mutants } = await import('../actions/mutants.js');
        finish(await mutants(ids, options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
Every constant, exponent, sign, index and relation of a statement is nudged; its domain and nets stay. Whether the mutant is false is found out
apart from the checker, by the exact law, by moments or by algebra. False ones have to be refuted: all of a claim that is decided without drawing
nets, those at 10 % or more of the others. No true one may be. Held: on a domain too large to examine whole, true wherever it was looked at.
Unknown: nothing exact is known of it. Mutants that are malformed somewhere in the domain are stillborn.

Exit codes: 0 all as it should be, 1 a verdict is wrong or a mutant that has to be refuted was not, 2 bad input. Ctrl-C prints what is known so
far, labelled partial (exit code 130); a second one ends at once. The whole catalogue takes about an hour of one core.

Examples:
  vanishing-curvature mutants forward-tail
  vanishing-curvature mutants forward-mean/pytorch --nudge 10
  vanishing-curvature mutants --json`;
