/**
 * Quantities of the exact laws F3 and G2 as expressions in L and d, where they are elementary: moments of integer order and the
 * probability of a dead net. An equality between such a quantity and a closed form can then be closed by algebra.
 */
import Fraction from 'fraction.js';
import { evaluateRational } from '../algebra/rational.js';
import { substitute } from '../algebra/substitute.js';
import { type Expression, type Quantity, widthCall } from '../expression/ast.js';
import { childrenOf } from '../expression/compile.js';
import type { Settings } from '../language/claim.js';
import { integerNode, isExact, layerVariance, squareGain } from '../language/settings.js';

const span = { start: 0, end: 0 };
const number = (value: Fraction): Expression => {
  const numerator = integerNode(Number(value.n) * Number(value.s));
  return value.d === 1n ? numerator : binary('/', numerator, integerNode(Number(value.d)));
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

/**
 * Coefficients c_1..c_r of d, d^2, ..., d^r in E[N(N+2)...(N+2r-2)], the r-th moment of chi^2_N, for N ~ Binomial(d, 1/2)
 * (relu) or N = d (linear). For the binomial, falling factorials have E (N)_j = (d)_j / 2^j.
 */
export function chiSquareMoment(order: number, activation: 'relu' | 'linear'): Fraction[] {
  let rising = [new Fraction(1)];
  for (let i = 0; i < order; i++) rising = multiply(rising, [new Fraction(2 * i), new Fraction(1)]);
  if (activation === 'linear') return rising;
  let result: Fraction[] = [new Fraction(0)];
  let rest = rising;
  let falling = [new Fraction(1)];
  for (let j = 0; j <= order; j++) {
    // Synthetic division by (n - j) peels off the coefficient of the falling factorial (n)_j.
    const { quotient, remainder } = divideByRoot(rest, j);
    result = add(
      result,
      falling.map((c) => c.mul(remainder).div(new Fraction(2).pow(j) as Fraction)),
    );
    rest = quotient;
    falling = multiply(falling, [new Fraction(-j), new Fraction(1)]);
  }
  return result;
}

function multiply(a: readonly Fraction[], b: readonly Fraction[]): Fraction[] {
  const out = Array.from({ length: a.length + b.length - 1 }, () => new Fraction(0));
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      out[i + j] = out[i + j]!.add(x.mul(y));
    });
  });
  return out;
}

function add(a: readonly Fraction[], b: readonly Fraction[]): Fraction[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    (a[i] ?? new Fraction(0)).add(b[i] ?? new Fraction(0)),
  );
}

function divideByRoot(p: readonly Fraction[], root: number): { quotient: Fraction[]; remainder: Fraction } {
  const quotient: Fraction[] = [];
  let carry = new Fraction(0);
  for (let k = p.length - 1; k >= 0; k--) {
    carry = carry.mul(root).add(p[k]!);
    if (k > 0) quotient.unshift(carry);
  }
  return { quotient: quotient.length > 0 ? quotient : [new Fraction(0)], remainder: carry };
}

/** 1 - (1 - 2^-d)^L written out for relu; 0 for linear nets. (F10) */
function deadProbability(settings: Settings): Expression {
  return settings.activation.kind === 'relu'
    ? binary('-', integerNode(1), aliveProbability(settings))
    : integerNode(0);
}

function aliveProbability(settings: Settings): Expression {
  if (settings.activation.kind !== 'relu') return integerNode(1);
  const layer = (width: Expression) =>
    binary('-', integerNode(1), binary('^', integerNode(2), { kind: 'negate', operand: width, span }));
  const { widths } = settings;
  if (widths === undefined) return binary('^', layer(name('d')), name('L'));
  return product(widths.slice(1).map(layer));
}

const product = (factors: readonly Expression[]): Expression =>
  factors.reduce((all, factor) => binary('*', all, factor));

/** The quantity as an expression in L and d (square nets) or in the widths, or undefined where it has no elementary form. */
function symbolicQuantity(quantity: Quantity, settings: Settings): Expression | undefined {
  if (!isExact(quantity, settings)) return undefined;
  if (quantity.functional === 'P') {
    const { threshold, relation, alive } = quantity;
    const zero = threshold.kind === 'number' && threshold.value.equals(0);
    return zero && relation === '<=' && !alive ? deadProbability(settings) : undefined;
  }
  if (quantity.functional !== 'mean') return undefined;
  const power = quantity.power.kind === 'number' ? quantity.power.value : undefined;
  if (power === undefined || power.d !== 1n || power.compare(1) < 0 || power.compare(largestOrder) > 0)
    return undefined;
  const order = Number(power.n);
  const raised = (base: Expression) => binary('^', base, integerNode(order));
  const coefficients = chiSquareMoment(order, settings.activation.kind === 'relu' ? 'relu' : 'linear');
  /** E (sigma^2 chi^2_N)^order of a layer of this width. */
  const factor = (variance: Expression, width: Expression): Expression => {
    let polynomial: Expression = integerNode(0);
    coefficients.forEach((c, k) => {
      if (!c.equals(0))
        polynomial = binary('+', polynomial, binary('*', number(c), binary('^', width, integerNode(k))));
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
  return quantity.alive ? binary('/', unconditional, aliveProbability(settings)) : unconditional;
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
 */
export function substituteQuantities(expression: Expression, settings: Settings): Expression | undefined {
  const { widths } = settings;
  const plain = withoutQuantities(expression, settings);
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

function withoutQuantities(expression: Expression, settings: Settings): Expression | undefined {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return expression;
    case 'quantity':
      return symbolicQuantity(expression.quantity, settings);
    case 'negate': {
      const operand = withoutQuantities(expression.operand, settings);
      return operand && { ...expression, operand };
    }
    case 'binary': {
      const left = withoutQuantities(expression.left, settings);
      const right = left && withoutQuantities(expression.right, settings);
      return left && right && { ...expression, left, right };
    }
    case 'call': {
      const args = expression.args.map((arg) => withoutQuantities(arg, settings));
      return args.every((arg) => arg !== undefined) ? { ...expression, args } : undefined;
    }
    case 'sum': {
      const body = withoutQuantities(expression.body, settings);
      return body && { ...expression, body };
    }
  }
}
