/** Command lines: every option of every command with values of all kinds. Sizes that only take long, as asked, are left out. */
import fc from 'fast-check';
import { goodTexts } from './random-claim.js';
import type { Surface } from './surface.js';
import { hostileTexts } from './texts.js';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const junk = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '-0',
      '-1',
      '1.5',
      'NaN',
      'Infinity',
      '-Infinity',
      '1e309',
      '1e-400',
      '0x10',
      '1_000',
      '١',
      '1e',
      '--',
      '-',
      '--json',
      '--help',
    ],
    ...[
      '__proto__',
      'constructor',
      '../../etc/passwd',
      '/dev/zero',
      '$(id)',
      '`id`',
      '\n',
      '\u001b[31m',
      '\u202e',
      'undefined',
      'null',
      '[object Object]',
    ],
    ...[
      '9007199254740993',
      '4294967296',
      '99999999999999999999',
      '1..2',
      '5..1',
      '1...2',
      'relu(1)',
      'normal(',
      'normal()',
      'normal(1)(2)',
    ],
  ),
  hostileTexts.filter((text) => text.length < 200),
);

/** Small sizes, so that what is in order is soon done. */
const small = fc.constantFrom('1', '2', '3', '4');
const activations = fc.constantFrom(
  'relu',
  'linear',
  'leaky-relu(1/5)',
  'leaky-relu(0)',
  'leaky-relu(-1e100)',
  'leaky-relu(1/0)',
  'leaky-relu(exp(exp(9)))',
  'leaky-relu(sum(n,1,10^12,n))',
);
const inits = fc.constantFrom(
  'he-normal',
  'he-uniform',
  'pytorch',
  'rademacher',
  'orthogonal',
  'normal(2)',
  'normal(1e300)',
  'uniform(1e-300)',
  'normal(1e-320)',
  'normal(2^(10^9))',
  'orthogonal(0)',
  'normal(L)',
);
const inputs = fc.constantFrom('dense', 'sparse');
const seeds = fc.constantFrom('0', '1', '4294967295');
const levels = fc.constantFrom('0.5', '1e-300', '0.999999999999', '1e-16');
const targets = fc.constantFrom('0', '1', '-1e100', '1e100', '1e-320');
const depths = fc.constantFrom('1', '2', '1..3', ' 2 .. 4 ', '3..3');
const smallSize = { '--depth': small, '--width': small, '--activation': activations, '--init': inits };

/** A value in order for each option of each command; `undefined` for flags. */
const commands: Readonly<Record<string, Readonly<Record<string, fc.Arbitrary<string> | undefined>>>> = {
  check: {
    '--claim': fc.constantFrom(...goodTexts.slice(0, 3)),
    '--alpha': fc.constantFrom('1e-6', '0.5', '5e-324', '1e-300'),
    '--budget': fc.constantFrom('0.01', '5e-324', '1e-9'),
    '--seed': seeds,
    '--oracle': fc.constantFrom('exact', 'simulated'),
    '--workers': fc.constantFrom('1', '2'),
    '--json': undefined,
  },
  explain: { '--json': undefined },
  law: {
    ...smallSize,
    '--quantile': levels,
    '--cdf': fc.constantFrom('0', '-1e100', '1e100', '-700'),
    '--json': undefined,
  },
  threshold: {
    '--depth': small,
    '--floor': fc.constantFrom('0.1', '0.999', '1e-300', '5e-324'),
    '--risk': levels,
    '--json': undefined,
  },
  simulate: {
    ...smallSize,
    '--input': inputs,
    '--nets': fc.constantFrom('1', '2', '50'),
    '--seed': seeds,
    '--bins': small,
    '--json': undefined,
  },
  spectrum: {
    ...smallSize,
    '--depth': depths,
    '--step': small,
    '--input': inputs,
    '--of': fc.constantFrom('loss', 'output'),
    '--target': targets,
    '--nets': fc.constantFrom('1', '3'),
    '--bins': small,
    '--seed': seeds,
    '--json': undefined,
  },
  race: {
    ...smallSize,
    '--depth': depths,
    '--step': small,
    '--inputs': small,
    '--fall': fc.constantFrom('0.1', '1', '1e-300'),
    '--cap': fc.constantFrom('1', '7'),
    '--nets': fc.constantFrom('1', '3'),
    '--optimizers': fc.constantFrom(
      'gd:0.05',
      'adam:1e300,sign:1e-300',
      'momentum:1e308',
      'rmsprop:5e-324',
      'sgd:1',
      'gd:1,gd:1',
      'gd',
      '__proto__:1',
    ),
    '--alpha': fc.constantFrom('1e-3', '1e-100', '0.999'),
    '--seed': seeds,
    '--json': undefined,
  },
};

/** What a command needs, so that it gets as far as its work. */
const needed: Readonly<Record<string, readonly string[]>> = {
  law: ['--depth', '--width'],
  threshold: ['--depth', '--floor', '--risk'],
  simulate: ['--depth', '--width', '--nets'],
  spectrum: ['--depth', '--width', '--nets'],
  race: ['--depth', '--width', '--nets', '--cap'],
};

/** The share of values that are junk, in parts of ten: most command lines have one mistake or a few. */
const optionOf = (name: string, value: fc.Arbitrary<string> | undefined) =>
  value === undefined
    ? fc.constant([name])
    : fc.oneof({ weight: 8, arbitrary: value }, { weight: 2, arbitrary: junk }).map((text) => [name, text]);

const arguments_ = fc.oneof(
  { weight: 5, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(['forward-mean/linear'], ['forward-tail'], ['none.json'], ['__proto__'], ['']),
  },
  { weight: 2, arbitrary: fc.array(junk, { maxLength: 2 }) },
);

const lines = fc.constantFrom(...Object.keys(commands)).chain((command) => {
  const options = commands[command]!;
  const must = needed[command] ?? [];
  const musts = fc.tuple(...must.map((name) => optionOf(name, options[name])));
  const others = fc
    .subarray(Object.keys(options).filter((name) => !must.includes(name)))
    .chain((names) => fc.tuple(...names.map((name) => optionOf(name, options[name]))));
  return fc.tuple(arguments_, musts, others).map(([words, first, rest]) => {
    // The whole catalogue is no bad input, but a minute's work.
    const wanted =
      command === 'check' && !rest.some(([name]) => name === '--claim') && words.length === 0
        ? ['none']
        : words;
    return [command, ...first.flat(), ...rest.flat(), ...wanted];
  });
});

const anyLine = fc.array(
  fc.oneof(junk, fc.constantFrom('law', 'threshold', 'explain', '--version', '-V', '-h', 'help')),
  { maxLength: 6 },
);

const codes = [0, 1, 2, 3];

/** Throws unless the result is one that a command line may have. */
export function expectResult(args: readonly string[], { code, out, err }: CommandResult): string {
  if (!codes.includes(code)) throw new Error(`Exit code ${code}: ${err.slice(0, 400)}`);
  if (/\n\s+at .*:\d+/.test(err + out)) throw new Error(`A stack trace: ${(err + out).slice(0, 400)}`);
  if (code !== 2) {
    if (err !== '') throw new Error(`Exit code ${code}, and yet a complaint: ${err.slice(0, 400)}`);
    if (out === '') throw new Error(`Exit code ${code}, and nothing printed.`);
    return 'done';
  }
  if (out !== '') throw new Error(`Bad input, and yet an answer: ${out.slice(0, 200)}`);
  if (!/^[^\n]+\n$/.test(err)) throw new Error(`Not one line: ${JSON.stringify(err.slice(0, 600))}`);
  const message = args.includes('--json')
    ? (JSON.parse(err) as { error: { message: unknown } }).error.message
    : err.trimEnd();
  if (typeof message !== 'string' || !/[.?!)]$/.test(message))
    throw new Error(`No sentence: ${String(message).slice(0, 600)}`);
  return 'refused';
}

/** @param run runs a command line in this process and gathers what it prints. */
export function commandLines(
  run: (args: readonly string[]) => Promise<CommandResult>,
): Surface<readonly string[]> {
  return {
    name: 'command line',
    cases: fc.oneof({ weight: 6, arbitrary: lines }, { weight: 1, arbitrary: anyLine }),
    examine: async (args) => expectResult(args, await run(args)),
    secondsAtMost: 10,
  };
}
