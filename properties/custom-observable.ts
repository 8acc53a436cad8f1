/** Observables of one's own: how they are drawn, and the checks that what was drawn can be used. */
import type { Network } from '../numerics/network/network.js';
import { InputError, named } from '../theory/errors.js';
import type { ObservableDeclaration } from '../theory/expression/ast.js';
import type { DrawnObservable } from './observables.js';

/** The nets of one seed, of which an observable is to be drawn. */
export interface DrawnNets {
  /** Widths, activation, init, readout and input of the nets at a point of the domain. */
  readonly network: Network;
  /** A whole number in 0..2^53-1: the seed for `weightsOf(network, seed)` of /numerics. */
  readonly seed: number;
  /** The layer indices in brackets, in the order written: whole numbers from 1 to L. */
  readonly layers: readonly number[];
}

/** What an observable is in one net. */
export interface Draw {
  /** Its natural logarithm on the log scale (-Infinity for 0), else the observable itself; known to within a relative 1e-9 of the observable. */
  readonly value: number;
  /** What `| alive` asks for. Default: whether the value is not -Infinity. */
  readonly alive?: boolean;
  /** On the plain scale: how far, besides a relative 1e-9, the value may lie from the truth. Default 0. */
  readonly error?: number;
}

/**
 * An observable that the claim language does not know: `checkClaim('median(residualNorm2) <= ...', { observables: [residualNorm2] })`.
 * Medians, quantiles, probabilities and distances of laws of it are decided by drawn nets without any assumption; means are
 * bounded from below alone, since nothing is known of its moments.
 */
export interface CustomObservable extends ObservableDeclaration {
  /** `log` for an X >= 0 drawn as its logarithm, so that nothing underflows; `plain` for one of either sign. */
  readonly scale: 'log' | 'plain';
  /** On the plain scale: whether it is at least 0 in every net. Default false. */
  readonly nonnegative?: boolean;
  /** What a net costs, as a multiple of its forward pass; budgets are reckoned with it. Default 1. */
  passes?(network: Network): number;
  /**
   * A function from the number of a net to what the observable is in it. It must depend on (network, seed, layers, net) alone, so that
   * nets can be drawn again; nets of different numbers, or seeds, must be independent draws from one law.
   */
  draw(nets: DrawnNets): (net: number) => Draw;
}

export function isCustomObservable(declaration: ObservableDeclaration): declaration is CustomObservable {
  const { scale, draw } = declaration as Partial<CustomObservable>;
  return (scale === 'log' || scale === 'plain') && typeof draw === 'function';
}

/** @throws InputError, when it draws, for values that no observable has, and for nets that come out differently when they are drawn again. */
export function drawnCustom(observable: CustomObservable, layers: readonly number[]): DrawnObservable {
  const { name, scale, nonnegative = false } = observable;
  const text = layers.length === 0 ? name : `${name}[${layers.join(',')}]`;
  return {
    text,
    scale,
    sign: () => (nonnegative ? 1 : undefined),
    passes: (network) => checkedPasses(text, observable.passes?.(network) ?? 1),
    draw(network, seed, first, values, alive) {
      const one = drawing(observable, { network, seed, layers });
      let doubt = 0;
      for (let i = 0; i < values.length; i++) {
        const { value, error, isAlive } = checked(text, observable, first + i, one(first + i));
        values[i] = value;
        alive[i] = isAlive ? 1 : 0;
        doubt = Math.max(doubt, error);
      }
      if (values.length > 0) {
        const again = drawing(observable, { network, seed, layers })(first).value;
        if (!Object.is(again, values[0])) {
          throw new InputError(
            `The observable ${text} of net ${first} was ${values[0]}, and ${again} when it was drawn again; it must depend on the network, the seed and the number of the net alone.`,
          );
        }
      }
      return doubt;
    },
    moments: () => ({
      reason: `No bound on the second moment of ${text} is known; ask for a median, a quantile or a probability.`,
    }),
  };
}

function drawing(observable: CustomObservable, nets: DrawnNets): (net: number) => Draw {
  const one: unknown = observable.draw(nets);
  if (typeof one === 'function') return one as (net: number) => Draw;
  throw new InputError(
    `The draw of the observable ${observable.name} must return a function from the number of a net to { value }, not ${named(one)}.`,
  );
}

function checked(
  text: string,
  { scale, nonnegative }: CustomObservable,
  net: number,
  draw: Draw,
): { value: number; error: number; isAlive: boolean } {
  const wrong = (what: string) =>
    new InputError(`The observable ${text} of net ${net} was drawn as ${what}.`);
  if (typeof draw !== 'object' || draw === null || !('value' in draw))
    throw wrong(`${named(draw)}; it must be an object with its value, such as { value: 1 }`);
  const { value, alive, error = 0 } = draw;
  if (alive !== undefined && typeof alive !== 'boolean')
    throw wrong(`${value} with alive ${named(alive)}; alive is true or false`);
  const isLogOfZero = scale === 'log' && value === -Infinity;
  if (!Number.isFinite(value) && !isLogOfZero) {
    throw wrong(
      `${named(value)}; it must be a finite number${scale === 'log' ? ', or -Infinity for the logarithm of 0' : ''}`,
    );
  }
  if (scale === 'plain' && nonnegative && value < 0) throw wrong(`${value}, but it is said to be at least 0`);
  if (typeof error !== 'number' || !(error >= 0 && error < Infinity))
    throw wrong(`${value} with the error ${named(error)}; an error is a number from 0 on`);
  if (scale === 'log' && error > 0)
    throw wrong(`${value} with the error ${error}; on the log scale values must be known to within 1e-9`);
  return { value, error, isAlive: alive ?? value !== -Infinity };
}

function checkedPasses(text: string, passes: number): number {
  if (passes > 0 && passes < Infinity) return passes;
  throw new InputError(`A net of ${text} must cost a positive number of passes, not ${passes}.`);
}
