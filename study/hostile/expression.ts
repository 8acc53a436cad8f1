/** Expressions: text, TeX, numbers, enclosures, conditions and algebra of one formula, each against the others. */
import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type Fraction from 'fraction.js';
import { holdsAt } from '../../properties/condition.js';
import { evaluateDecimal } from '../../theory/algebra/decimal.js';
import { proveEqual } from '../../theory/algebra/prove.js';
import { evaluateRational, exactFraction } from '../../theory/algebra/rational.js';
import { InputError } from '../../theory/errors.js';
import type { Expression } from '../../theory/expression/ast.js';
import { enclose } from '../../theory/expression/enclosure.js';
import type { ExtendedInterval } from '../../theory/expression/enclosure-interval.js';
import { evaluate } from '../../theory/expression/evaluate.js';
import { NotFinite } from '../../theory/expression/not-finite.js';
import { toTex } from '../../theory/expression/tex.js';
import { toText } from '../../theory/expression/text.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import { tree } from './claim-tree.js';
import { formulaNames, formulas, values } from './formulas.js';
import { expectSentence, type Surface } from './surface.js';

export interface Formula {
  readonly text: string;
  /** Two that may be equal. */
  readonly left: string;
  readonly right: string;
  readonly point: Readonly<Record<string, number>>;
}

export type Encloses = (node: Expression, point: Formula['point']) => ExtendedInterval;

const refused = Symbol('refused');

/** The result, or that it was refused in one sentence. */
function attempt<T>(compute: () => T): T | typeof refused {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof InputError || error instanceof NotFinite)) throw error;
    // A formula may be quoted whole in what is said of it.
    expectSentence(error instanceof NotFinite ? `${error.message}.` : error.message, 25_000);
    return refused;
  }
}

/** @param encloses the enclosure, or one broken on purpose. */
export function examineFormula({ text, left, right, point }: Formula, encloses: Encloses = enclose): string {
  const names = [...formulaNames];
  const parsed = [text, left, right].map((each) => attempt(() => parseExpression(each, { names })));
  if (parsed.includes(refused)) return 'refused by the parser';
  const [node, one, other] = parsed as [Expression, Expression, Expression];
  if (!isDeepStrictEqual(tree(parseExpression(toText(node), { names })), tree(node)))
    throw new Error(`Its canonical text means something else: ${toText(node)}`);
  if (toTex(node).length === 0) throw new Error('It has no TeX.');
  attempt(() => evaluate(node, point));
  const interval = attempt(() => encloses(node, point));
  if (interval !== refused) expectTruth(node, point, interval);
  attempt(() => holdsAt({ kind: 'compare', operator: '<', left: one, right: other }, point));
  const proved = proveEqual(one, other, ranges(point)) !== undefined;
  if (proved) expectOverlap(one, other, point);
  if (interval === refused) return 'no enclosure';
  return proved ? 'enclosed; proved equal' : 'enclosed';
}

/** The names' ranges hold the point alone or reach up from it. */
const ranges = (point: Formula['point']) =>
  Object.entries(point).map(([name, from]) => {
    const integer = name === 'L' || name === 'd';
    return {
      name,
      from,
      to: integer ? Math.min(from + 5, 2 ** 53 - 1) : from < 1e300 ? from + Math.abs(from) : from,
      integer,
    };
  });

function expectOverlap(left: Expression, right: Expression, point: Formula['point']): void {
  const [a, b] = [left, right].map((each) => attempt(() => enclose(each, point)));
  if (a === refused || b === refused) return;
  if (a!.lower > b!.upper || b!.lower > a!.upper)
    throw new Error('It was proved equal to what it is not equal to.');
}

/** The enclosure holds the value in exact rationals, or the one to which 60 and 150 digits agree. */
function expectTruth(node: Expression, point: Formula['point'], interval: ExtendedInterval): void {
  const { lower, upper } = interval;
  if (!(lower <= upper)) throw new Error(`The enclosure [${lower}, ${upper}] is empty.`);
  const exact = evaluateRational(node, point);
  if (exact !== undefined) {
    const low = lower === -Infinity || exactFraction(lower).compare(exact) <= 0;
    const high = upper === Infinity || exactFraction(upper).compare(exact) >= 0;
    if (!(low && high))
      throw new Error(`The enclosure [${lower}, ${upper}] misses ${exact.toFraction().slice(0, 200)}.`);
    return;
  }
  const exactPoint = new Map(Object.entries(point).map(([name, value]) => [name, exactFraction(value)]));
  const [some, more] = [60, 150].map((digits) => evaluateDecimal(node, exactPoint, digits));
  if (some === undefined || more === undefined || !some.isFinite() || !more.isFinite()) return;
  if (some.minus(more).abs().gt(more.abs().times('1e-40'))) return;
  const slack = more.abs().times('1e-30');
  // A double's own text is that of the shortest decimal near it.
  const [low, high] = [lower, upper].map((end) =>
    Number.isFinite(end) ? decimalOf(exactFraction(end)) : end,
  );
  if (more.plus(slack).lt(low!) || more.minus(slack).gt(high!))
    throw new Error(`The enclosure [${lower}, ${upper}] misses ${more.toString().slice(0, 60)}.`);
}

const Digits = Decimal.clone({ precision: 160, maxE: 9e15, minE: -9e15, defaults: true });

const decimalOf = ({ n, d, s }: Fraction): Decimal =>
  new Digits((s < 0n ? -n : n).toString()).div(d.toString());

/** The same formula in another guise, so that there is something to prove; or any other. */
const pairs = fc
  .tuple(formulas(true), formulas(true), fc.constantFrom('same', 'moved', 'other'))
  .map(([left, other, how]): readonly [string, string] => [
    left,
    how === 'same' ? left : how === 'moved' ? `(${other} + ${left}) - ${other}` : other,
  ]);

export const expression: Surface<Formula> = {
  name: 'expression',
  cases: fc
    .tuple(formulas(), pairs, values)
    .map(([text, [left, right], point]) => ({ text, left, right, point })),
  examine: (formula) => examineFormula(formula),
  secondsAtMost: 10,
};
