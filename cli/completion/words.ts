/** What can stand on a command line, read off the program itself: whatever a command comes to take, completion and the manual page have it. */
import type { Argument, Command, Option } from 'commander';
import { WordOption } from '../options.js';

/** What an option's value, or an argument, can be. */
export type Taken =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'file' }
  /** An id of the catalogue, or of such or a file of claims. */
  | { readonly kind: 'id'; readonly orFile: boolean }
  /** A number, a claim: nothing that could be offered. */
  | { readonly kind: 'other' };

export interface OptionWords {
  /** All its names: `-o`, `--output`. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takes: Taken;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  /** Of its arguments the first: no command takes two of different kinds. */
  readonly takes: Taken;
}

export interface ProgramWords {
  readonly name: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

export function wordsOf(program: Command): ProgramWords {
  const help = program.createHelp();
  const optionsOf = (command: Command) => help.visibleOptions(command).map(optionWords);
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    name: program.name(),
    options: optionsOf(program),
    commands: commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: optionsOf(command),
      takes: argumentOf(command.registeredArguments[0], names),
    })),
  };
}

function optionWords(option: Option): OptionWords {
  const names = [option.short, option.long].filter((name) => name !== undefined);
  return { names, description: option.description, takes: takenBy(option) };
}

function takenBy(option: Option): Taken {
  if (!option.required && !option.optional) return { kind: 'nothing' };
  if (option instanceof WordOption) return { kind: 'words', words: option.words };
  // Shells list folders among files.
  return /<(?:file|folder)>$/.test(option.flags) ? { kind: 'file' } : { kind: 'other' };
}

/** By the argument's name: `id`, `what` (an id or a file), `file`, `shell`, and commander's own `command`. */
function argumentOf(argument: Argument | undefined, commands: readonly string[]): Taken {
  if (argument === undefined) return { kind: 'nothing' };
  if (argument.argChoices !== undefined) return { kind: 'words', words: argument.argChoices };
  switch (argument.name()) {
    case 'id':
      return { kind: 'id', orFile: false };
    case 'what':
      return { kind: 'id', orFile: true };
    case 'file':
      return { kind: 'file' };
    case 'command':
      return { kind: 'words', words: commands };
    default:
      return { kind: 'other' };
  }
}

/** The options of a command that take the same, put together: one branch of a script serves them all. */
export function optionsByValue(options: readonly OptionWords[]): readonly (readonly [string[], Taken])[] {
  const found = new Map<string, [string[], Taken]>();
  for (const { names, takes } of options) {
    if (takes.kind === 'nothing') continue;
    const key = JSON.stringify(takes);
    const entry = found.get(key);
    if (entry === undefined) found.set(key, [[...names], takes]);
    else entry[0].push(...names);
  }
  return [...found.values()];
}
