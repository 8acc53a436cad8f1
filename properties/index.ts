/**
 * `vanishing-curvature/properties`: from a claim to its verdict, or to a fast-check property for any test runner.
 */

export {
  activationArbitrary,
  initArbitrary,
  type NetworkLimits,
  networkArbitrary,
} from './arbitraries.js';
export { type CheckClaimOptions, type ClaimVerdict, checkClaim } from './check-claim.js';
export type { CustomObservable, Draw, DrawnNets } from './custom-observable.js';
export type {
  AskedQuantity,
  CustomOracle,
  OracleEnclosure,
  OracleFunctional,
  OracleQuestion,
} from './custom-oracle.js';
export { claimProperty, type PropertyOptions } from './property.js';
export type { Counterexample, OneSided, Point, Verdict, VerdictWord } from './verdict.js';
