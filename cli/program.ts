/**
 * The commands and what they have in common: options, bad input, exit codes. What a command does is loaded when it is run
 * (actions/), so that --help and --version are there at once.
 */
import { Command, CommanderError } from 'commander';
import { InputError, oneLine } from '../theory/errors.js';
import { addCheck } from './commands/check.js';
import { addCompletion } from './commands/completion.js';
import { addDoctor } from './commands/doctor.js';
import { addDomain } from './commands/domain.js';
import { addExplain } from './commands/explain.js';
import { addExplore } from './commands/explore.js';
import { addFigure } from './commands/figure.js';
import { addLaw } from './commands/law.js';
import { addMutants } from './commands/mutants.js';
import { addRace } from './commands/race.js';
import { addSharpen } from './commands/sharpen.js';
import { addSimulate } from './commands/simulate.js';
import { addSpectrum } from './commands/spectrum.js';
import { addThreshold } from './commands/threshold.js';
import { addTightness } from './commands/tightness.js';
import { addVerifyCertificate } from './commands/verify-certificate.js';
import { filled, leastColumns } from './help-text.js';
import { reportInternalError } from './internal-error.js';
import { OutputError, reportOutputError } from './system-error.js';
import { version } from './version.js';

/** The program with all its commands; each says by `finish` with which code it ends. */
export function programOf(finish: (code: number) => void): Command {
  const program = new Command('vanishing-curvature')
    .description(
      'Checks theorems about randomly initialised deep ReLU nets, by algebra, exact laws and drawn nets.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(true)
    .configureHelp({ minWidthToWrap: leastColumns })
    .configureOutput({ writeOut: (text) => process.stdout.write(filled(text, process.stdout.columns)) })
    .addHelpText('after', examples)
    .exitOverride();
  const commands = [
    addCheck,
    addVerifyCertificate,
    addExplain,
    addLaw,
    addFigure,
    addThreshold,
    addTightness,
    addSharpen,
    addDomain,
    addSimulate,
    addSpectrum,
    addRace,
    addMutants,
    addDoctor,
    addCompletion,
    addExplore,
  ];
  for (const add of commands) add(program, finish);
  for (const command of program.commands) command.helpOption('-h, --help', 'print this help').exitOverride();
  return program;
}

/** Runs one command line and returns its exit code. */
export async function run(args: readonly string[]): Promise<number> {
  let code = 0;
  const program = programOf((result) => {
    code = result;
  });
  // Commander's own complaints are gathered here, so that they come out as one sentence like all others.
  let complaint = '';
  const gather = { writeErr: (text: string) => (complaint += text) };
  program.configureOutput(gather);
  for (const command of program.commands) command.configureOutput(gather);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander passes on the exit code that the process has until it ends; help that was asked for goes to stdout.
      const isHelp = error.code === 'commander.help';
      if (error.exitCode === 0 || (isHelp && complaint === '')) return 0;
      if (complaint.trim() === '' || isHelp) complaint = unknownTopic(program, args) ?? usage;
      return badInput(oneSentence(complaint), args);
    }
    if (error instanceof InputError) return badInput(error.message, args, error);
    if (error instanceof OutputError) return reportOutputError(error.message, args);
    return reportInternalError(error, args);
  }
}

const usage = 'No command was given; `vanishing-curvature --help` lists them.';

/** `help chek`: commander prints the help of the whole for it. */
function unknownTopic(program: Command, [first, topic]: readonly string[]): string | undefined {
  if (first !== 'help' || topic === undefined) return undefined;
  const known = program.commands.some((command) => command.name() === topic);
  return known ? undefined : `Unknown command '${topic}': \`vanishing-curvature --help\` lists them.`;
}

const examples = `
Examples:
  vanishing-curvature check
  vanishing-curvature check forward-tail width-necessary
  vanishing-curvature check --claim "median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..200, d in 2..256 where L >= d"
  vanishing-curvature law --depth 64 --width 64
  vanishing-curvature threshold --depth 100 --floor 0.1 --risk 0.1
  vanishing-curvature sharpen --claim "median(forwardNorm2) <= exp(-c*L/d) for L in 1..200, d in 4..64 where L >= d" --constant c
  vanishing-curvature spectrum --depth 4..32 --width 4
  vanishing-curvature race
  vanishing-curvature mutants forward-tail
  vanishing-curvature explore`;

function oneSentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .trim()
    .replace(/\s+/g, ' ');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Options and file names are quoted as they came: what they hold must not break the line. */
function badInput(text: string, args: readonly string[], error?: Error): 2 {
  const message = oneLine(text);
  if (args.includes('--json')) {
    const column = error instanceof InputError ? error.column : undefined;
    process.stderr.write(
      `${JSON.stringify({ error: { message, ...(column === undefined ? {} : { column }) } })}\n`,
    );
  } else {
    process.stderr.write(`${message}\n`);
  }
  return 2;
}
