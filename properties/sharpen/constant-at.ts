/** A claim at one point as a question to its constant: does it hold with this value? */
import type { RationalWork } from '../../theory/algebra/rational.js';
import { InputError } from '../../theory/errors.js';
import { freeNames } from '../../theory/expression/evaluate.js';
import type { Claim } from '../../theory/language/claim.js';
import { exactAt, exactValues } from '../exact-at.js';
import { type Decision, decideAt, slackOf, type Valuation } from '../point.js';
import { partsOf, quantitiesOf } from '../quantities.js';
import type { Point } from '../verdict.js';

/** `undefined`: something in the claim is no finite number there, or no quantity of any net. */
export type ConstantState = Decision['state'] | 'undefined';

export interface ConstantAt {
  state(constant: number): ConstantState;
  /** How much room is left (outcome.ts), negative beyond failure; -Infinity where the claim is undefined. */
  slack(constant: number): number;
  /** Why the claim is undefined, if it was at the value asked for last. */
  readonly fault: InputError | undefined;
}

/** By the exact law. Quantities that do not depend on the constant are valued once. */
export function exactConstantAt(claim: Claim, name: string, point: Point, work: RationalWork): ConstantAt {
  const values = dependsOn(claim, name) ? undefined : exactValues(claim, point);
  return constantAt(claim, name, point, false, (at) =>
    exactAt(claim, at, work, values ?? exactValues(claim, at)),
  );
}

/** By enclosures of its quantities, which hold at any value of the constant. */
export function enclosedConstantAt(
  claim: Claim,
  name: string,
  point: Point,
  valuation: Valuation,
): ConstantAt {
  return constantAt(claim, name, point, true, (at) => decideAt(claim, at, valuation, true));
}

function constantAt(
  claim: Claim,
  name: string,
  point: Point,
  drawn: boolean,
  decide: (at: Point) => Decision,
): ConstantAt {
  let fault: InputError | undefined;
  const decided = <T>(constant: number, otherwise: T, use: (decision: Decision, at: Point) => T): T => {
    const at = { ...point, [name]: constant };
    fault = undefined;
    try {
      return use(decide(at), at);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      fault = error;
      return otherwise;
    }
  };
  return {
    state: (constant) => decided<ConstantState>(constant, 'undefined', ({ state }) => state),
    slack: (constant) =>
      decided(constant, -Infinity, (decision, at) => {
        const slack = slackOf(claim, at, decision, drawn);
        // Of a margin relative to 0 nothing is left, but nor was there room to begin with.
        return decision.state === 'fails' && slack >= 0 ? -Number.MAX_VALUE : slack;
      }),
    get fault() {
      return fault;
    },
  };
}

/** Whether a quantity has the constant inside, or the nets depend on it. */
export function dependsOn(claim: Claim, name: string): boolean {
  const { activation, init, readoutGain, target } = claim.settings;
  const parts = [
    ...[claim.left, claim.right]
      .flatMap(quantitiesOf)
      .flatMap((quantity) => [...partsOf(quantity), ...quantity.observable.indices]),
    ...(activation.kind === 'leaky-relu' ? [activation.slope] : []),
    ...(init.gain === undefined ? [] : [init.gain]),
    readoutGain,
    target,
  ];
  return parts.some((part) => freeNames(part).includes(name));
}
