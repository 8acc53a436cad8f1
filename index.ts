/**
 * What the package offers to other programs. The pieces below it, theory/ numerics/ properties/, are documented where they stand.
 */

export {
  activationArbitrary,
  initArbitrary,
  type NetworkLimits,
  networkArbitrary,
} from './properties/arbitraries.js';
export { type ClaimVerdict, checkClaim } from './properties/check-claim.js';
export { claimProperty, type PropertyOptions } from './properties/property.js';
export type { Counterexample, Point, Verdict, VerdictWord } from './properties/verdict.js';
export { catalogue } from './theory/catalogue/index.js';
export type { CatalogueClaim, Mutant, Theorem } from './theory/catalogue/theorem.js';
export { InputError } from './theory/errors.js';
export type { Claim } from './theory/language/claim.js';
export { parseClaim } from './theory/language/parse-claim.js';
