/**
 * Quantities of the exact laws F3 and G2 as expressions in L and d, where they are elementary: moments of integer order and the
 * probability of a dead net. An equality between such a quantity and a closed form can then be closed by algebra.
 */
import Fraction from 'fraction.js';
import type { Expression, Quantity } from '../expression/ast.js';
import type { Settings } from '../language/claim.js';
import { integerNode, isExact, squareGain } from '../language/settings.js';

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
  const dead: Expression = binary('^', integerNode(2), { kind: 'negate', operand: name('d'), span });
  return binary('^', binary('-', integerNode(1), dead), name('L'));
}

/** The quantity as an expression in L and d (square nets), or undefined where it has no elementary form. */
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
  const coefficients = chiSquareMoment(order, settings.activation.kind === 'relu' ? 'relu' : 'linear');
  let polynomial: Expression = integerNode(0);
  coefficients.forEach((c, k) => {
    if (!c.equals(0))
      polynomial = binary('+', polynomial, binary('*', number(c), binary('^', name('d'), integerNode(k))));
  });
  const scale = binary('^', binary('/', squareGain(settings.init), name('d')), integerNode(order));
  const forward = binary('^', binary('*', scale, polynomial), name('L'));
  // A gradient's law is the forward norm's times sigma_b^2/sigma^2 (G2).
  const unconditional =
    quantity.observable.name === 'gradientNorm2'
      ? binary(
          '*',
          binary('^', binary('/', settings.readoutGain, squareGain(settings.init)), integerNode(order)),
          forward,
        )
      : forward;
  return quantity.alive ? binary('/', unconditional, aliveProbability(settings)) : unconditional;
}

/** The expression with every quantity replaced by its elementary form; undefined if one has none. */
export function substituteQuantities(expression: Expression, settings: Settings): Expression | undefined {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return expression;
    case 'quantity':
      return symbolicQuantity(expression.quantity, settings);
    case 'negate': {
      const operand = substituteQuantities(expression.operand, settings);
      return operand && { ...expression, operand };
    }
    case 'binary': {
      const left = substituteQuantities(expression.left, settings);
      const right = left && substituteQuantities(expression.right, settings);
      return left && right && { ...expression, left, right };
    }
    case 'call': {
      const args = expression.args.map((arg) => substituteQuantities(arg, settings));
      return args.every((arg) => arg !== undefined) ? { ...expression, args } : undefined;
    }
    case 'sum': {
      const body = substituteQuantities(expression.body, settings);
      return body && { ...expression, body };
    }
  }
}
