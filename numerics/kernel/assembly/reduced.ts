/**
 * The law of forwardNorm2 drawn without nets: for normal weights and relu it is that of a product of chi^2 numbers, one for each layer, whose
 * degrees of freedom are binomial. Each sample has the stream of layer 0, which no weight uses.
 */
import { setLayer, setNet, startLayer } from './key';
import { edgesAt, reducedAt, resultsAt } from './layout';
import { nextWord, portableLog, setWords, settle, uniform } from './settle';

/**
 * The host puts groups of layers at `reduced`: how many layers, bits of the table's size (none: the degrees of freedom are fixed), the first
 * degrees of freedom, where its table is. A table's entry {threshold, other}, u32 each: the degrees of freedom are first + index if the next
 * word is below the threshold, `other` if not (Walker's alias method).
 */
const groupBytes: usize = 16;

/** Writes the product of chi^2/2 of each layer, as a number and a binary exponent, to `results`; 0 for dead nets. */
export function reduced(first: f64, count: i32, groups: i32): void {
  for (let i = 0; i < count; i++) {
    setNet(u64(first) + u64(i));
    setLayer(0);
    setWords(startLayer());
    sample(groups, resultsAt + (usize(i) << 4));
  }
}

function sample(groups: i32, result: usize): void {
  let product: f64 = 1;
  let bits: f64 = 0;
  for (let g = 0; g < groups && product != 0; g++) {
    const group = reducedAt + usize(g) * groupBytes;
    const layers = load<i32>(group);
    const tableBits = load<i32>(group, 4);
    const firstFreedom = load<i32>(group, 8);
    const table = load<usize>(group, 12);
    for (let layer = 0; layer < layers; layer++) {
      let freedom = firstFreedom;
      if (tableBits != 0) {
        const index = nextWord() >>> (32 - tableBits);
        const entry = table + (usize(index) << 3);
        freedom = u32(nextWord()) < load<u32>(entry) ? firstFreedom + index : load<i32>(entry, 4);
      }
      product *= halfChiSquare(freedom);
      if (!(product >= 1e-100 && product <= 1e100)) {
        if (product == 0) break;
        for (; product > 1; bits++) product *= 0.5;
        for (; product < 0.5; bits--) product *= 2;
      }
    }
  }
  store<f64>(result, product);
  store<f64>(result, bits, 8);
}

/** A gamma number of shape freedom/2: Marsaglia & Tsang 2000 from shape 1 on. */
@inline
function halfChiSquare(freedom: i32): f64 {
  if (freedom < 2) {
    if (freedom == 0) return 0;
    const x = normal();
    return 0.5 * x * x;
  }
  const d = 0.5 * f64(freedom) - 1.0 / 3;
  const c = 1 / sqrt(9 * d);
  while (true) {
    const x = normal();
    const root = 1 + c * x;
    const level = uniform();
    if (root <= 0) continue;
    const v = root * root * root;
    const square = x * x;
    if (level < 1 - 0.0331 * square * square) return d * v;
    if (portableLog(level) < 0.5 * square + d * (1 - v + portableLog(v))) return d * v;
  }
}

@inline
function normal(): f64 {
  const slab = nextWord() >>> 22;
  const place = f64(nextWord()) + 0.5;
  const edge = edgesAt + (usize(slab) << 3);
  const x = (place / 2147483648.0) * load<f64>(edge);
  if (abs(x) < load<f64>(edge, 8)) return x;
  return settle(place, slab);
}
