import type { RunUnit } from './run-units.js';
import { runUnit } from './unit.js';

/** Browsers have no setImmediate. */
const nextTurn: (resume: () => void) => void = globalThis.setImmediate ?? globalThis.setTimeout;

/**
 * Runs units in this thread, one after the other. The turn of the event loop that each waits for takes what those before it found to whoever asked
 * for them: else all of a claim's units would be under way before `wanted` could say that the first one has settled it.
 */
export const runHere: RunUnit = async (job, unit, wanted = () => true) => {
  await new Promise<void>((resolve) => nextTurn(resolve));
  return wanted() ? runUnit(job, unit) : undefined;
};
