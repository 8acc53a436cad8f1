/** Numbers on the command line are those of claims: decimal, and whole ones with an exponent too, for every option alike. No chance in it. */
import { describe, expect, test } from 'vitest';
import { decimal, depthRange, wholeNumber } from '../../cli/options.js';
import { programOf } from '../../cli/program.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { cli } from './run-cli.js';

describe('a number', () => {
  test.each(['0', '12', '0.5', '1e3', '1E3', '1e-6', '1.5e3', '007'])('%s, as in claims', (text) => {
    expect(decimal(text)).toBe(Number(text));
    expect(() => parseExpression(text)).not.toThrow();
  });

  test.each([
    ['+4', 4],
    ['-4', -4],
    ['.5', 0.5],
    ['5.', 5],
    [' 5 ', 5],
    ['1e+3', 1000],
  ])('%s, as on a command line', (text, value) => {
    expect(decimal(text)).toBe(value);
  });

  test.each([
    '',
    ' ',
    '.',
    '-',
    'e3',
    '1e',
    '0x10',
    '0b11',
    '0o7',
    '1_000',
    '1,000',
    'Infinity',
    '-Infinity',
  ])("none: '%s'", (text) => expect(decimal(text)).toBeNaN());
});

const inAll = (text: string) => [
  () => wholeNumber('--depth', 1, 10_000)(text),
  () => depthRange(10_000)(text).to,
  () => depthRange(10_000)(`1..${text}`).to,
  () => widths(`${text},2`)[0],
  () => widths(text)[0],
];

/** By the parser of the option itself. */
function widths(text: string): readonly number[] {
  const law = programOf(() => {}).commands.find((command) => command.name() === 'law')!;
  return law.options.find(({ long }) => long === '--widths')!.parseArg!(
    text,
    undefined,
  ) as unknown as readonly number[];
}

describe('a whole number is one for every option', () => {
  test.each([
    ['1', 1],
    ['64', 64],
    ['1e3', 1000],
    ['+4', 4],
    [' 8 ', 8],
  ])('%s', (text, value) => {
    for (const read of inAll(text)) expect(read()).toBe(value);
  });

  test.each(['0', '-1', '1.5', '4.0', '1e9', '1e-1', '0x10', '', 'x', '1..', '..1', '1..2..3', '4...32'])(
    "or for none: '%s'",
    (text) => {
      for (const read of inAll(text)) expect(read).toThrow(/^(--depth|--widths|Each of --widths) [^\n]*\.$/);
    },
  );
});

test.each([
  [['law', '--depth', '4', '--width', '4', '--cdf', '0x10'], '--cdf'],
  [['check', '--alpha', '0x0.1'], '--alpha'],
  [['check', '--budget', '0x10'], '--budget'],
  [['check', '--seed', '0x10'], '--seed'],
  [['spectrum', '--depth', '0x4'], '--depth'],
  [['spectrum', '--depth', '4', '--target', '0x10'], '--target'],
  [['race', '--optimizers', 'gd:0x1'], '0x1'],
  [['tightness', 'forward-tail/probability', '--at', 'eps=0x1'], 'eps=0x1'],
  [['sharpen', '--claim', 'mean(forwardNorm2) <= c for L = 1, d = 1', '--constant', 'c=0x10'], '0x10'],
] as const)('%j: no hexadecimal numbers', async (args, word) => {
  const { code, out, err } = await cli(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^[^\n]+[.]\n$/);
  expect(err).toContain(word);
});
