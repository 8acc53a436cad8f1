/** @throws RangeError unless the nets firstNet..firstNet+count-1 exist and there is room for them. */
export function checkNets(firstNet: number, count: number, room: number): void {
  if (!(Number.isInteger(count) && count >= 0 && count <= room)) {
    throw new RangeError(`The number of nets must be a whole number from 0 to ${room}, not ${count}.`);
  }
  if (!(Number.isSafeInteger(firstNet) && firstNet >= 0 && Number.isSafeInteger(firstNet + count))) {
    throw new RangeError(`Nets are numbered from 0 to 2^53 - 1; ${firstNet} is out of range.`);
  }
}
