import { checkClaim } from '../../properties/check-claim.js';

/** Decides a claim's text at an alpha that makes a false refutation less likely than 1e-9. */
export function decideText(text: string, options: Parameters<typeof checkClaim>[1] = {}) {
  return checkClaim(text, { alpha: 1e-9, ...options });
}
