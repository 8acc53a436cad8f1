/** Samples in order, look by look. */

/**
 * A function that sorts samples, none of them NaN, of which those of the call before are the first: only what is new is sorted, and merged with what has been. Its
 * result is not to be written to.
 * @throws RangeError if there are fewer than before.
 */
export function growingSort(): (samples: Float64Array) => Float64Array {
  let sorted = new Float64Array(0);
  return (samples) => {
    const known = sorted.length;
    if (samples.length < known) {
      throw new RangeError(`${samples.length} samples are fewer than the ${known} before.`);
    }
    if (samples.length === known) return sorted;
    const added = samples.slice(known).sort();
    const merged = new Float64Array(samples.length);
    let [i, j] = [0, 0];
    for (let at = 0; at < merged.length; at++) {
      if (j === added.length || (i < known && sorted[i]! <= added[j]!)) merged[at] = sorted[i++]!;
      else merged[at] = added[j++]!;
    }
    sorted = merged;
    return sorted;
  };
}
