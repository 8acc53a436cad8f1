/** Tables by which the kernel draws binomial numbers with p = 1/2 (Walker 1977, Vose 1991). */

export interface AliasTable {
  /** Its size is 2^bits. */
  readonly bits: number;
  /** The number that index 0 stands for. */
  readonly first: number;
  /** At 2i: a threshold; at 2i+1: the number to take unless a 32-bit word is below it. */
  readonly entries: Uint32Array;
}

/** What lies beyond has a probability below 1e-30, and no place in a table. */
const least = 1e-30;

/**
 * The table of Binomial(n, 1/2). Its law differs from the true one by at most 2^-32 for each entry's share of a word: at most 2^-32 for all
 * together, plus what is left out (below 1e-25).
 */
export function binomialTable(n: number): AliasTable {
  const { first, probabilities } = body(n);
  const bits = Math.max(1, Math.ceil(Math.log2(probabilities.length)));
  const size = 2 ** bits;
  // Shares of a cell of 1/size: those below 1 are filled up from those above.
  const shares = new Float64Array(size);
  probabilities.forEach((p, i) => {
    shares[i] = p * size;
  });
  const entries = new Uint32Array(2 * size);
  const small: number[] = [];
  const large: number[] = [];
  shares.forEach((share, i) => void (share < 1 ? small : large).push(i));
  while (small.length > 0 && large.length > 0) {
    const [poor, rich] = [small.pop()!, large.at(-1)!];
    entries[2 * poor] = Math.min(2 ** 32 - 1, Math.round(shares[poor]! * 2 ** 32));
    entries[2 * poor + 1] = first + rich;
    shares[rich]! -= 1 - shares[poor]!;
    if (shares[rich]! < 1) small.push(large.pop()!);
  }
  // What is left has a share of 1 up to rounding.
  for (const i of [...small, ...large]) {
    entries[2 * i] = 2 ** 32 - 1;
    entries[2 * i + 1] = first + i;
  }
  return { bits, first, entries };
}

/** The probabilities of first, first + 1, ...: outwards from the middle, by products of ratios. */
function body(n: number): { readonly first: number; readonly probabilities: Float64Array } {
  const middle = Math.floor(n / 2);
  const above: number[] = [];
  const below: number[] = [];
  let p = 1;
  for (let k = middle; k <= n && p >= least; k++) {
    above.push(p);
    p *= (n - k) / (k + 1);
  }
  p = 1;
  for (let k = middle - 1; k >= 0; k--) {
    p *= (k + 1) / (n - k);
    if (p < least) break;
    below.push(p);
  }
  const all = Float64Array.from([...below.reverse(), ...above]);
  const total = all.reduce((sum, each) => sum + each, 0);
  return { first: middle - below.length, probabilities: all.map((each) => each / total) };
}
