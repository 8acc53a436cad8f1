/** Small changes to an expression: every constant, exponent, sign, index and inner relation of it, one at a time. */
import Fraction from 'fraction.js';
import {
  type Expression,
  type Observable,
  type Quantity,
  type QuantityNode,
  widthCall,
} from '../../theory/expression/ast.js';
import { childrenOf } from '../../theory/expression/compile.js';
import { toText } from '../../theory/expression/text.js';
import { integerNode } from '../../theory/language/settings.js';

export type What = 'constant' | 'exponent' | 'sign' | 'index' | 'relation';

/** The expression with one change made. */
export interface Change {
  readonly changed: Expression;
  readonly what: What;
  /** The part that was changed. */
  readonly at: Expression;
  /** What stands in its place. */
  readonly by: string;
  /** In percent of the part; 100 for one unit of what counts (an index, 0), a sign or a relation. */
  readonly size: number;
}

/** Percent by which constants and exponents are moved, up and down. */
export const percents = [50, 20, 10, 5, 2, 1] as const;

type Role = 'constant' | 'exponent';

/** Every change to one part of `node`. */
export function changesOf(node: Expression, role: Role = 'constant'): Change[] {
  switch (node.kind) {
    case 'number':
      return numberChanges(node, role);
    case 'name':
      return [];
    case 'negate':
      return [
        signChange(node, node.operand, toText(node.operand)),
        ...inside(changesOf(node.operand, role), (operand) => ({ ...node, operand })),
      ];
    case 'binary':
      return binaryChanges(node, role);
    case 'call': {
      // Widths are settings, and stay.
      if (node.name === widthCall) {
        const [layer, ...widths] = node.args;
        return inside(unitChanges(layer!, 'index'), (changed) => ({ ...node, args: [changed, ...widths] }));
      }
      const argRole = node.name === 'exp' ? 'exponent' : role;
      return node.args.flatMap((arg, i) =>
        inside(node.name === 'exp' ? impliedFactor(arg, argRole) : changesOf(arg, argRole), (changed) => ({
          ...node,
          args: node.args.map((each, k) => (k === i ? changed : each)),
        })),
      );
    }
    case 'sum':
      return [
        ...inside(unitChanges(node.from, 'index'), (from) => ({ ...node, from })),
        ...inside(unitChanges(node.to, 'index'), (to) => ({ ...node, to })),
        ...inside(changesOf(node.body, role), (body) => ({ ...node, body })),
      ];
    case 'quantity':
      return quantityChanges(node);
  }
}

/** The changes of an expression, and, where it has no number of its own, of the factor 1 before it. */
export function impliedFactor(node: Expression, role: Role): Change[] {
  return [...changesOf(node, role), ...(holdsNumber(node) ? [] : scaled(node, role))];
}

/** The expression times a number close to 1. */
export function scaled(node: Expression, what: Role): Change[] {
  return percents.flatMap((percent) =>
    [1, -1].map((direction): Change => {
      const factor = decimal(new Fraction(100 + direction * percent, 100));
      const changed: Expression = {
        kind: 'binary',
        operator: '*',
        left: factor,
        right: node,
        span: node.span,
      };
      return { changed, what, at: node, by: toText(changed), size: percent };
    }),
  );
}

/** The sign of the first term. */
export function leadingSign(node: Expression): Change[] {
  if (node.kind === 'negate' || isSum(node) || (node.kind === 'number' && node.value.equals(0))) return [];
  // A minus written before a product is read as that of its first factor.
  if (node.kind === 'binary' && node.operator !== '^' && startsNegative(node)) return [];
  const changed: Expression = { kind: 'negate', operand: node, span: node.span };
  return [signChange(node, changed, toText(changed))];
}

function startsNegative(node: Expression): boolean {
  if (node.kind === 'negate') return true;
  return node.kind === 'binary' && node.operator !== '^' && startsNegative(node.left);
}

const isSum = (node: Expression) =>
  node.kind === 'binary' && (node.operator === '+' || node.operator === '-');

function numberChanges(node: Extract<Expression, { kind: 'number' }>, what: Role): Change[] {
  const { value } = node;
  const moved = value.equals(0)
    ? []
    : percents.flatMap((percent) =>
        [1, -1].map((direction) => ({
          to: value.mul(100 + direction * percent).div(100),
          size: percent as number,
        })),
      );
  const size = value.equals(0) ? 100 : Math.min(100, 100 / Math.abs(value.valueOf()));
  const units = value.d === 1n ? [1, -1].map((unit) => ({ to: value.add(unit), size })) : [];
  return [...moved, ...units].map(({ to, size }) => {
    const changed = decimal(to);
    return { changed, what, at: node, by: toText(changed), size };
  });
}

/** A finite decimal as it would be written; the numbers of claims are decimals, and so are hundredths of them. */
function decimal(value: Fraction): Expression {
  const size = value.abs();
  const digits: Expression = { kind: 'number', value: size, text: size.toString(), span: noSpan };
  return value.s < 0n ? { kind: 'negate', operand: digits, span: noSpan } : digits;
}

const noSpan = { start: 0, end: 0 };

function unitChanges(node: Expression, what: 'index' | 'exponent'): Change[] {
  return (['+', '-'] as const).map((operator) => {
    const changed: Expression =
      node.kind === 'number'
        ? decimal(operator === '+' ? node.value.add(1) : node.value.sub(1))
        : { kind: 'binary', operator, left: node, right: integerNode(1), span: node.span };
    return { changed, what, at: node, by: toText(changed), size: 100 };
  });
}

function binaryChanges(node: Extract<Expression, { kind: 'binary' }>, role: Role): Change[] {
  const { operator, left, right } = node;
  const inLeft = inside(changesOf(left, role), (changed) => ({ ...node, left: changed }));
  const within = (changes: Change[]) => inside(changes, (changed) => ({ ...node, right: changed }));
  if (operator === '^') {
    const exponents = changesOf(right, 'exponent');
    // An exponent such as L or -L has no number to move: it is moved as a whole.
    const whole = holdsNumber(right) ? [] : [...scaled(right, 'exponent'), ...unitChanges(right, 'exponent')];
    return [...inLeft, ...within([...exponents, ...whole])];
  }
  const changes = [...inLeft, ...within(changesOf(right, role))];
  if (!isSum(node)) return changes;
  const flipped: Expression = { ...node, operator: operator === '+' ? '-' : '+' };
  const first = inside(leadingSign(left), (changed) => ({ ...node, left: changed }));
  return [...changes, ...first, signChange(right, flipped, toText(flipped))];
}

function signChange(at: Expression, changed: Expression, by: string): Change {
  return { changed, what: 'sign', at, by, size: 100 };
}

function quantityChanges(node: QuantityNode): Change[] {
  const { quantity } = node;
  const { observable } = quantity;
  const withQuantity = (changed: Quantity): Expression => ({ ...node, quantity: changed });
  const indices = observable.indices.flatMap((index, i) =>
    inside(unitChanges(index, 'index'), (changed) => {
      const moved: Observable = {
        ...observable,
        indices: observable.indices.map((each, k) => (k === i ? changed : each)),
      };
      return withQuantity({ ...quantity, observable: moved });
    }),
  );
  return [...indices, ...argumentChanges(node, withQuantity)];
}

function argumentChanges(node: QuantityNode, withQuantity: (changed: Quantity) => Expression): Change[] {
  const { quantity } = node;
  switch (quantity.functional) {
    case 'mean':
      return inside(changesOf(quantity.power, 'exponent'), (power) => withQuantity({ ...quantity, power }));
    case 'quantile':
      return inside(changesOf(quantity.level), (level) => withQuantity({ ...quantity, level }));
    case 'P': {
      const relation = opposite(quantity.relation);
      const changed = withQuantity({ ...quantity, relation });
      return [
        { changed, what: 'relation', at: node, by: toText(changed), size: 100 },
        ...inside(impliedFactor(quantity.threshold, 'constant'), (threshold) =>
          withQuantity({ ...quantity, threshold }),
        ),
      ];
    }
    case 'lawDistance': {
      const { target } = quantity;
      if (target.kind === 'exactLaw') return [];
      return [
        ...inside(impliedFactor(target.mean, 'constant'), (mean) =>
          withQuantity({ ...quantity, target: { ...target, mean } }),
        ),
        ...inside(impliedFactor(target.variance, 'constant'), (variance) =>
          withQuantity({ ...quantity, target: { ...target, variance } }),
        ),
      ];
    }
    default:
      return [];
  }
}

export function opposite(relation: '<=' | '>='): '<=' | '>=' {
  return relation === '<=' ? '>=' : '<=';
}

/** A part's changes as changes of the whole that it stands in. */
function inside(changes: readonly Change[], put: (changed: Expression) => Expression): Change[] {
  return changes.map((change) => ({ ...change, changed: put(change.changed) }));
}

function holdsNumber(node: Expression): boolean {
  if (node.kind === 'call' && node.name === widthCall) return false;
  return node.kind === 'number' || childrenOf(node).some(holdsNumber);
}
