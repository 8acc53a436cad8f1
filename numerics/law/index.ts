/** Exact laws of products of chi^2 factors: the forward and gradient norms of nets with normal weights. */
export { beta3 } from './beta3.js';
export { distanceToNormal } from './distance.js';
export type { Enclosed } from './enclosed.js';
export { exactLawOf, type LawOptions } from './exact-law.js';
export type { LayerGroup } from './layer-group.js';
export { ProductLaw } from './product-law.js';
export { closedFormWidth, smallestWidth } from './width.js';
