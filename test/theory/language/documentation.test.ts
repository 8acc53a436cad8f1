/** docs/claim-language.md shows nothing that is not so. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { callableFunctions } from '../../../theory/expression/functions.js';
import { initNames } from '../../../theory/language/claim.js';
import { parseClaimsFile } from '../../../theory/language/claims-file.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';

const page = readFileSync(new URL('../../../docs/claim-language.md', import.meta.url), 'utf8');
const blocks = (kind: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]!);

const examples = blocks('claim').flatMap((block) => block.trim().split('\n'));
const errors = [...page.matchAll(/^\| `([^`]+)` \| (Column .*) \|$/gm)].map(([, text, message]) => [
  text!,
  message!,
]);

test('there is something to check', () => {
  expect(examples.length).toBeGreaterThanOrEqual(12);
  expect(errors.length).toBeGreaterThanOrEqual(15);
});

test.each(examples)('%s', (text) => {
  expect(parseClaim(text).text).toBe(text);
});

describe('error messages', () => {
  test.each(errors)('%s', (text, message) => {
    expect(() => parseClaim(text!)).toThrow(expect.objectContaining({ message }));
  });
});

test('the claims file shown is one', () => {
  const [file] = blocks('json');
  expect(parseClaimsFile(file!, 'example.json')).toHaveLength(1);
});

test('every function and every init is named', () => {
  for (const word of [...callableFunctions, ...initNames]) expect(page).toMatch(new RegExp(`\`${word}\\b`));
});
