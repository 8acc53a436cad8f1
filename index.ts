/**
 * `vanishing-curvature`: what most programs need. More stands behind `/theory`, `/numerics`, `/properties` and `/vitest`.
 */

export {
  type CheckClaimOptions,
  type ClaimVerdict,
  type Counterexample,
  type CustomObservable,
  type CustomOracle,
  checkClaim,
  claimProperty,
  type Point,
  type PropertyOptions,
  type VerdictWord,
} from './properties/index.js';
export { type Claim, catalogue, InputError, parseClaim, type Theorem } from './theory/index.js';
