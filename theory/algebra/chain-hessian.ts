/** C3 proved by algebra: the Hessian of the loss of a chain of weights. */
import type { Expression } from '../expression/ast.js';
import { toText } from '../expression/text.js';
import { differentiate } from './differentiate.js';
import type { AlgebraFault } from './faults.js';
import { minus, named, over, plus, power, rational, times } from './nodes.js';
import { type Proof, proveEqual } from './prove.js';

export interface ChainHessianProof {
  /** The whole argument, in sentences. */
  readonly steps: readonly string[];
  /** What was taken for granted: "w1 is not 0". */
  readonly conditions: readonly string[];
  /** Every entry on and above the diagonal (second derivatives are symmetric), rows and columns from 1. */
  readonly entries: readonly { readonly row: number; readonly column: number; readonly proof: Proof }[];
}

/**
 * Proves that (F - y)^2/2 with F = x w1 ... wL has the second derivatives F(2F - y) u_k u_l - [k = l] F(F - y) u_k^2, u_k = 1/w_k: it is differentiated
 * by w_k and then by w_l, and the difference to the closed form is reduced to 0 in exact arithmetic. Holds for all x, y and all w_k other than 0.
 * Undefined if an entry could not be proved. About a second for 6 weights.
 * @param depth a whole number in 1..8. @throws RangeError if it is not.
 */
export function proveChainHessian(
  depth: number,
  onFault: (fault: AlgebraFault) => void = () => {},
): ChainHessianProof | undefined {
  const { output, entries } = chainHessianEntries(depth);
  const steps = [`Let F = ${toText(output)} and f = (F - y)^2/2.`];
  const conditions = new Set<string>();
  const proved: ChainHessianProof['entries'][number][] = [];
  for (const { row, column, derived, stated } of entries) {
    const proof = proveEqual(derived, stated, [], onFault);
    if (proof === undefined) return undefined;
    const [k, l] = [`w${row}`, `w${column}`];
    const name = k === l ? `d^2f/d${k}^2` : `d^2f/(d${k} d${l})`;
    const sum = k === l ? `(F*(2*F-y)-F*(F-y))/${k}^2` : `F*(2*F-y)/(${k}*${l})`;
    steps.push(`${name} = ${sum}: ${proof.steps.join(' ')}`);
    for (const condition of proof.conditions) conditions.add(condition);
    proved.push({ row, column, proof });
  }
  return { steps, conditions: [...conditions], entries: proved };
}

export interface ChainHessianEntry {
  /** Counted from 1; row <= column. */
  readonly row: number;
  readonly column: number;
  /** The loss differentiated by w_row and then by w_column. */
  readonly derived: Expression;
  /** The closed form. */
  readonly stated: Expression;
}

/**
 * Both sides of C3 for every entry on and above the diagonal, in the names x, y, w1 ... wL.
 * @param coefficient 2 in F(2F - y); another one states something false.
 * @throws RangeError unless the depth is a whole number in 1..8.
 */
export function chainHessianEntries(
  depth: number,
  coefficient = 2,
): { readonly output: Expression; readonly entries: readonly ChainHessianEntry[] } {
  if (!(Number.isInteger(depth) && depth >= 1 && depth <= 8))
    throw new RangeError(`The closed form is proved for 1 to 8 weights, not ${depth}.`);
  const weights = Array.from({ length: depth }, (_, k) => `w${k + 1}`);
  const output = weights.reduce<Expression>((product, w) => times(product, named(w)), named('x'));
  const residual = minus(output, named('y'));
  const loss = over(power(residual, rational(2)), rational(2));
  const entries = weights.flatMap((row, k) => {
    const slope = differentiate(loss, row);
    return weights.slice(k).map((column, offset) => ({
      row: k + 1,
      column: k + 1 + offset,
      derived: differentiate(slope, column),
      stated: closedForm(output, residual, coefficient, row, column),
    }));
  });
  return { output, entries };
}

/** F(2F - y)/(w_k w_l) - [k = l] F(F - y)/w_k^2, with the coefficient for 2. */
function closedForm(
  output: Expression,
  residual: Expression,
  coefficient: number,
  row: string,
  column: string,
): Expression {
  const first = plus(times(rational(coefficient - 1), output), residual);
  const outer = over(times(output, first), times(named(row), named(column)));
  if (row !== column) return outer;
  return minus(outer, over(times(output, residual), power(named(row), rational(2))));
}
