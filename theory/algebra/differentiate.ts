/** Derivatives: nerdamer for what is rational, declared rules for functions, everything confirmed in numbers. */
import Fraction from 'fraction.js';

import { InputError } from '../errors.js';
import type { CallNode, Expression } from '../expression/ast.js';
import { columnOf } from '../expression/compile.js';
import { evaluate, freeNames } from '../expression/evaluate.js';
import { toText } from '../expression/text.js';
import { evaluateDecimal } from './decimal.js';
import type { Assumption } from './domain.js';
import { AlgebraFault, Undecided } from './faults.js';
import { differentiateText } from './nerdamer.js';
import { call, minus, named, negated, over, plus, power, rational, times } from './nodes.js';
import { type ExactPoint, pointsOf } from './points.js';
import { confirmDerivative, Skeleton } from './skeleton.js';

/**
 * The derivative by a name, confirmed by central differences at points of the domain. Names without a range may be of
 * either sign: points where the expression has no value are passed over.
 * @throws InputError for a function without a derivative here (abs, floor, normalQuantile, ...) of the name.
 * @throws Undecided if it is too large, or there is no point to confirm it at. @throws AlgebraFault if a check fails.
 */
export function differentiate(
  expression: Expression,
  name: string,
  assumptions: readonly Assumption[] = [],
): Expression {
  const derivative = derivativeOf(expression, name);
  confirmInNumbers(expression, derivative, name, assumptions);
  return derivative;
}

/** The chain rule over the leaves of the expression's rational skeleton. */
function derivativeOf(expression: Expression, name: string): Expression {
  if (!freeNames(expression).includes(name)) return rational(0);
  const skeleton = new Skeleton(expression);
  return skeleton.leaves.reduce<Expression>((sum, leaf, k) => {
    if (!freeNames(leaf).includes(name)) return sum;
    const answer = differentiateText(skeleton.text, `x${k}`);
    confirmDerivative(skeleton.text, k, answer);
    return plus(sum, times(skeleton.read(answer), derivativeOfLeaf(leaf, name)));
  }, rational(0));
}

function derivativeOfLeaf(leaf: Expression, name: string): Expression {
  switch (leaf.kind) {
    case 'name':
      return rational(1);
    case 'binary':
      return derivativeOfPower(leaf, name);
    case 'call':
      return derivativeOfCall(leaf, name);
    case 'sum':
      if ([leaf.from, leaf.to].some((bound) => freeNames(bound).includes(name))) {
        throw new InputError(
          `A sum whose bounds depend on ${name} has no derivative by it.`,
          columnOf(leaf.span),
        );
      }
      return { ...leaf, body: derivativeOf(leaf.body, name) };
    default:
      throw new InputError(`${toText(leaf)} has no derivative by ${name}.`, columnOf(leaf.span));
  }
}

/** u^h -> h u^(h-1) u' for a constant h, else u^v (v' log u + v u'/u). */
function derivativeOfPower(node: Extract<Expression, { kind: 'binary' }>, name: string): Expression {
  const { left: u, right: v } = node;
  const inner = derivativeOf(u, name);
  if (!freeNames(v).includes(name)) return times(times(v, power(u, minus(v, rational(1)))), inner);
  const fromExponent = times(
    derivativeOf(v, name),
    u.kind === 'name' && u.name === 'e' ? rational(1) : call('log', u),
  );
  return times(node, plus(fromExponent, times(v, over(inner, u))));
}

/** f'(u) for the functions of one argument. */
const rules: Record<string, (u: Expression) => Expression> = {
  exp: (u) => call('exp', u),
  log: (u) => over(rational(1), u),
  sqrt: (u) => over(rational(1), times(rational(2), call('sqrt', u))),
  gamma: (u) => times(call('gamma', u), call('digamma', u)),
  lgamma: (u) => call('digamma', u),
  digamma: (u) => call('trigamma', u),
  erf: (u) =>
    times(over(rational(2), call('sqrt', named('pi'))), call('exp', negated(power(u, rational(2))))),
  normalCdf: (u) =>
    over(
      call('exp', negated(over(power(u, rational(2)), rational(2)))),
      call('sqrt', times(rational(2), named('pi'))),
    ),
};

function derivativeOfCall(node: CallNode, name: string): Expression {
  const [first] = node.args as [Expression];
  if (node.name === 'hyp2f1') return derivativeOfHypergeometric(node, name);
  const rule = Object.hasOwn(rules, node.name) ? rules[node.name] : undefined;
  if (rule === undefined) {
    throw new InputError(
      `The function ${node.name} has no derivative that is known here.`,
      columnOf(node.span),
    );
  }
  return times(rule(first), derivativeOf(first, name));
}

/** d/dx 2F1(a, b; c; x) = a b/c 2F1(a+1, b+1; c+1; x) (DLMF 15.5.1); the parameters must not depend on the name. */
function derivativeOfHypergeometric(node: CallNode, name: string): Expression {
  const [a, b, c, x] = node.args as [Expression, Expression, Expression, Expression];
  if ([a, b, c].some((parameter) => freeNames(parameter).includes(name))) {
    throw new InputError(`hyp2f1 has no derivative by its parameters here.`, columnOf(node.span));
  }
  const raised = [a, b, c].map((parameter) => plus(parameter, rational(1)));
  return times(times(over(times(a, b), c), call('hyp2f1', ...raised, x)), derivativeOf(x, name));
}

const wantedPoints = 6;
const maxTries = 300;

function confirmInNumbers(
  expression: Expression,
  derivative: Expression,
  name: string,
  assumptions: readonly Assumption[],
): void {
  const names = [...new Set([...freeNames(expression), name])];
  let confirmed = 0;
  let tries = 0;
  for (const point of pointsOf(
    names,
    assumptions.map((range) => ({ ...range, integer: false })),
  )) {
    if (confirmed >= wantedPoints || tries++ >= maxTries) break;
    const agrees = agreesAt(expression, derivative, name, point);
    if (agrees === false)
      throw new AlgebraFault(`A wrong derivative by ${name} of ${toText(expression).slice(0, 120)}`);
    if (agrees) confirmed++;
  }
  if (confirmed === 0) throw new Undecided('There is no point at which the derivative could be confirmed.');
}

const digits = 60;

/**
 * Central differences: with 60 digits and a step of 1e-18 the error is about 1e-36 times the third derivative; in doubles,
 * for functions without a decimal routine, a millionth. Undefined where the expression has no value.
 */
function agreesAt(
  expression: Expression,
  derivative: Expression,
  name: string,
  point: ExactPoint,
): boolean | undefined {
  const step = new Fraction(1n, 10n ** 18n);
  const at = (shift: Fraction) => new Map(point).set(name, point.get(name)!.add(shift));
  const [up, down] = [at(step), at(step.neg())].map((near) => evaluateDecimal(expression, near, digits));
  const slope = evaluateDecimal(derivative, point, digits);
  if (up === undefined || down === undefined || slope === undefined)
    return agreesInDoubles(expression, derivative, name, point);
  if (!up.isFinite() || !down.isFinite() || !slope.isFinite()) return undefined;
  const quotient = up.minus(down).div(2).times('1e18');
  return quotient.minus(slope).abs().lte(slope.abs().plus(up.abs()).plus(1).times(1e-20));
}

function agreesInDoubles(
  expression: Expression,
  derivative: Expression,
  name: string,
  point: ExactPoint,
): boolean | undefined {
  const values = new Map([...point].map(([key, value]) => [key, value.valueOf()]));
  const x = values.get(name)!;
  const step = 1e-5 * Math.max(1, Math.abs(x));
  const [up, down] = [x + step, x - step].map((near) =>
    evaluate(expression, new Map(values).set(name, near)),
  ) as [number, number];
  const slope = evaluate(derivative, values);
  if (![up, down, slope].every(Number.isFinite)) return undefined;
  const quotient = (up - down) / (2 * step);
  return Math.abs(quotient - slope) <= 1e-5 * (Math.abs(slope) + Math.abs(up) + 1);
}
