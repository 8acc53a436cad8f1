import { shown } from './shown.js';

/** Whether it is an array of some kind, be its numbers what they may. */
export function isArray(given: unknown): boolean {
  return Array.isArray(given) || (ArrayBuffer.isView(given) && 'length' in given);
}

/** How many nets there is room for in all of these arrays. @throws RangeError for what plain JavaScript may pass in their place, or leave out. */
export function roomIn(...arrays: readonly ArrayLike<number>[]): number {
  const wrong = arrays.findIndex((array) => !isArray(array));
  if (wrong >= 0)
    throw new RangeError(
      `What is drawn is written to an array of the caller's, such as new Float64Array(1000), not to ${shown(arrays[wrong])}.`,
    );
  return Math.min(...arrays.map(({ length }) => length));
}

/** @throws RangeError unless the nets firstNet..firstNet+count-1 exist and there is room for them. */
export function checkNets(firstNet: number, count: number, room: number): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= room)) {
    throw new RangeError(`The number of nets must be a whole number from 0 to ${room}, not ${count}.`);
  }
  if (!(Number.isSafeInteger(firstNet) && firstNet >= 0 && Number.isSafeInteger(firstNet + count))) {
    throw new RangeError(`Nets are numbered from 0 to 2^53 - 1; ${firstNet} is out of range.`);
  }
}
