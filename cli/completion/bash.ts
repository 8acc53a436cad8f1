/**
 * A completion script for bash, from 3.2 on, without the package bash-completion. What can be completed stands in the script: no process
 * is started at a tab, and nothing of the line is evaluated.
 */
import {
  type CommandWords,
  type OptionWords,
  optionsByValue,
  type ProgramWords,
  type Taken,
} from './words.js';

export function bashCompletion(program: ProgramWords, ids: readonly string[]): string {
  const own = program.commands.map(({ name }) => name);
  return `# Completion of ${program.name} for bash: eval "$(${program.name} completion bash)"
_vanishing_curvature_ids='${ids.join(' ')}'

_vanishing_curvature() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' files='' i
  # bash takes --option=value for three words.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then command=\${COMP_WORDS[i]}; break; fi
  done
  case $command in
    '')
      words='${[...own, ...program.options.flatMap(({ names }) => names)].join(' ')}' ;;
${program.commands.map(branch).join('\n')}
  esac
  local IFS=$'\\n'
  COMPREPLY=($(IFS=' '; compgen -W "$words" -- "$cur"))
  # Behind the bracket of leaky-relu( there is more to be written; to bash itself it must mean nothing.
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *'(' ]]; then
    compopt -o nospace 2>/dev/null
    COMPREPLY=("\${COMPREPLY[0]%?}\\\\(")
  fi
  if [[ \${#COMPREPLY[@]} -eq 0 && $files == all ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}

complete -F _vanishing_curvature ${program.name}
`;
}

function branch({ name, options, takes }: CommandWords): string {
  const values = optionsByValue(options).map(
    ([names, taken]) => `        ${names.join('|')}) ${assignment(taken)} ;;\n`,
  );
  return `    ${name})
      case $prev in
${values.join('')}        *)
          if [[ $cur == -* ]]; then words='${allNames(options)}'
          else ${assignment(takes)}
          fi ;;
      esac ;;`;
}

const allNames = (options: readonly OptionWords[]) => options.flatMap(({ names }) => names).join(' ');

function assignment(taken: Taken): string {
  switch (taken.kind) {
    case 'words':
      return `words='${taken.words.join(' ')}'`;
    case 'file':
      return 'files=all';
    case 'id':
      return `words=$_vanishing_curvature_ids${taken.orFile ? '; files=all' : ''}`;
    default:
      return ':';
  }
}
