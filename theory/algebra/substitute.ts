import type { Expression, Quantity } from '../expression/ast.js';
import { freeNames } from '../expression/evaluate.js';

/**
 * The expression with another one put for every free occurrence of a name, inside quantities too. Where a sign and the sign of
 * what is put meet, they are made one: -c with c = -2 is 2, a - c is a + 2, a + c is a - 2, and a - 3*c*b is a + 3*2*b.
 */
export function substitute(node: Expression, name: string, value: Expression): Expression {
  const inside = (child: Expression) => substitute(child, name, value);
  switch (node.kind) {
    case 'number':
      return node;
    case 'quantity':
      return { ...node, quantity: inQuantity(node.quantity, inside) };
    case 'name':
      return node.name === name ? value : node;
    case 'negate': {
      const operand = inside(node.operand);
      return (operand === value ? withoutSign(value) : undefined) ?? { ...node, operand };
    }
    case 'binary': {
      const [left, right] = [inside(node.left), inside(node.right)];
      const { operator } = node;
      const plain = { ...node, left, right };
      if (operator === '^' || !freeNames(node.right).includes(name)) return plain;
      const positive = withoutSign(right);
      if (positive === undefined) return plain;
      if (operator === '+' || operator === '-')
        return { ...plain, operator: operator === '+' ? '-' : '+', right: positive };
      return { ...plain, left: withOtherSign(left), right: positive };
    }
    case 'call':
      return { ...node, args: node.args.map(inside) };
    case 'sum': {
      // An inner sum over the same name hides it in its body.
      const body = node.index === name ? node.body : inside(node.body);
      return { ...node, from: inside(node.from), to: inside(node.to), body };
    }
  }
}

/** -x as x, -x/y as x/y: signs that text puts at the front; undefined if there is none. */
function withoutSign(value: Expression): Expression | undefined {
  if (value.kind === 'negate') return value.operand;
  if (value.kind !== 'binary' || (value.operator !== '*' && value.operator !== '/')) return undefined;
  const left = withoutSign(value.left);
  return left === undefined ? undefined : { ...value, left };
}

/** The sign stands at the front of a product, or is taken from there. */
function withOtherSign(node: Expression): Expression {
  const positive = withoutSign(node);
  if (positive !== undefined) return positive;
  if (node.kind === 'binary' && (node.operator === '*' || node.operator === '/'))
    return { ...node, left: withOtherSign(node.left) };
  return { kind: 'negate', operand: node, span: node.span };
}

function inQuantity(quantity: Quantity, inside: (part: Expression) => Expression): Quantity {
  const observable = { ...quantity.observable, indices: quantity.observable.indices.map(inside) };
  switch (quantity.functional) {
    case 'mean':
      return { ...quantity, observable, power: inside(quantity.power) };
    case 'quantile':
      return { ...quantity, observable, level: inside(quantity.level) };
    case 'P':
      return { ...quantity, observable, threshold: inside(quantity.threshold) };
    case 'lawDistance': {
      const { target } = quantity;
      if (target.kind === 'exactLaw') return { ...quantity, observable };
      const normal = { kind: target.kind, mean: inside(target.mean), variance: inside(target.variance) };
      return { ...quantity, observable, target: normal };
    }
    default:
      return { ...quantity, observable };
  }
}
