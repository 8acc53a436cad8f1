/** The net of a claim at a point of its domain. */
import type Fraction from 'fraction.js';
import type { Activation, Network } from '../numerics/network/network.js';
import { layeredNetwork, squareNetwork } from '../numerics/network/network.js';
import { evaluateRational } from '../theory/algebra/rational.js';
import { InputError, isRefusal } from '../theory/errors.js';
import type { Expression } from '../theory/expression/ast.js';
import { enclose, NotFinite, toNumber } from '../theory/expression/enclosure.js';
import { type Environment, evaluate } from '../theory/expression/evaluate.js';
import { toText } from '../theory/expression/text.js';
import type { Claim } from '../theory/language/claim.js';
import { mostWidth } from '../theory/language/resolve-widths.js';
import { describe } from './describe.js';
import type { Point } from './verdict.js';
import { writtenPoint } from './written-point.js';

/**
 * @param depth of a square net, where fewer layers than L are asked for: gains and slopes may hang on L, and stay those of the net.
 * @throws InputError if a gain is not positive and finite there.
 */
export function networkAt(claim: Claim, point: Point, depth: number = point.L!): Network {
  const { settings } = claim;
  const at = (
    what: string,
    expression: Expression,
    accept: (x: number) => boolean,
    right: string,
  ): number => {
    const value = numberAt(expression, point);
    if (Number.isFinite(value) && accept(value)) return value;
    throw new InputError(
      `At ${describe(point)} the ${what} is ${value}; it must be ${right}.`,
      expression.span.start + 1,
    );
  };
  const positive = (x: number) => x > 0;
  const activation: Activation =
    settings.activation.kind === 'leaky-relu'
      ? {
          kind: 'leaky-relu',
          slope: signedSlope(
            settings.activation.slope,
            point,
            writtenPoint(claim, point) ?? point,
            at('slope', settings.activation.slope, () => true, 'a finite number'),
          ),
        }
      : { kind: settings.activation.kind };
  const gain =
    settings.init.gain === undefined ? {} : { gain: at('gain', settings.init.gain, positive, 'positive') };
  const readoutGain = at('readout gain', settings.readoutGain, positive, 'positive');
  const { readout, input } = settings;
  const widths = widthsAt(claim, point);
  const rest = { activation, init: { name: settings.init.name, ...gain }, readoutGain, readout, input };
  try {
    return widths === undefined ? squareNetwork(depth, point.d!, rest) : layeredNetwork(widths, rest);
  } catch (error) {
    // Sizes, slopes and gains beyond what the numerics carry.
    if (isRefusal(error)) throw new InputError(`At ${describe(point)}: ${error.message}`);
    throw error;
  }
}

/**
 * A slope with the right sign: nets die where it is 0, and nowhere else.
 * @param plain the slope as computed.
 * @throws InputError where the slope cannot be told from 0, or no double is as near to it.
 */
function signedSlope(
  slope: Expression,
  point: Point,
  written: Environment<number | Fraction>,
  plain: number,
): number {
  const { lo, hi } = enclose(slope, point);
  const exact = lo <= 0 && hi >= 0 ? evaluateRational(slope, written) : undefined;
  if (exact?.n === 0n) return 0;
  const value = exact?.valueOf() ?? plain;
  if (value !== 0 && (exact !== undefined || lo > 0 || hi < 0)) return value;
  throw new InputError(
    `At ${describe(point)} the slope cannot be told from 0; write 0 for relu, or a slope of absolute value in 1e-100..1e100 whose sign is clear.`,
    slope.span.start + 1,
  );
}

/** d_0, ..., d_L of layers that have widths of their own. @throws InputError if one is none. */
export function widthsAt({ settings }: Claim, point: Point): readonly number[] | undefined {
  return settings.widths?.map((width) => {
    const value = evaluateRational(width, point);
    if (value !== undefined && isWidth(value)) return Number(value.n);
    const found = value === undefined ? 'no number that is certainly whole' : value.toFraction();
    throw new InputError(
      `At ${describe(point)} the width ${toText(width)} is ${found}; it must be a whole number from 1 to ${mostWidth}.`,
      width.span.start + 1,
    );
  });
}

/** Exactly: a width is no number that is only close to a whole one. */
export const isWidth = (value: Fraction): boolean =>
  value.d === 1n && value.compare(1) >= 0 && value.compare(mostWidth) <= 0;

/** A double within the enclosure of the exact value, the plainly computed one if it is; NaN where the value is not finite. */
export function numberAt(expression: Expression, point: Point): number {
  try {
    const enclosure = enclose(expression, point);
    const plain = evaluate(expression, point);
    return plain >= enclosure.lower && plain <= enclosure.upper ? plain : toNumber(enclosure);
  } catch (error) {
    if (error instanceof NotFinite) return Number.NaN;
    throw error;
  }
}
