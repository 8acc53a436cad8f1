/** The middle one, the upper of two; undefined if there is none. */
export function medianOf(values: readonly number[]): number | undefined {
  return Float64Array.from(values).sort()[Math.floor(values.length / 2)];
}
