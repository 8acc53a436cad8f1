/** Options of `domain`. */
import type { Command } from 'commander';
import { listenForInterrupts } from '../interrupt.js';
import { addSearchOptions, type SearchOptions } from './search-options.js';

export function addDomain(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('domain')
    .description(
      'the largest part of its domain on which a claim holds: from which d, L or L/d on, up to which, or between which',
    )
    .requiredOption('--claim <text>', 'a claim');
  addSearchOptions(command, 'work that all passes over the domain may cost, in nominal seconds of one core')
    .addHelpText('after', help)
    .action(async (options: SearchOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { domain } = await import('../actions/domain.js');
        finish(await domain(options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
Parts are cut off by one bound on one name of the claim, or on L/d, or by two where more points lie between them; the largest that is confirmed is shown
first, by a walk over the whole domain, or else by an ordinary check. The claim is shown to fail at a point next to each bound. The best bounds on the other names
follow, each with its verdict. --budget bounds all passes together; what it does not reach is marked 'not confirmed'. Drawn nets speak of the points at which
they are drawn alone.

Exit codes: 0 it holds on the whole domain or on a part, 1 no such part was found, 2 bad input, 3 undecided.

Examples:
  vanishing-curvature domain --claim "mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..256"
  vanishing-curvature domain --claim "median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..60, d in 2..64" --json`;
