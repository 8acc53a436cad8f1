/**
 * The law of forwardNorm2 drawn without nets: for normal weights and relu it is that of a product of chi^2 numbers, one for each layer, whose
 * degrees of freedom are binomial. Each sample takes its words from columns 0..7 of layer 0, which no weight uses: layer l of the net (from 0 on) four
 * words at 4 (l >> 3) of column l & 7; what they don't settle goes on in the stream of row l >> 3.
 */
import { seedAll, seedRows, setLayer, setNet } from './key';
import { edgesAt, reducedAt, resultsAt, rowStatesAt, statesAt, unitsAt, wordsAt } from './layout';
import { portableLog, setState, settle, uniform } from './settle';
import { fillWords } from './words';

/**
 * The host puts groups of layers at `reduced`: how many layers, bits of the table's size (none: the degrees of freedom are fixed), the first
 * degrees of freedom, where its table is. A table's entry {threshold, other}, u32 each: the degrees of freedom are first + index if a
 * word is below the threshold, `other` if not (Walker's alias method).
 */
const groupBytes: usize = 16;
/** Layers whose words are drawn at once: 32 for each column. */
const blockLayers: i32 = 256;

/** Writes the product of chi^2/2 of each layer, as a number and a binary exponent, to `results`; 0 for dead nets. */
export function reduced(first: f64, count: i32, groups: i32, depth: i32): void {
  v128.store(unitsAt, i32x4(0, 1, 2, 3));
  v128.store(unitsAt, i32x4(4, 5, 6, 7), 16);
  for (let i = 0; i < count; i++) {
    setNet(u64(first) + u64(i));
    setLayer(0);
    seedAll(8);
    sample(groups, depth, resultsAt + (usize(i) << 4));
  }
}

function sample(groups: i32, depth: i32, result: usize): void {
  let product: f64 = 1;
  let bits: f64 = 0;
  let layer = 0;
  for (let g = 0; g < groups && product != 0; g++) {
    const group = reducedAt + usize(g) * groupBytes;
    const end = layer + load<i32>(group);
    const tableBits = load<i32>(group, 4);
    const firstFreedom = load<i32>(group, 8);
    const table = load<usize>(group, 12);
    for (; layer < end; layer++) {
      const place = layer & (blockLayers - 1);
      if (place == 0) fillWords(4 * ((min(blockLayers, depth - layer) + 7) >> 3), statesAt);
      const at = wordsAt + (usize(place >> 3) << 7) + (usize(place & 7) << 2);
      let freedom = firstFreedom;
      if (tableBits != 0) {
        const index = (load<i32>(at) << 10) >>> (32 - tableBits);
        const entry = table + (usize(index) << 3);
        // Which of the two is a matter of chance: by a mask, as a branch could not be foreseen.
        const own = -i32(load<u32>(at, 32) < load<u32>(entry));
        freedom = ((firstFreedom + index) & own) | (load<i32>(entry, 4) & ~own);
      }
      product *= halfChiSquare(freedom, at, layer);
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

/** A gamma number of shape freedom/2: Marsaglia & Tsang 2000 from shape 1 on. Nearly all end here. */
@inline
function halfChiSquare(freedom: i32, words: usize, layer: i32): f64 {
  const slab = load<u32>(words) >> 22;
  const place = f64(load<i32>(words, 64)) + 0.5;
  const level = (f64(load<i32>(words, 96)) + 2147483648.0 + 0.5) / 4294967296.0;
  const edge = edgesAt + (usize(slab) << 3);
  const x = (place / 2147483648.0) * load<f64>(edge);
  const sure = abs(x) < load<f64>(edge, 8);
  if (sure && freedom > 1) {
    const d = 0.5 * f64(freedom) - 1.0 / 3;
    const step = x / sqrt(9 * d);
    if (step > -0.5 && level < squeeze(x, step)) {
      const root = 1 + step;
      return d * (root * root * root);
    }
  }
  return goOn(freedom, sure, x, place, slab, level, layer);
}

/**
 * With s = step > -1/2: log v = 3 log(1 + s) >= 3 (s - s^2/2 + s^3/3 - s^4/2), so x^2/2 + d (1 - v + log v) >= -3 d s^4/2 = -s^2 x^2/6, and a level below
 * 1 less that has a log below it.
 */
@inline
function squeeze(x: f64, step: f64): f64 {
  return 1 - step * step * (x * x) * (1.0 / 6);
}

function goOn(freedom: i32, sure: bool, first: f64, place: f64, slab: i32, firstLevel: f64, layer: i32): f64 {
  if (freedom == 0) return 0;
  let x = first;
  if (!sure) {
    startRow(layer);
    x = settle(place, slab);
  }
  if (freedom == 1) return 0.5 * x * x;
  const d = 0.5 * f64(freedom) - 1.0 / 3;
  let level = firstLevel;
  let started = !sure;
  while (true) {
    const step = x / sqrt(9 * d);
    const root = 1 + step;
    const v = root * root * root;
    if (root > 0 && portableLog(level) < 0.5 * x * x + d * (1 - v + portableLog(v))) return d * v;
    if (!started) startRow(layer);
    started = true;
    const nextSlab = i32(floor(uniform() * 1024));
    x = settle((uniform() - 0.5) * 4294967296.0, nextSlab);
    level = uniform();
  }
}

function startRow(layer: i32): void {
  const columns = i32x4.splat(layer & 7);
  const rows = i32x4.splat(layer >> 3);
  seedRows(columns, columns, rows, rows, rowStatesAt);
  setState(rowStatesAt);
}
