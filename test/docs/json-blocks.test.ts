/** The examples of docs/json.md are what the commands named below them print: every field, and every number to six digits. No chance beyond the seed of the examples. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli } from '../cli/run-cli.js';
import { root } from '../package/packed.js';

const page = readFileSync(join(root, 'docs/json.md'), 'utf8');
const examples = [
  ...page.matchAll(/```json\n([^`]*)```\n\nThis is `([^`]*)`(, without its second mutant)?\./g),
].map(([, text, command, onlyFirst]) => ({ command: command!, shown: JSON.parse(text!), onlyFirst }));

test('there are some', () => {
  expect(examples.map(({ command }) => command.split(' ')[0])).toEqual([
    ...['check', 'law', 'threshold', 'sharpen', 'spectrum', 'race', 'mutants'],
  ]);
});

/** Differ from run to run, or with every change in how an error is bounded: that they are there is enough. */
const free = new Set(['seconds', 'errorBound', 'lhsError']);

function comparable(value: unknown, key = ''): unknown {
  if (free.has(key) && typeof value === 'number') return value > 0;
  if (typeof value === 'number') return Number(value.toPrecision(6));
  if (Array.isArray(value)) return value.map((each) => comparable(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, comparable(each, name)]));
}

test.each(examples.map((example) => [example.command, example] as const))(
  '%s',
  async (command, { shown, onlyFirst }) => {
    const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
    const { out, err } = await cli(...args);
    expect(err).toBe('');
    const printed = JSON.parse(out);
    if (onlyFirst) printed.mutants.length = 1;
    expect(comparable(printed)).toEqual(comparable(shown));
  },
);
