/** Options of `tightness`. */
import type { Command } from 'commander';
import { InputError } from '../../theory/errors.js';
import { listenForInterrupts } from '../interrupt.js';
import { decimal, outputPath, repeated } from '../options.js';
import { addSearchOptions, type SearchOptions } from './search-options.js';

export interface TightnessOptions extends Omit<SearchOptions, 'claim'> {
  readonly claim?: string;
  readonly at?: readonly (readonly [name: string, value: number])[];
  readonly svg?: string;
  readonly csv?: string;
}

export function addTightness(program: Command, finish: (code: number) => void): void {
  const command = program
    .command('tightness')
    .description(
      'how far a bound is from the truth over its domain: worst, best, where it says nothing, how slack grows',
    )
    .argument('[id]', 'a claim of the catalogue (forward-tail/probability)')
    .option('--claim <text>', 'a claim of your own')
    .option(
      '--at <name=value>',
      'exact law: value of a name other than L and d on the grid of depths and widths; default: the middle of its range (may be repeated)',
      repeated(parseValue),
    )
    .option(
      '--svg <file>',
      'write the picture: slack over width and depth, both sides along the depth',
      outputPath('--svg'),
    )
    .option(
      '--csv <file>',
      'write the numbers, a line for each point of the grid, or at which nets are drawn',
      outputPath('--csv'),
    );
  addSearchOptions(command)
    .addHelpText('after', help)
    .action(async (id: string | undefined, options: TightnessOptions) => {
      refuseRepeated(options);
      const interruption = listenForInterrupts();
      try {
        const { tightness } = await import('../actions/tightness.js');
        finish(await tightness(id, options, interruption));
      } finally {
        interruption.stopListening();
      }
    });
}

const help = `
Slack is log(larger side/smaller side) for an inequality between positive sides, their difference otherwise, and the
unused part of the margin (0 to 1) for 'within'. It is negative where the claim fails.

Where there is no exact law, or with --oracle simulated, nets are drawn at up to 12 points, edges of the domain first, until the budget is spent.
Sides and slack are intervals then, which hold together with probability 1 - alpha; no growth is fitted, and nothing is said of other points.

On Ctrl-C the slack at the points reached is printed, labelled partial, without growth; intervals from nets hold all the same. No file is written then.

Exit codes: 0 slack was found, 2 bad input, 3 nets gave it at no point, 130 Ctrl-C.

Examples:
  vanishing-curvature tightness forward-tail/probability --at eps=0.1
  vanishing-curvature tightness --claim "median(forwardNorm2) <= exp(-2*L/d) for L in 1..200, d in 4..64 where L >= d" --svg slack.svg --csv slack.csv
  vanishing-curvature tightness --claim "median(forwardNorm2) <= exp(-L/d) for L in 4..16, d in 4..16 with init he-uniform" --budget 4`;

function refuseRepeated({ at = [] }: TightnessOptions): void {
  const names = at.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new InputError(`--at has '${twice}' twice.`);
}

function parseValue(text: string): readonly [string, number] {
  const [, name, valueText = ''] = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(text) ?? [];
  const value = decimal(valueText);
  if (name === undefined || !Number.isFinite(value))
    throw new InputError(`--at must be a name and a number such as eps=0.1, not '${text}'.`);
  return [name, value];
}
