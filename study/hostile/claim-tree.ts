/** Claims as bracketed text in prefix notation, so that a test can state the tree it expects on one line. */
import type { Expression, Observable, Quantity } from '../../theory/expression/ast.js';
import type { Claim, Condition } from '../../theory/language/claim.js';

export function tree(node: Expression): string {
  switch (node.kind) {
    case 'number':
      return node.value.toFraction();
    case 'name':
      return node.name;
    case 'negate':
      return `(neg ${tree(node.operand)})`;
    case 'binary':
      return `(${node.operator} ${tree(node.left)} ${tree(node.right)})`;
    case 'call':
      return `(${[node.name, ...node.args.map(tree)].join(' ')})`;
    case 'sum':
      return `(sum ${node.index} ${tree(node.from)} ${tree(node.to)} ${tree(node.body)})`;
    case 'quantity':
      return quantityTree(node.quantity);
  }
}

function quantityTree(quantity: Quantity): string {
  const parts: string[] = [quantity.functional, observableTree(quantity.observable)];
  if (quantity.functional === 'mean') parts.push(tree(quantity.power));
  if (quantity.functional === 'quantile') parts.push(tree(quantity.level));
  if (quantity.functional === 'P') parts.push(quantity.relation, tree(quantity.threshold));
  if (quantity.functional === 'lawDistance') {
    const { target } = quantity;
    parts.push(
      target.kind === 'exactLaw' ? 'exactLaw' : `(normal ${tree(target.mean)} ${tree(target.variance)})`,
    );
  }
  if (quantity.alive) parts.push('alive');
  return `(${parts.join(' ')})`;
}

function observableTree({ name, indices }: Observable): string {
  return [name, ...indices.map((index) => `[${tree(index)}]`)].join('');
}

export function conditionTree(condition: Condition): string {
  switch (condition.kind) {
    case 'compare':
      return `(${condition.operator} ${tree(condition.left)} ${tree(condition.right)})`;
    case 'not':
      return `(not ${conditionTree(condition.operand)})`;
    default:
      return `(${condition.kind} ${conditionTree(condition.left)} ${conditionTree(condition.right)})`;
  }
}

/** All of a claim but its text and the places of its parts. */
export function claimTree(claim: Claim): object {
  const { activation, init, readoutGain, readout, target, input, widths } = claim.settings;
  return {
    statement: `(${claim.relation} ${tree(claim.left)} ${tree(claim.right)})`,
    tolerance: claim.tolerance && `${claim.tolerance.kind} ${tree(claim.tolerance.value)}`,
    ranges: claim.ranges.map(
      ({ name, from, to, integer }) => `${name} ${from} ${to} ${integer ? 'integer' : 'real'}`,
    ),
    condition: claim.condition && conditionTree(claim.condition),
    activation: activation.kind === 'leaky-relu' ? `leaky-relu ${tree(activation.slope)}` : activation.kind,
    init: init.gain === undefined ? init.name : `${init.name} ${tree(init.gain)}`,
    readoutGain: tree(readoutGain),
    readout,
    target: tree(target),
    input,
    ...(widths === undefined ? {} : { widths: widths.map(tree) }),
  };
}
