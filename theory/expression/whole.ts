import type { Expression } from './ast.js';

const wholeCalls = new Set(['abs', 'min', 'max', 'floor', 'ceil']);

/** Whether an expression certainly has whole values, by its form. */
export function isWhole(node: Expression, isInteger: (name: string) => boolean): boolean {
  const inside = (part: Expression) => isWhole(part, isInteger);
  switch (node.kind) {
    case 'number':
      return node.value.d === 1n;
    case 'name':
      return isInteger(node.name);
    case 'negate':
      return inside(node.operand);
    case 'binary':
      return node.operator !== '/' && node.operator !== '^' && inside(node.left) && inside(node.right);
    case 'call':
      return (
        node.name === 'floor' ||
        node.name === 'ceil' ||
        (wholeCalls.has(node.name) && node.args.every(inside))
      );
    default:
      return false;
  }
}
