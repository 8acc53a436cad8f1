/** What plain JavaScript may pass against the types: one sentence each, never the engine's TypeError. No chance in it. */
import { describe, expect, test } from 'vitest';
import * as theory from '../../theory/index.js';

const any = (value: unknown) => value as never;
const noText = [undefined, null, 3, true, [], {}, () => '1', 10n, Symbol('s')];
const noTree = [...noText, '1+2', { kind: 'sums' }];

function expectRefusal(call: () => unknown, words: string): void {
  expect(call).toThrow(theory.InputError);
  expect(call).toThrow(/^[A-Z][^\n]*\.$/);
  expect(call).toThrow(words);
}

describe('in place of a text', () => {
  test.each(noText.map((value) => [String(value), value]))('%s', (_, value) => {
    expectRefusal(() => theory.parseClaim(any(value)), 'A text is to be read');
    expectRefusal(() => theory.parseExpression(any(value)), 'A text is to be read');
    expectRefusal(() => theory.parseClaimsFile(any(value), 'f.json'), 'its text and its name');
    expectRefusal(() => theory.parseClaimsFile('[]', any(value)), 'its text and its name');
  });
});

describe('in place of a tree', () => {
  test.each(noTree.map((value) => [String(value), value]))('%s', (_, value) => {
    for (const call of [theory.toText, theory.toTex, (tree: never) => theory.evaluate(tree, {})])
      expectRefusal(() => call(any(value)), 'as parseExpression makes it of a text');
    expectRefusal(() => theory.formatClaim(any(value)), 'what parseClaim makes of a text');
  });
});

test('in place of options and of values', () => {
  for (const wrong of [null, 3, 'd']) {
    expectRefusal(() => theory.parseExpression('1', any(wrong)), 'Options are an object');
    expectRefusal(() => theory.parseClaim('1 = 1', any(wrong)), 'Options are an object');
  }
  const sum = theory.parseExpression('x + 1', { names: ['x'] });
  for (const wrong of [undefined, null, 3, {}]) expectRefusal(() => theory.evaluate(sum, any(wrong)), "'x'");
  expectRefusal(() => theory.evaluate(sum, any({ x: '2' })), "The value of 'x' must be a number, not '2'.");
});
