/**
 * Quantities of the exact laws F3 and G2 as expressions in L and d, where they are elementary: moments of integer order and the
 * probability of a dead net. An equality between such a quantity and a closed form can then be closed by algebra.
 */
import Fraction from 'fraction.js';
import { evaluateRational } from '../algebra/rational.js';
import { substitute } from '../algebra/substitute.js';
import { type Expression, type Quantity, widthCall } from '../expression/ast.js';
import { childrenOf } from '../expression/compile.js';
import { enclose } from '../expression/enclosure.js';
import { freeNames } from '../expression/evaluate.js';
import type { Settings } from '../language/claim.js';
import { integerNode, isExact, layerVariance, squareGain } from '../language/settings.js';
import { layerMoment, type Polynomial } from './layer-moment.js';

const span = { start: 0, end: 0 };
/** Exact, however many digits it has. */
const whole = (value: bigint): Expression => ({
  kind: 'number',
  value: new Fraction(value),
  text: String(value),
  span,
});
const number = (value: Fraction): Expression => {
  const numerator = whole(value.n * value.s);
  return value.d === 1n ? numerator : binary('/', numerator, whole(value.d));
};
const name = (text: string): Expression => ({ kind: 'name', name: text, span });
const binary = (operator: '+' | '-' | '*' | '/' | '^', left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
  span,
});

/** Largest order of a moment that is written out: beyond it the polynomial is longer than it is useful. */
const largestOrder = 8;

/** The moment's coefficients of d^k where the squared slope is a number. */
const coefficientsAt = (order: number, p: Fraction): Polynomial =>
  layerMoment(order).map((inP) => inP.reduceRight((value, c) => value.mul(p).add(c), new Fraction(0)));

/** The values that names have, as far as they are known. */
type Known = Readonly<Record<string, number | Fraction>>;

/** The same as expressions: with a slope that has no value yet, polynomials in it. */
function coefficientsOf(order: number, { activation }: Settings, known: Known): readonly Expression[] {
  if (activation.kind !== 'leaky-relu')
    return coefficientsAt(order, new Fraction(activation.kind === 'linear' ? 1 : 0)).map(number);
  const slope = evaluateRational(activation.slope, known);
  if (slope !== undefined) return coefficientsAt(order, slope.mul(slope)).map(number);
  return layerMoment(order).map((inP) =>
    inP
      .map((c, j) => binary('*', number(c), binary('^', activation.slope, integerNode(2 * j))))
      .reduce((sum, term) => binary('+', sum, term), integerNode(0)),
  );
}

/** Whether nets may be dead: relu's may, others only where their slope is 0. Undefined where that cannot be told. */
function isMortal({ activation }: Settings, known: Known): boolean | undefined {
  if (activation.kind !== 'leaky-relu') return activation.kind === 'relu';
  const slope = evaluateRational(activation.slope, known);
  if (slope !== undefined) return slope.n === 0n;
  if (!freeNames(activation.slope).every((each) => Object.hasOwn(known, each))) return undefined;
  const numbers = Object.entries(known).map(([name, value]) => [name, value.valueOf()] as const);
  const { lo, hi } = enclose(activation.slope, Object.fromEntries(numbers));
  return lo > 0 || hi < 0 ? false : undefined;
}

/** (1 - 2^-d)^L written out where nets may be dead, else 1. (F10) */
function aliveProbability({ widths }: Settings, mortal: boolean): Expression {
  if (!mortal) return integerNode(1);
  const layer = (width: Expression) =>
    binary('-', integerNode(1), binary('^', integerNode(2), { kind: 'negate', operand: width, span }));
  if (widths === undefined) return binary('^', layer(name('d')), name('L'));
  return product(widths.slice(1).map(layer));
}

const product = (factors: readonly Expression[]): Expression =>
  factors.reduce((all, factor) => binary('*', all, factor));

/** Whether the quantity is one that is elementary for all nets of normal weights: a moment of whole order, or the probability of dead nets. */
export function isElementary(quantity: Quantity): boolean {
  if (quantity.functional === 'P') {
    const { threshold, relation, alive } = quantity;
    return threshold.kind === 'number' && threshold.value.equals(0) && relation === '<=' && !alive;
  }
  return quantity.functional === 'mean' && wholeOrder(quantity.power) !== undefined;
}

function wholeOrder(power: Expression): number | undefined {
  if (power.kind !== 'number' || power.value.d !== 1n) return undefined;
  return power.value.compare(1) < 0 || power.value.compare(largestOrder) > 0
    ? undefined
    : power.value.valueOf();
}

/**
 * The quantity as an expression in L and d (square nets) or in the widths, and in the slope of leaky relu; undefined where it has no elementary form.
 * @param known values of names: whether a leaky net can die hangs on its slope.
 * @throws NotFinite where the slope has no value.
 */
export function symbolicQuantity(
  quantity: Quantity,
  settings: Settings,
  known: Known = {},
): Expression | undefined {
  if (!isElementary(quantity)) return undefined;
  const isLeaky = settings.activation.kind === 'leaky-relu';
  // What is asked of weights and readout is the same.
  if (!isExact(quantity, isLeaky ? { ...settings, activation: { kind: 'relu' } } : settings))
    return undefined;
  const mortal = isMortal(settings, known);
  if (quantity.functional === 'P')
    return mortal === undefined ? undefined : binary('-', integerNode(1), aliveProbability(settings, mortal));
  if (quantity.functional !== 'mean' || (quantity.alive && mortal === undefined)) return undefined;
  const order = wholeOrder(quantity.power)!;
  const raised = (base: Expression) => binary('^', base, integerNode(order));
  const coefficients = coefficientsOf(order, settings, known);
  /** E of the layer's factor, raised to the order, at this width. */
  const factor = (variance: Expression, width: Expression): Expression => {
    let polynomial: Expression = integerNode(0);
    coefficients.forEach((c, k) => {
      if (k > 0) polynomial = binary('+', polynomial, binary('*', c, binary('^', width, integerNode(k))));
    });
    return binary('*', raised(variance), polynomial);
  };
  const { init, widths } = settings;
  const forward =
    widths === undefined
      ? binary('^', factor(binary('/', squareGain(init), name('d')), name('d')), name('L'))
      : product(
          widths.slice(1).map((width, before) => factor(layerVariance(init, widths[before]!, width), width)),
        );
  // A gradient's law is the forward norm's times sigma_b^2/sigma^2 (G2), of its layer where they differ.
  const unconditional =
    quantity.observable.name === 'gradientNorm2'
      ? binary('*', raised(readoutShare(quantity.observable.indices[0]!, settings)), forward)
      : forward;
  return quantity.alive ? binary('/', unconditional, aliveProbability(settings, mortal!)) : unconditional;
}

/** sigma_b^2/sigma_l^2. */
function readoutShare(layer: Expression, { init, readoutGain, widths }: Settings): Expression {
  if (widths === undefined) return binary('/', readoutGain, squareGain(init));
  const widthOf = (index: Expression): Expression => ({
    kind: 'call',
    name: widthCall,
    args: [index, ...widths],
    span,
  });
  const variance = layerVariance(init, widthOf(binary('-', layer, integerNode(1))), widthOf(layer));
  return binary('/', binary('/', readoutGain, widths.at(-1)!), variance);
}

/**
 * The expression with every quantity replaced by its elementary form; undefined if one has none. Where layers have widths of their own their number is put for
 * L, and sums over layers are written out.
 * @param known values of names, where they have one.
 */
export function substituteQuantities(
  expression: Expression,
  settings: Settings,
  known: Known = {},
): Expression | undefined {
  const { widths } = settings;
  const plain = withoutQuantities(expression, settings, known);
  return plain === undefined || widths === undefined ? plain : inWidths(plain, widths);
}

/** Layers that are known are put for L and for d[l]. */
function inWidths(expression: Expression, widths: readonly Expression[]): Expression {
  const depth = widths.length - 1;
  const written = (node: Expression): Expression => {
    switch (node.kind) {
      case 'negate':
        return { ...node, operand: written(node.operand) };
      case 'binary':
        return { ...node, left: written(node.left), right: written(node.right) };
      case 'call': {
        const args = node.args.map(written);
        const layer = node.name === widthCall ? evaluateRational(args[0]!, {}) : undefined;
        // A layer before the input's is none, and stays one without a value.
        const isThere = layer !== undefined && layer.compare(0) >= 0;
        return (isThere ? args[Number(layer.n) + 1] : undefined) ?? { ...node, args };
      }
      case 'sum': {
        const [from, to] = [written(node.from), written(node.to)];
        const [first, last] = [evaluateRational(from, {}), evaluateRational(to, {})];
        if (
          first === undefined ||
          last === undefined ||
          !holdsWidth(node.body) ||
          last.sub(first).compare(depth) > 0
        )
          return { ...node, from, to, body: written(node.body) };
        let sum: Expression = integerNode(0);
        for (let layer = first; layer.compare(last) <= 0; layer = layer.add(1))
          sum = binary('+', sum, written(substitute(node.body, node.index, number(layer))));
        return sum;
      }
      default:
        return node;
    }
  };
  return written(substitute(expression, 'L', integerNode(depth)));
}

function holdsWidth(node: Expression): boolean {
  return (node.kind === 'call' && node.name === widthCall) || childrenOf(node).some(holdsWidth);
}

function withoutQuantities(expression: Expression, settings: Settings, known: Known): Expression | undefined {
  const inside = (part: Expression) => withoutQuantities(part, settings, known);
  switch (expression.kind) {
    case 'number':
    case 'name':
      return expression;
    case 'quantity':
      return symbolicQuantity(expression.quantity, settings, known);
    case 'negate': {
      const operand = inside(expression.operand);
      return operand && { ...expression, operand };
    }
    case 'binary': {
      const left = inside(expression.left);
      const right = left && inside(expression.right);
      return left && right && { ...expression, left, right };
    }
    case 'call': {
      const args = expression.args.map(inside);
      return args.every((arg) => arg !== undefined) ? { ...expression, args } : undefined;
    }
    case 'sum': {
      const body = inside(expression.body);
      return body && { ...expression, body };
    }
  }
}
