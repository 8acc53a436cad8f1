import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../../theory/errors.js';
import type { Expression } from '../../../theory/expression/ast.js';
import { compile } from '../../../theory/expression/compile.js';
import { enclose } from '../../../theory/expression/enclosure.js';
import { evaluate, freeNames } from '../../../theory/expression/evaluate.js';
import { expressions } from './arbitrary.js';
import { binary, call, median, name, negate, number, sum, tree } from './trees.js';

describe('evaluate', () => {
  test.each<[string, Expression, number]>([
    ['minus binds looser than a power', negate(tree(['^', '2', '2'])), -4],
    ['0^0', tree(['^', '0', '0']), 1],
    ['the mean of F2', tree(['^', ['+', '1', ['/', '5', 'd']], 'L']), (1 + 5 / 16) ** 3],
    ['min of three', call('min', number('3'), number('1'), number('2')), 1],
    ['a literal is the nearest double', number('0.1'), 0.1],
    ['also a long one', number('0.1000000000000000055511151231257827021181583404541015625'), 0.1],
    ['also a tiny one', number('4.9e-324'), 5e-324],
    ['and a huge one', number('1.7976931348623157e308'), Number.MAX_VALUE],
    ['a sum of squares', sum('n', number('1'), name('L'), tree(['^', 'n', '2'])), 14],
    ['an empty sum', sum('n', number('2'), number('1'), name('n')), 0],
    [
      'nested sums, the inner bound by the outer',
      sum('n', number('1'), name('L'), sum('k', number('1'), name('n'), tree(['*', 'n', 'k']))),
      25,
    ],
  ])('%s', (_, expression, value) => {
    expect(evaluate(expression, { L: 3, d: 16 })).toBe(value);
    expect(
      evaluate(
        expression,
        new Map([
          ['L', 3],
          ['d', 16],
        ]),
      ),
    ).toBe(value);
  });

  test('literals are the nearest doubles, as the language itself reads them', () => {
    const decimals = fc.tuple(fc.nat(10 ** 9), fc.nat(10 ** 9), fc.integer({ min: -290, max: 290 }));
    fc.assert(
      fc.property(decimals, ([whole, fraction, exponent]) => {
        const text = `${whole}.${fraction}e${exponent}`;
        expect(evaluate(number(text), {})).toBe(Number(text));
      }),
      { seed: 2 },
    );
  });

  test('compile gives the same bits, whatever the order of the names', () => {
    const values: Record<string, number> = {
      L: 7,
      d: 5,
      eps: 0.01,
      delta: 0.3,
      beta3: 2,
      u_fwd: -1.5,
      slope: 0.25,
    };
    const names = Object.keys(values).reverse();
    fc.assert(
      fc.property(expressions(), (expression) => {
        const attempt = (run: () => number): number | string => {
          try {
            return run();
          } catch (error) {
            if (error instanceof InputError) return error.message;
            throw error;
          }
        };
        const compiled = attempt(() => compile(expression, names)(...names.map((word) => values[word]!)));
        expect(compiled).toEqual(attempt(() => evaluate(expression, values)));
      }),
      { numRuns: 500, seed: 3 },
    );
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('bad input is an InputError', () => {
  const env = { L: 3 };
  test.each<[string, Expression, RegExp]>([
    ['an unknown name', name('width'), /'width'/],
    ['a prototype name', name('constructor'), /'constructor'/],
    ['__proto__', name('__proto__'), /'__proto__'/],
    ['an unknown function', call('tan', number('1')), /'tan'/],
    ['a prototype function', call('toString', number('1')), /'toString'/],
    ['too few arguments', call('binomial', number('1')), /takes 2 arguments, not 1/],
    ['too many arguments', call('exp', number('1'), number('2')), /takes 1 argument, not 2/],
    ['min of one', call('min', number('1')), /takes 2 or more/],
    ['a sum to 2.5', sum('n', number('1'), number('2.5'), name('n')), /must be integers/],
    ['a sum to L/0', sum('n', number('1'), tree(['/', 'L', '0']), name('n')), /integer|zero/],
    ['a sum of too many terms', sum('n', number('1'), number('1e7'), name('n')), /1000000 terms/],
    [
      'sums nested to 1e10 terms',
      sum('n', number('1'), number('1e5'), sum('k', number('1'), number('1e5'), name('n'))),
      /more than 50000000 operations/,
    ],
    ['a quantity', median, /quantity/],
  ])('%s', (_, expression, message) => {
    // Caught by hand, as some take a second: it is run once for both questions.
    const thrown = thrownBy(() => evaluate(expression, env));
    expect(thrown).toBeInstanceOf(InputError);
    expect((thrown as InputError).message).toMatch(message);
    expect(() => enclose(expression, env)).toThrow(message);
  });

  test('a tree too deep for the stack', () => {
    let deep = name('L');
    for (let i = 0; i < 1e5; i++) deep = binary('+', deep, name('L'));
    expect(() => evaluate(deep, env)).toThrow(InputError);
    expect(() => enclose(deep, env)).toThrow(InputError);
  });
});

test('freeNames leaves out constants and indices of sums, but only inside their sum', () => {
  const expression = binary(
    '+',
    sum('n', name('a'), name('b'), tree(['*', 'n', 'pi'])),
    tree(['*', 'n', 'c']),
  );
  expect(freeNames(expression)).toEqual(['a', 'b', 'n', 'c']);
});
