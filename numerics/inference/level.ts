/** An error probability alpha, checked: strictly between 0 and 1, else RangeError. */
export function checkedAlpha(alpha: number): number {
  if (!(alpha > 0 && alpha < 1))
    throw new RangeError(`alpha must lie strictly between 0 and 1, not ${alpha}.`);
  return alpha;
}

/** log(sides/alpha), never below the true value: the logarithm is good to one unit in the last place. */
export function logThreshold(alpha: number, sides: 1 | 2 = 1): number {
  return (Math.log(sides) - Math.log(checkedAlpha(alpha))) * (1 + 4 * Number.EPSILON);
}
