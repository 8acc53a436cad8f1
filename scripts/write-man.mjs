// Writes the manual page, man/vanishing-curvature.1, from the program as it was built: what --help says, in the order of man-pages(7).
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { programOf } from '../dist/cli/program.js';

const program = programOf(() => {});
const help = program.createHelp();

/** Text for roff: backslashes and hyphens as they are, nothing at the start of a line that could pass for a request. */
const plain = (text) =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');

/** A paragraph is filled, unless it is a table: words with wide gaps between. */
const paragraph = (text) => (/\S {2,}\S/.test(text) ? block(text) : plain(text));

const block = (text) => ['.nf', '.RS 4', plain(text), '.RE', '.fi'].join('\n');

/** What stands below a command's options: notes, and from the word `Examples:` on the examples. */
function afterHelp(command) {
  let text = '';
  command.emit('afterHelp', { error: false, command, write: (piece) => (text += piece) });
  const [notes, examples = ''] = text.trim().split(/^Examples?:$/m);
  const indented = examples.replace(/^ {2}/gm, '').replace(/^\n+|\s+$/g, '');
  return { notes: notes.trim(), examples: indented };
}

const terms = (entries) => entries.map(([term, text]) => `.TP\n.B ${plain(term)}\n${plain(text)}`).join('\n');
const optionTerms = (command) =>
  terms(help.visibleOptions(command).map((each) => [help.optionTerm(each), help.optionDescription(each)]));

function section(command) {
  const { notes, examples } = afterHelp(command);
  const args = help.visibleArguments(command).map((each) => [each.name(), help.argumentDescription(each)]);
  return [
    `.SS ${plain(`${program.name()} ${help.subcommandTerm(command)}`)}`,
    plain(help.commandDescription(command)),
    terms(args),
    optionTerms(command),
    notes === ''
      ? ''
      : `.PP\n${notes
          .split(/\n{2,}/)
          .map(paragraph)
          .join('\n.PP\n')}`,
    examples === '' ? '' : `.PP\nExamples:\n${block(examples)}`,
  ]
    .filter((text) => text !== '')
    .join('\n');
}

/** The day on which this version was released, by the changelog; none before that. */
const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8');
const released = [...changelog.matchAll(/^## \[(.+)\] - (\d{4}-\d\d-\d\d)$/gm)];
const date = released.find(([, version]) => version === program.version())?.[2] ?? '';

const commands = help.visibleCommands(program);
const page = [
  '.\\" Made by scripts/write-man.mjs from the program.',
  `.TH VANISHING\\-CURVATURE 1 "${date}" "vanishing\\-curvature ${plain(program.version())}" "User Commands"`,
  '.SH NAME',
  `vanishing\\-curvature \\- checks theorems about randomly initialised deep ReLU nets`,
  '.SH SYNOPSIS',
  `.B ${plain(program.name())}\n.I command\n[\\fIoptions\\fR]`,
  '.SH DESCRIPTION',
  plain(program.description()),
  optionTerms(program),
  '.SH COMMANDS',
  ...commands.map(section),
  '.SH EXIT STATUS',
  terms([
    ['0', 'what was asked for was done; all claims hold'],
    [
      '1',
      'a claim is refuted (or what the command names: a certificate that is not valid, a failed self-test)',
    ],
    ['2', 'bad input: one sentence on standard error says what and where'],
    ['3', 'no claim is refuted, but some are undecided'],
    ['70', 'an internal error'],
    ['74', 'output could not be written'],
    ['129, 130, 143', 'stopped by SIGHUP, Ctrl-C, SIGTERM'],
  ]),
  '.SH ENVIRONMENT',
  terms([
    ['NO_COLOR', 'no colour, if it is set and not empty'],
    ['FORCE_COLOR', 'colour in a pipe or a file too, unless it is 0 or empty; NO_COLOR beats it'],
    ['TERM', 'dumb: no colour, unless it is forced'],
    ['CHROMIUM', 'the browser that doctor names, before those in the PATH'],
  ]),
  '.SH EXAMPLES',
  block(afterHelp(program).examples),
  '.SH SEE ALSO',
  'The folder docs of the package: tutorial.md, claim\\-language.md, verdicts.md.',
  '',
].join('\n');

mkdirSync(new URL('../man/', import.meta.url), { recursive: true });
writeFileSync(new URL('../man/vanishing-curvature.1', import.meta.url), page);
