import { isArray } from '../network/check-nets.js';
import { shown } from '../network/shown.js';

/** @throws RangeError for what plain JavaScript may pass in place of an array of numbers; the numbers are not looked at. */
export function checkSamples(samples: unknown): void {
  if (isArray(samples)) return;
  throw new RangeError(`Samples are a Float64Array, not ${shown(samples)}.`);
}
