import { checkClaim } from '../../properties/check-claim.js';
import type { RunUnit } from '../../properties/run-units.js';
import { runUnit } from '../../properties/unit.js';

/** Runs units here and now, one after the other. */
export const runHere: RunUnit = async (job, unit, wanted = () => true) =>
  wanted() ? runUnit(job, unit) : undefined;

/** Decides a claim's text at an alpha that makes a false refutation less likely than 1e-9. */
export function decideText(text: string, options: Parameters<typeof checkClaim>[1] = {}) {
  return checkClaim(text, { alpha: 1e-9, ...options });
}
