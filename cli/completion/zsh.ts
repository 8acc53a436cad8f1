/** A completion script for zsh, with what each word means. To be evaluated, or saved as `_vanishing-curvature` in a folder of `fpath`. */
import {
  type CommandWords,
  type OptionWords,
  optionsByValue,
  type ProgramWords,
  type Taken,
} from './words.js';

export function zshCompletion(program: ProgramWords, ids: readonly string[]): string {
  return `#compdef ${program.name}
# Completion of ${program.name} for zsh: eval "$(${program.name} completion zsh)", after compinit.
_vanishing_curvature() {
  local command='' last=$words[CURRENT-1] i
  local -a ids commands options
  ids=(${ids.join(' ')})
  if [[ $PREFIX == --*=* ]]; then
    last=\${PREFIX%%=*}
    compset -P '*='
  fi
  for ((i = 2; i < CURRENT; i++)); do
    if [[ $words[i] != -* ]]; then command=$words[i]; break; fi
  done
  case $command in
    '')
      commands=(${program.commands.map(described).join(' ')})
      options=(${optionList(program.options)})
      if [[ $PREFIX == -* ]]; then _describe -o option options; else _describe command commands; fi ;;
${program.commands.map(branch).join('\n')}
  esac
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _vanishing_curvature "$@"
else
  compdef _vanishing_curvature ${program.name}
fi
`;
}

function branch({ name, options, takes }: CommandWords): string {
  const values = optionsByValue(options).map(
    ([names, taken]) => `        ${names.join('|')}) ${offer(taken)} ;;\n`,
  );
  return `    ${name})
      options=(${optionList(options)})
      case $last in
${values.join('')}        *) if [[ $PREFIX == -* ]]; then _describe -o option options; else ${offer(takes)}; fi ;;
      esac ;;`;
}

const optionList = (options: readonly OptionWords[]) =>
  options
    .flatMap(({ names, description }) => names.map((name) => described({ name, description })))
    .join(' ');

/** 'name:what it is', in quotes. */
function described({ name, description }: { readonly name: string; readonly description: string }): string {
  return `'${name}:${description.replaceAll('\\', '\\\\').replaceAll("'", "'\\''")}'`;
}

function offer(taken: Taken): string {
  switch (taken.kind) {
    case 'words': {
      const open = taken.words.filter((word) => word.endsWith('('));
      const whole = taken.words.filter((word) => !word.endsWith('('));
      const more = open.length === 0 ? '' : `; compadd -S '' -- ${open.map((word) => `'${word}'`).join(' ')}`;
      return `compadd -- ${whole.join(' ')}${more}`;
    }
    case 'file':
      return '_files';
    case 'id':
      return taken.orFile ? 'compadd -- $ids; _files' : 'compadd -- $ids';
    default:
      return ':';
  }
}
