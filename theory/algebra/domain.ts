/** What is known about the names of an identity, and the signs that follow from it. */

import { InputError } from '../errors.js';
import type { Expression } from '../expression/ast.js';
import { enclose } from '../expression/enclosure.js';
import { certainlyLess, ExtendedInterval, zero } from '../expression/enclosure-interval.js';
import { freeNames } from '../expression/evaluate.js';
import { NotFinite } from '../expression/not-finite.js';

/** A name's values: all integers or all reals of [from, to]. A name without a range is an indeterminate. */
export interface Assumption {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly integer: boolean;
}

/** Boxes that one question of sign may be split into. */
const maxBoxes = 200;

/** For each name an interval of its range. */
export type Box = ReadonlyMap<string, readonly [number, number]>;

/** The names' intervals for `enclose`. */
export function environmentOf(box: Box): Map<string, ExtendedInterval> {
  return new Map([...box].map(([name, [from, to]]) => [name, ExtendedInterval.of(from, to)]));
}

export class Domain {
  readonly #ranges: ReadonlyMap<string, Assumption>;

  constructor(assumptions: readonly Assumption[]) {
    this.#ranges = new Map(assumptions.map((range) => [range.name, range]));
  }

  isInteger(name: string): boolean {
    return this.#ranges.get(name)?.integer === true;
  }

  /** Whether every name has a range. */
  covers(expression: Expression): boolean {
    return freeNames(expression).every((name) => this.#ranges.has(name));
  }

  /** 1 or -1 if the value is certainly positive or certainly negative on the whole domain, else undefined. */
  signOf(expression: Expression): 1 | -1 | undefined {
    if (!this.covers(expression)) return undefined;
    const whole: Box = new Map(
      freeNames(expression).map((name) => {
        const { from, to } = this.#ranges.get(name)!;
        return [name, [from, to]];
      }),
    );
    const boxes = [whole];
    let sign: 1 | -1 | undefined;
    for (let used = 0; boxes.length > 0; used++) {
      const box = boxes.pop()!;
      const here = signOn(expression, box);
      if (here === undefined) {
        const halves = this.split(box);
        if (halves.length === 0 || used > maxBoxes) return undefined;
        boxes.push(...halves);
      } else if (sign !== undefined && here !== sign) return undefined;
      else sign = here;
    }
    return sign;
  }

  /** Two halves along the range that spans the most, by ratio where it is positive; none of a box that is a point. */
  split(box: Box): Box[] {
    const spread = ([from, to]: readonly [number, number]) => (from > 0 ? Math.log(to / from) : to - from);
    const widest = [...box].sort(([, a], [, b]) => spread(b) - spread(a))[0];
    if (widest === undefined || spread(widest[1]) === 0) return [];
    const [name, [from, to]] = widest;
    const middle = from > 0 ? Math.sqrt(from) * Math.sqrt(to) : (from + to) / 2;
    const integer = this.isInteger(name);
    const left = integer ? Math.floor(middle) : middle;
    const right = integer ? left + 1 : middle;
    if (!(from <= left && right <= to) || (!integer && (left === from || right === to))) return [];
    return [new Map(box).set(name, [from, left]), new Map(box).set(name, [right, to])];
  }
}

function signOn(expression: Expression, box: Box): 1 | -1 | undefined {
  try {
    const value = enclose(expression, environmentOf(box));
    if (certainlyLess(zero, value)) return 1;
    return certainlyLess(value, zero) ? -1 : undefined;
  } catch (error) {
    // Not a finite number somewhere, or a sum that depends on a range: no sign is known.
    if (error instanceof NotFinite || error instanceof InputError) return undefined;
    throw error;
  }
}
