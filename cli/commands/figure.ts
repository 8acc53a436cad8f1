/** Options of `figure`. */
import type { Command } from 'commander';
import { type FigureKind, figureKinds } from '../../report/figures/kinds.js';
import { InputError } from '../../theory/errors.js';
import { listenForInterrupts } from '../interrupt.js';
import { outputPath, WordOption } from '../options.js';
import { addSearchOptions, type SearchOptions } from './search-options.js';

export interface FigureOptions extends Omit<SearchOptions, 'claim'> {
  readonly claim?: string;
  readonly kind?: FigureKind;
  readonly output: string;
}

export function addFigure(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('figure')
    .description('one figure of a report as SVG: the claim is checked, and what is drawn of it written')
    .argument('[id]', 'a claim of the catalogue (forward-tail/probability)')
    .option('--claim <text>', 'a claim of your own')
    .addOption(
      new WordOption(
        '--kind <kind>',
        `${figureKinds.join(', ')}; default: the first that the claim has`,
        figureKinds,
      ).argParser(parseKind),
    )
    .requiredOption('-o, --output <file>', 'the SVG file', outputPath('--output'));
  addSearchOptions(command)
    .addHelpText('after', help)
    .action(async (id: string | undefined, options: FigureOptions) => {
      const interruption = listenForInterrupts();
      try {
        const { figure } = await import('../actions/figure.js');
        finish(await figure(id, options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
slack   slack over width and depth, by the exact law
sides   both sides of the claim along the depth, by the exact law
law     distribution function of drawn nets with its 95 % band, over the exact law and the log-normal law
path    the confidence sequence that decided a point, look by look
points  every point at which nets were drawn, as an interval
escape  of claims about escapes: time, curvature or steps along the depth

A claim that is alone in its run has the whole of --alpha: intervals are a little narrower than in a report of many claims.

Exit codes: 0 written, 2 bad input, 3 the claim has no such figure, 74 the file could not be written, 130 Ctrl-C (nothing is written).

Examples:
  vanishing-curvature figure forward-tail/moment -o slack.svg
  vanishing-curvature figure forward-median-closed-form/drawn --kind path -o path.svg
  vanishing-curvature figure --claim "median(forwardNorm2) <= exp(-2*L/d) for L in 1..64, d in 4..64 where L >= d" --kind law -o law.svg`;

function parseKind(text: string): FigureKind {
  const kind = figureKinds.find((each) => each === text);
  if (kind === undefined)
    throw new InputError(`--kind must be one of ${figureKinds.join(', ')}, not '${text}'.`);
  return kind;
}
