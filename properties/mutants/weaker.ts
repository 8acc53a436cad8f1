/**
 * Whether a claim follows from another by monotony: they differ in one part, and what lies around it carries a larger part to a larger or a smaller
 * side on the whole domain. It says so only if it is certain; the condition of the domain is not used.
 */
import { type Box, Domain, environmentOf } from '../../theory/algebra/domain.js';
import { InputError } from '../../theory/errors.js';
import type { Expression, QuantityNode } from '../../theory/expression/ast.js';
import { enclose, NotFinite } from '../../theory/expression/enclosure.js';
import { certainlyLess, certainlyLessEqual, zero } from '../../theory/expression/enclosure-interval.js';
import { freeNames } from '../../theory/expression/evaluate.js';
import { toText } from '../../theory/expression/text.js';
import type { Claim } from '../../theory/language/claim.js';
import { integerNode } from '../../theory/language/settings.js';
import { rangeOf } from './known.js';

/** Whether the second claim holds wherever the first one does. */
export function follows(from: Claim, to: Claim): boolean {
  if (from.relation !== to.relation) return false;
  const order = orderOn(from);
  const [left, right] = [order(from.left, to.left), order(from.right, to.right)];
  if (from.relation !== '=') {
    const [fewer, more] = from.relation === '<=' ? [left, right] : [right, left];
    return (fewer === 0 || fewer === -1) && (more === 0 || more === 1);
  }
  const [before, after] = [from.tolerance, to.tolerance];
  if (before === undefined || after === undefined || before.kind !== after.kind) return false;
  return left === 0 && right === 0 && order(before.value, after.value) === 1;
}

/** How the second expression compares to the first, everywhere: 0 the same, 1 at least as large, -1 at most; undefined if that is not certain. */
type Order = (a: Expression, b: Expression) => 0 | 1 | -1 | undefined;

const flip = (order: ReturnType<Order>): ReturnType<Order> => (order === 1 ? -1 : order === -1 ? 1 : order);

/** Boxes that one question of sign may be split into. */
const mostBoxes = 200;

/** Functions that do not fall where an argument grows. */
const increasing = new Set([
  'exp',
  'log',
  'sqrt',
  'erf',
  'normalCdf',
  'normalQuantile',
  'gammaMedian',
  'floor',
  'ceil',
  'min',
  'max',
]);

function orderOn(claim: Claim): Order {
  const domain = new Domain(claim.ranges);
  const ranges: Box = new Map(claim.ranges.map(({ name, from, to }) => [name, [from, to]]));

  /** 1 if the expression is nowhere negative, -1 if nowhere positive. */
  const signOf = (node: Expression): 1 | -1 | undefined => {
    const names = freeNames(node);
    if (!names.every((name) => ranges.has(name))) return undefined;
    const boxes: Box[] = [new Map(names.map((name) => [name, ranges.get(name)!]))];
    let sign: 1 | -1 | undefined;
    for (let used = 0; boxes.length > 0; used++) {
      const box = boxes.pop()!;
      const here = signOn(node, box);
      if (here === undefined) {
        const halves = domain.split(box);
        if (halves.length === 0 || used > mostBoxes) return undefined;
        boxes.push(...halves);
      } else if (sign !== undefined && here !== sign) return undefined;
      else sign = here;
    }
    return sign;
  };

  const order: Order = (a, b) => {
    if (toText(a) === toText(b)) return 0;
    return asMoved(a, b) ?? asPart(a, b);
  };

  /** The one part that differs: numbers, or what changes.ts makes of a part. */
  const asMoved: Order = (a, b) => {
    if (isConstant(a) && isConstant(b)) {
      const [x, y] = [enclose(a, {}), enclose(b, {})];
      return certainlyLess(x, y) ? 1 : certainlyLess(y, x) ? -1 : undefined;
    }
    const old = toText(a);
    if (b.kind === 'negate' && toText(b.operand) === old) return flip(signOf(a));
    if (a.kind === 'negate' && toText(a.operand) === toText(b)) return signOf(b);
    if (b.kind !== 'binary') return undefined;
    if (b.operator === '*' && b.left.kind === 'number' && toText(b.right) === old)
      return b.left.value.compare(1) >= 0 ? signOf(a) : flip(signOf(a));
    if (toText(b.left) === old && isConstant(b.right) && (b.operator === '+' || b.operator === '-'))
      return b.operator === '+' ? signOf(b.right) : flip(signOf(b.right));
    return undefined;
  };

  const asPart: Order = (a, b) => {
    if (a.kind === 'negate' && b.kind === 'negate') return flip(order(a.operand, b.operand));
    if (a.kind === 'call' && b.kind === 'call' && a.name === b.name && a.args.length === b.args.length) {
      const orders = a.args.map((arg, i) => order(arg, b.args[i]!)).filter((each) => each !== 0);
      return increasing.has(a.name) && orders.length === 1 ? orders[0] : undefined;
    }
    if (a.kind === 'quantity' && b.kind === 'quantity') return ofQuantities(a, b);
    return a.kind === 'binary' && b.kind === 'binary' ? ofBinaries(a, b) : undefined;
  };

  const ofQuantities = ({ quantity: a }: QuantityNode, { quantity: b }: QuantityNode): ReturnType<Order> => {
    const sameObservable =
      a.alive === b.alive &&
      a.observable.name === b.observable.name &&
      a.observable.indices.map(toText).join() === b.observable.indices.map(toText).join();
    if (!sameObservable) return undefined;
    if (a.functional === 'P' && b.functional === 'P' && a.relation === b.relation) {
      const threshold = order(a.threshold, b.threshold);
      return a.relation === '<=' ? threshold : flip(threshold);
    }
    return a.functional === 'quantile' && b.functional === 'quantile' ? order(a.level, b.level) : undefined;
  };

  type Binary = Extract<Expression, { kind: 'binary' }>;

  const ofBinaries = (a: Binary, b: Binary): ReturnType<Order> => {
    const [left, right] = [order(a.left, b.left), order(a.right, b.right)];
    if (a.operator !== b.operator) {
      if (left !== 0 || right !== 0) return undefined;
      if (a.operator === '+' && b.operator === '-') return flip(signOf(a.right));
      return a.operator === '-' && b.operator === '+' ? signOf(a.right) : undefined;
    }
    if (left !== 0 && right !== 0) return undefined;
    const sign = (node: Expression, changed: ReturnType<Order>) => {
      const own = signOf(node);
      return own === undefined ? undefined : own === 1 ? changed : flip(changed);
    };
    switch (a.operator) {
      case '+':
        return left === 0 ? right : left;
      case '-':
        return left === 0 ? flip(right) : left;
      case '*':
        return left === 0 ? sign(a.left, right) : sign(a.right, left);
      case '/':
        if (right === 0) return sign(a.right, left);
        // 1/y falls in y as long as y does not change its sign.
        return signOf(a.right) !== undefined && signOf(a.right) === signOf(b.right)
          ? sign(a.left, flip(right))
          : undefined;
      case '^':
        if (signOf(a.left) !== 1 || signOf(b.left) !== 1) return undefined;
        return left === 0 ? sign(less1(a.left), right) : sign(a.right, left);
    }
  };
  return order;
}

/** node - 1: powers grow with the exponent where the base is above 1. */
function less1(node: Expression): Expression {
  return { kind: 'binary', operator: '-', left: node, right: integerNode(1), span: node.span };
}

function isConstant(node: Expression): boolean {
  return (
    node.kind === 'number' ||
    (node.kind === 'negate' && isConstant(node.operand)) ||
    (node.kind === 'binary' && isConstant(node.left) && isConstant(node.right))
  );
}

function signOn(node: Expression, box: Box): 1 | -1 | undefined {
  try {
    const value = enclose(node, environmentOf(box), ({ quantity }) => rangeOf(quantity));
    if (certainlyLessEqual(zero, value)) return 1;
    return certainlyLessEqual(value, zero) ? -1 : undefined;
  } catch (error) {
    if (error instanceof NotFinite || error instanceof InputError) return undefined;
    throw error;
  }
}
