/** A completion script for fish, with what each word means. */
import type { OptionWords, ProgramWords, Taken } from './words.js';

export function fishCompletion(program: ProgramWords, ids: readonly string[]): string {
  const complete = `complete -c ${program.name}`;
  const line = (command: string, what: string, description: string) =>
    `${complete} -n '__vanishing_curvature_in "${command}"' ${what}${description === '' ? '' : ` -d ${quoted(description)}`}`;
  const optionLine = (command: string, { names, description, takes }: OptionWords) =>
    line(
      command,
      `${names.map(nameFlag).join(' ')}${value(takes, '$__vanishing_curvature_ids')}`,
      description,
    );
  return `# Completion of ${program.name} for fish: ${program.name} completion fish | source
set -g __vanishing_curvature_ids ${ids.join(' ')}

function __vanishing_curvature_in
    set -l tokens (commandline -opc)
    for token in $tokens[2..]
        if not string match -q -- '-*' $token
            test $token = "$argv[1]"
            return
        end
    end
    test "$argv[1]" = ''
end

${complete} -f
${[
  ...program.options.map((option) => optionLine('', option)),
  ...program.commands.flatMap(({ name, description, options, takes }) => [
    line('', `-a ${name}`, description),
    ...options.map((option) => optionLine(name, option)),
    ...argument(takes).map((what) => line(name, what, '')),
  ]),
].join('\n')}
`;
}

const nameFlag = (name: string) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`);

/** fish's own quotes: only the quote and the backslash have a meaning within them. */
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** What -a is given is expanded: a bracket would begin a command. */
const wordList = (words: readonly string[]) => quoted(words.join(' ').replaceAll('(', '\\('));

function value(taken: Taken, ids: string): string {
  switch (taken.kind) {
    case 'nothing':
      return '';
    case 'words':
      return ` -x -a ${wordList(taken.words)}`;
    case 'file':
      return ' -r -F';
    case 'id':
      return ` -x -a "${ids}"`;
    case 'other':
      return ' -x';
  }
}

function argument(taken: Taken): string[] {
  switch (taken.kind) {
    case 'words':
      return [`-a ${wordList(taken.words)}`];
    case 'file':
      return ['-F'];
    case 'id':
      return ['-a "$__vanishing_curvature_ids"', ...(taken.orFile ? ['-F'] : [])];
    default:
      return [];
  }
}
