/** fast-check arbitraries of syntax trees as the parser makes them. */
import fc from 'fast-check';
import type { Expression, Quantity } from '../../../theory/expression/ast.js';
import { callableFunctions, functions } from '../../../theory/expression/functions.js';
import { binary, call, name, negate, number, sum } from './trees.js';

const span = { start: 0, end: 0 };

const literal = fc
  .constantFrom('0', '1', '2', '10', '2.5', '0.125', '1e-6', '3E4', '1.5e+2', '49')
  .map((text) => number(text));
const names = fc
  .constantFrom('L', 'd', 'eps', 'delta', 'beta3', 'u_fwd', 'slope', 'pi', 'e', 'EulerGamma')
  .map(name);
const leaf = fc.oneof(literal, names);

export interface TreeOptions {
  readonly quantities?: boolean;
  readonly calls?: boolean;
}

/** A random expression; the index `n` of sums is free for their bodies only. */
export function expressions({
  quantities = false,
  calls = true,
}: TreeOptions = {}): fc.Arbitrary<Expression> {
  const { tree } = fc.letrec<{ tree: Expression; sum: Expression }>((tie) => {
    const operands = fc.tuple(tie('tree'), tie('tree'));
    const kinds: fc.WeightedArbitrary<Expression>[] = [
      { weight: 3, arbitrary: leaf },
      { weight: 1, arbitrary: tie('tree').map(negate) },
      {
        weight: 5,
        arbitrary: fc
          .tuple(fc.constantFrom('+', '-', '*', '/', '^'), operands)
          .map(([operator, [left, right]]) => binary(operator as '+', left, right)),
      },
    ];
    if (calls) {
      kinds.push({
        weight: 2,
        arbitrary: fc.constantFrom(...callableFunctions).chain((word) => {
          const { minArguments } = functions.get(word)!;
          return fc
            .array(tie('tree'), { minLength: minArguments, maxLength: minArguments })
            .map((args) => call(word, ...args));
        }),
      });
      kinds.push({ weight: 1, arbitrary: tie('sum') });
    }
    if (quantities) kinds.push({ weight: 2, arbitrary: quantityNodes });
    const body = fc
      .tuple(fc.constantFrom('+', '*', '^'), leaf)
      .map(([operator, other]) => binary(operator as '+', name('n'), other));
    return {
      tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...kinds),
      sum: fc.tuple(leaf, leaf, body).map(([from, to, term]) => sum('n', from, to, term)),
    };
  });
  return tree;
}

const forward = { name: 'forwardNorm2', indices: [] } as const;
const observables = fc.oneof(
  fc
    .constantFrom('forwardNorm2' as const, 'hessianNorm2' as const, 'lambdaMax' as const)
    .map((word) => ({ name: word, indices: [] })),
  leafIndex().map((index) => ({ name: 'gradientNorm2' as const, indices: [index] })),
  fc.tuple(leafIndex(), leafIndex()).map((indices) => ({ name: 'hessianBlockNorm2' as const, indices })),
);

function leafIndex(): fc.Arbitrary<Expression> {
  return fc.constantFrom(number('1'), name('L'), binary('-', name('L'), number('1')));
}

const quantities: fc.Arbitrary<Quantity> = fc
  .tuple(observables, fc.boolean(), fc.nat(8))
  .map(([observable, alive, pick]): Quantity => {
    const half = binary('/', number('1'), number('2'));
    switch (pick) {
      case 0:
        return { functional: 'mean', observable, alive, power: number('1') };
      case 1:
        return { functional: 'mean', observable, alive, power: half };
      case 2:
        return { functional: 'median', observable, alive };
      case 3:
        return { functional: 'quantile', observable, alive, level: half };
      case 4:
        return { functional: 'logMean', observable, alive: true };
      case 5:
        return { functional: 'logVariance', observable, alive: true };
      case 6:
        return { functional: 'P', observable, alive, relation: alive ? '<=' : '>=', threshold: name('eps') };
      case 7:
        return {
          functional: 'lawDistance',
          observable: forward,
          alive: true,
          target: { kind: 'normal', mean: half, variance: name('L') },
        };
      default:
        return { functional: 'lawDistance', observable: forward, alive: true, target: { kind: 'exactLaw' } };
    }
  });

const quantityNodes = quantities.map((quantity): Expression => ({ kind: 'quantity', quantity, span }));
