/** The value of an expression in 60 digits, straight from its syntax tree. It shares no code with theory/algebra or the enclosures. */
import { Decimal } from 'decimal.js';
import type { Expression, Quantity } from '../../theory/expression/ast.js';
import * as precise from './precise.js';
import { D, one, type Precise } from './precise.js';

export type Names = ReadonlyMap<string, Precise>;

/** Undefined where it is not a real number, or more than these functions can do. */
export function evaluate(
  node: Expression,
  names: Names,
  quantity: (quantity: Quantity) => Precise | undefined = () => undefined,
): Precise | undefined {
  const at = (part: Expression, inner = names) => evaluate(part, inner, quantity);
  switch (node.kind) {
    case 'number':
      return new D(node.value.n.toString()).times(node.value.s < 0n ? -1 : 1).div(node.value.d.toString());
    case 'name':
      return names.get(node.name) ?? constant(node.name);
    case 'negate':
      return at(node.operand)?.neg();
    case 'binary': {
      const [left, right] = [at(node.left), at(node.right)];
      return left && right && finite(binary(node.operator, left, right));
    }
    case 'call': {
      const args = node.args.map((arg) => at(arg));
      return args.every((x) => x !== undefined) ? finite(call(node.name, args)) : undefined;
    }
    case 'sum': {
      const [from, to] = [at(node.from), at(node.to)];
      if (from === undefined || to === undefined) return undefined;
      let total = precise.zero;
      for (let i = from.toNumber(); i <= to.toNumber(); i++) {
        const term = at(node.body, new Map([...names, [node.index, new D(i)]]));
        if (term === undefined) return undefined;
        total = total.plus(term);
      }
      return total;
    }
    case 'quantity':
      return quantity(node.quantity);
  }
}

const finite = (x: Precise | undefined) => (x?.isFinite() ? x : undefined);

function constant(name: string): Precise | undefined {
  if (name === 'pi') return precise.pi;
  if (name === 'e') return one.exp();
  if (name === 'EulerGamma') return precise.eulerGamma;
  return undefined;
}

function binary(operator: string, a: Precise, b: Precise): Precise | undefined {
  switch (operator) {
    case '+':
      return a.plus(b);
    case '-':
      return a.minus(b);
    case '*':
      return a.times(b);
    case '/':
      return b.isZero() ? undefined : a.div(b);
    default:
      return power(a, b);
  }
}

function power(a: Precise, b: Precise): Precise | undefined {
  if (b.isInteger() && b.abs().lt(1e6)) return a.isZero() && b.lt(0) ? undefined : a.pow(b);
  if (a.lt(0)) return undefined;
  if (a.isZero()) return b.gt(0) ? precise.zero : undefined;
  return b.times(a.ln()).exp();
}

const isPole = (x: Precise) => x.lte(0) && x.isInteger();

function call(name: string, args: readonly Precise[]): Precise | undefined {
  const [x, y] = args as [Precise, Precise];
  switch (name) {
    case 'exp':
      return x.exp();
    case 'log':
      return x.gt(0) ? x.ln() : undefined;
    case 'sqrt':
      return x.gte(0) ? x.sqrt() : undefined;
    case 'abs':
      return x.abs();
    case 'min':
      return Decimal.min.apply(D, [...args]) as Precise;
    case 'max':
      return Decimal.max.apply(D, [...args]) as Precise;
    case 'floor':
      return x.floor();
    case 'ceil':
      return x.ceil();
    case 'gamma':
      return isPole(x) ? undefined : precise.gammaOf(x);
    case 'lgamma':
      return isPole(x) ? undefined : precise.logAbsGamma(x);
    case 'digamma':
      return isPole(x) ? undefined : precise.digammaOf(x);
    case 'trigamma':
      return isPole(x) ? undefined : precise.trigammaOf(x);
    case 'erf':
      return precise.erfOf(x);
    case 'normalCdf':
      return precise.normalCdfOf(x);
    case 'normalQuantile':
      return x.gt(0) && x.lt(1) ? precise.normalQuantileOf(x) : undefined;
    case 'gammaMedian':
      return x.gt(0) ? precise.gammaMedianOf(x) : undefined;
    case 'binomial':
      return precise.binomialOf(x, y);
    case 'hyp2f1': {
      const [a, b, c, z] = args as [Precise, Precise, Precise, Precise];
      return z.lt(1) && !isPole(c) ? precise.hypergeometricOf(a, b, c, z) : undefined;
    }
    default:
      throw new Error(`No function is called ${name}.`);
  }
}
