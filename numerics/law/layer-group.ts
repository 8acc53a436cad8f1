/** `count` equal layers of `width` units; gain is width times the variance of their weights. */
export interface LayerGroup {
  readonly width: number;
  readonly gain: number;
  readonly activation: 'relu' | 'linear';
  readonly count: number;
}

/** @throws RangeError if the width or count is not a positive integer or the gain not positive and finite. */
export function validate({ width, gain, activation, count }: LayerGroup): void {
  if (!(Number.isInteger(width) && width >= 1 && width <= 2 ** 24))
    throw new RangeError(`A width must be a whole number from 1 to 2^24, not ${width}.`);
  if (!(Number.isSafeInteger(count) && count >= 1))
    throw new RangeError(`A number of layers must be a whole number from 1 on, not ${count}.`);
  if (!(gain > 0 && gain < Infinity))
    throw new RangeError(`A gain must be positive and finite, not ${gain}.`);
  if (activation !== 'relu' && activation !== 'linear')
    throw new RangeError('Only relu and linear layers have an exact law.');
}
