import type Fraction from 'fraction.js';
import type { Expression } from '../expression/ast.js';
import { rational } from './nodes.js';

/** The expression with a number put for every free occurrence of a name. */
export function substitute(node: Expression, name: string, value: Fraction): Expression {
  const inside = (child: Expression) => substitute(child, name, value);
  switch (node.kind) {
    case 'number':
    case 'quantity':
      return node;
    case 'name':
      return node.name === name ? rational(value) : node;
    case 'negate':
      return { ...node, operand: inside(node.operand) };
    case 'binary':
      return { ...node, left: inside(node.left), right: inside(node.right) };
    case 'call':
      return { ...node, args: node.args.map(inside) };
    case 'sum': {
      // An inner sum over the same name hides it in its body.
      const body = node.index === name ? node.body : inside(node.body);
      return { ...node, from: inside(node.from), to: inside(node.to), body };
    }
  }
}
