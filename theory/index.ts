/**
 * `vanishing-curvature/theory`: the claim language as text and as data, its expressions, and the catalogue of theorems. Nothing here draws a number.
 */

export { catalogue } from './catalogue/index.js';
export type { CatalogueClaim, Mutant, Theorem } from './catalogue/theorem.js';
export { claimId } from './catalogue/theorem.js';
export { InputError } from './errors.js';
export type { Expression, Observable, ObservableDeclaration, Quantity } from './expression/ast.js';
export { evaluate } from './expression/evaluate.js';
export { toTex } from './expression/tex.js';
export { toText } from './expression/text.js';
export type {
  Claim,
  Condition,
  DomainRange,
  Relation,
  RoundedEnd,
  Settings,
  Tolerance,
} from './language/claim.js';
export { type ClaimsFileEntry, claimsFileJsonSchema, parseClaimsFile } from './language/claims-file.js';
export { formatClaim } from './language/format-claim.js';
export {
  type ClaimOptions,
  type ExpressionOptions,
  parseClaim,
  parseExpression,
} from './language/parse-claim.js';
