/** forwardNorm2 of small relu nets with Rademacher weights, by running through all sign matrices: a law of ties. */

export interface Atom {
  readonly value: number;
  readonly mass: number;
}

/** Atoms in ascending order, of gain 2; depth and width at most 3. All masses are dyadic and exact. */
export function rademacherLaw(depth: number, d: number, sparse: boolean): Atom[] {
  // Whole-numbered activations, in order: signs and permutations of the units change nothing.
  let states = new Map([[JSON.stringify(Array.from({ length: d }, (_, i) => (sparse && i > 0 ? 0 : 1))), 1]]);
  for (let l = 0; l < depth; l++) {
    const next = new Map<string, number>();
    for (const [key, mass] of states) {
      const rows = rowSums(JSON.parse(key) as number[]);
      for (const [units, share] of power(rows, d)) next.set(units, (next.get(units) ?? 0) + mass * share);
    }
    states = next;
  }
  const norms = new Map<number, number>();
  for (const [key, mass] of states) {
    const norm = (JSON.parse(key) as number[]).reduce((sum, a) => sum + a * a, 0);
    norms.set(norm, (norms.get(norm) ?? 0) + mass);
  }
  // sigma^2 = 2/d, and |x|^2 is d or 1 in these units.
  const scale = (2 / d) ** depth / (sparse ? 1 : d);
  return [...norms].sort(([a], [b]) => a - b).map(([norm, mass]) => ({ value: norm * scale, mass }));
}

/** The law of relu(sum of +-a_i), all signs equally likely. */
function rowSums(activations: readonly number[]): Map<number, number> {
  let sums = new Map([[0, 1]]);
  for (const a of activations) {
    const next = new Map<number, number>();
    for (const [sum, mass] of sums)
      for (const s of [sum + a, sum - a]) next.set(s, (next.get(s) ?? 0) + mass / 2);
    sums = next;
  }
  const positive = new Map<number, number>();
  for (const [sum, mass] of sums)
    positive.set(Math.max(0, sum), (positive.get(Math.max(0, sum)) ?? 0) + mass);
  return positive;
}

/** d independent rows, as ordered lists. */
function power(row: ReadonlyMap<number, number>, d: number): Map<string, number> {
  let lists = new Map([['[]', 1]]);
  for (let i = 0; i < d; i++) {
    const next = new Map<string, number>();
    for (const [key, mass] of lists) {
      for (const [value, share] of row) {
        const longer = JSON.stringify([...(JSON.parse(key) as number[]), value].sort((a, b) => a - b));
        next.set(longer, (next.get(longer) ?? 0) + mass * share);
      }
    }
    lists = next;
  }
  return lists;
}
