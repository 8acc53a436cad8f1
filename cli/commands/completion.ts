/** Options of `completion`. */
import { Argument, type Command } from 'commander';
import { InputError } from '../../theory/errors.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export function addCompletion(program: Command, finish: (code: number) => void): void {
  program
    .command('completion')
    .description('a script by which a shell completes commands, options, their words, ids and files')
    .addArgument(new Argument('<shell>', shells.join(', ')).choices(shells).argParser(parseShell))
    .addHelpText('after', help)
    .action(async (shell: Shell) => {
      const { completion } = await import('../actions/completion.js');
      finish(completion(program, shell));
    });
}

function parseShell(text: string): Shell {
  const shell = shells.find((each) => each === text);
  if (shell === undefined) throw new InputError(`The shell must be ${shells.join(', ')}, not '${text}'.`);
  return shell;
}

const help = `
Prints the script; nothing is installed. It completes the command named vanishing-curvature, wherever that is: in the PATH, or in node_modules/.bin. Ids are
those of the catalogue of the program that printed it.

Examples:
  eval "$(vanishing-curvature completion bash)"     # in ~/.bashrc
  eval "$(vanishing-curvature completion zsh)"      # in ~/.zshrc, after compinit
  vanishing-curvature completion fish > ~/.config/fish/completions/vanishing-curvature.fish`;
