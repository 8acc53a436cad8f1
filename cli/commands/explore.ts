/** Options of `explore`. */
import type { Command } from 'commander';
import { listenForInterrupts } from '../interrupt.js';
import { outputPath, wholeNumber } from '../options.js';

export interface ExploreOptions {
  readonly port?: number;
  readonly open?: boolean;
  readonly static?: string;
  readonly json?: boolean;
}

export function addExplore(program: Command, finish: (code: number) => void): void {
  program
    .command('explore')
    .description(
      'serves a page on this machine alone: laws, drawn nets, gradients, spectra, races, a claim box',
    )
    .option('--port <n>', 'port on 127.0.0.1; default: a free one', wholeNumber('--port', 1, 65_535))
    .option('--open', 'open the page in the default browser')
    .option(
      '--static <folder>',
      "write the page's files to a new or empty folder, and serve nothing",
      outputPath('--static'),
    )
    .option('--json', 'print the address, or the files written, as JSON')
    .addHelpText('after', help)
    .action(async (options: ExploreOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { explore } = await import('../actions/explore.js');
        finish(await explore(options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
The page is served until Ctrl-C. Its address holds all that it shows, and it asks for nothing from elsewhere. The files of --static work from any
folder of a web server; browsers do not run them from file:// addresses.

Exit codes: 0 files written, 2 bad input, 74 a file could not be written, 130 Ctrl-C.

Examples:
  vanishing-curvature explore
  vanishing-curvature explore --port 8080 --open
  vanishing-curvature explore --static public`;
