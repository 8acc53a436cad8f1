/**
 * The law of forwardNorm2 drawn without nets: for normal weights and relu it is that of a product of chi^2 numbers, one for each layer, whose
 * degrees of freedom are binomial. Each sample takes its words from columns 0..7 of layer 0, which no weight uses. Every layer has a place p, the first
 * of a group a multiple of four: four words at 4 (p >> 3) of column p & 7. What they don't settle goes on in the stream of row p >> 3. Four
 * layers are worked on at once.
 */
import { seedAll, seedRows, setLayer, setNet } from './key';
import { edgesAt, gammasAt, reducedAt, resultsAt, rowStatesAt, statesAt, unitsAt, wordsAt } from './layout';
import { portableLog, setState, settle, uniform } from './settle';
import { fillWords } from './words';

/**
 * The host puts groups of layers at `reduced`: how many layers, bits of the table's size (none: the degrees of freedom are fixed), the first
 * degrees of freedom, where its table is. A table's entry {threshold, other}, u32 each: the degrees of freedom are first + index if a
 * word is below the threshold, `other` if not (Walker's alias method).
 */
const groupBytes: usize = 16;
/** Places whose words are drawn at once: 32 rows. */
const blockPlaces: i32 = 256;

/** Writes the product of chi^2/2 of each layer, as a number and a binary exponent, to `results`; 0 for dead nets. */
export function reduced(first: f64, count: i32, groups: i32, places: i32): void {
  v128.store(unitsAt, i32x4(0, 1, 2, 3));
  v128.store(unitsAt, i32x4(4, 5, 6, 7), 16);
  for (let i = 0; i < count; i++) {
    setNet(u64(first) + u64(i));
    setLayer(0);
    seedAll(8);
    sample(groups, places, resultsAt + (usize(i) << 4));
  }
}

/** Two products, of the even places and the odd ones, each brought into [1, 2) as it goes. */
function sample(groups: i32, places: i32, result: usize): void {
  let products = f64x2.splat(1);
  let exponents = i64x2.splat(0);
  let place = 0;
  for (let g = 0; g < groups; g++) {
    const group = reducedAt + usize(g) * groupBytes;
    const tableBits = load<i32>(group, 4);
    const firstFreedom = load<i32>(group, 8);
    const table = load<usize>(group, 12);
    for (let left = load<i32>(group); left > 0; left -= 4) {
      if ((place & (blockPlaces - 1)) == 0) fillWords(4 * ((min(blockPlaces, places - place) + 7) >> 3), statesAt);
      const words = wordsAt + (usize((place & (blockPlaces - 1)) >> 3) << 7) + (usize(place & 4) << 2);
      const freedoms = tableBits == 0 ? i32x4.splat(firstFreedom) : binomials(words, tableBits, firstFreedom, table);
      products = f64x2.mul(products, gammas(freedoms, words, place, left));
      if (v128.any_true(f64x2.eq(products, f64x2.splat(0)))) {
        store<f64>(result, 0);
        store<f64>(result, 0, 8);
        return;
      }
      exponents = i64x2.add(exponents, i64x2.sub(i64x2.shr_u(products, 52), i64x2.splat(1023)));
      products = mantissas(products);
      place += 4;
    }
  }
  const product = f64x2.splat(f64x2.extract_lane(products, 0) * f64x2.extract_lane(products, 1));
  const bits = i64x2.extract_lane(exponents, 0) + i64x2.extract_lane(exponents, 1);
  store<f64>(result, f64x2.extract_lane(mantissas(product), 0));
  store<f64>(result, f64(bits + (i64x2.extract_lane(product, 0) >>> 52) - 1023), 8);
}

/** x = mantissa 2^exponent, 1 <= mantissa < 2, for x > 0 that are not subnormal. */
@inline
function mantissas(x: v128): v128 {
  return v128.or(v128.and(x, i64x2.splat(0x000fffffffffffff)), i64x2.splat(0x3ff0000000000000));
}

/** The degrees of freedom of four layers. */
@inline
function binomials(words: usize, tableBits: i32, first: i32, table: usize): v128 {
  const indices = i32x4.shr_u(i32x4.shl(v128.load(words), 10), 32 - tableBits);
  const entry0 = table + (usize(i32x4.extract_lane(indices, 0)) << 3);
  const entry1 = table + (usize(i32x4.extract_lane(indices, 1)) << 3);
  const entry2 = table + (usize(i32x4.extract_lane(indices, 2)) << 3);
  const entry3 = table + (usize(i32x4.extract_lane(indices, 3)) << 3);
  const low = v128.load_lane<u64>(entry1, v128.load_zero<u64>(entry0), 1);
  const high = v128.load_lane<u64>(entry3, v128.load_zero<u64>(entry2), 1);
  const own = i32x4.lt_u(v128.load(words, 32), v128.shuffle<i32>(low, high, 0, 2, 4, 6));
  return v128.bitselect(i32x4.add(indices, i32x4.splat(first)), v128.shuffle<i32>(low, high, 1, 3, 5, 7), own);
}

/** Gamma numbers of shapes freedom/2 (Marsaglia & Tsang 2000): the first times the third, the second times the fourth of the `left` that there are. */
@inline
function gammas(freedoms: v128, words: usize, place: i32, left: i32): v128 {
  const slabs01 = load<u64>(words);
  const slabs23 = load<u64>(words, 8);
  const done01 = twoGammas(freedoms, v128.load(words, 64), v128.load(words, 96), slabs01, 0);
  const done23 = twoGammas(
    v128.shuffle<i32>(freedoms, freedoms, 2, 3, 2, 3),
    v128.load(words, 72),
    v128.load(words, 104),
    slabs23,
    2,
  );
  if ((done01 | (done23 << 2)) != 15 || left < 4) mend(freedoms, words, place, left, done01 | (done23 << 2));
  return f64x2.mul(v128.load(gammasAt), v128.load(gammasAt, 16));
}

/** Writes two of them to `gammas`; returns which of them are done: nearly all are. */
@inline
function twoGammas(freedoms: v128, places: v128, levels: v128, slabs: u64, at: usize): i32 {
  const edge0 = v128.load(usize(slabs >> 19) & 0x1ff8, edgesAt);
  const edge1 = v128.load(usize(slabs >> 51) & 0x1ff8, edgesAt);
  const halves = f64x2.add(f64x2.convert_low_i32x4_s(places), f64x2.splat(0.5));
  const x = f64x2.mul(f64x2.mul(halves, f64x2.splat(1.0 / 2147483648)), v128.shuffle<f64>(edge0, edge1, 0, 2));
  const sure = f64x2.lt(f64x2.abs(x), v128.shuffle<f64>(edge0, edge1, 1, 3));
  const freedom = f64x2.convert_low_i32x4_s(freedoms);
  const d = f64x2.sub(f64x2.mul(freedom, f64x2.splat(0.5)), f64x2.splat(1.0 / 3));
  const step = f64x2.div(x, f64x2.sqrt(f64x2.mul(f64x2.splat(9), d)));
  const level = f64x2.mul(
    f64x2.add(f64x2.convert_low_i32x4_s(levels), f64x2.splat(2147483648.5)),
    f64x2.splat(1.0 / 4294967296),
  );
  // With s = step > -1/2: log v = 3 log(1 + s) >= 3 (s - s^2/2 + s^3/3 - s^4/2), so x^2/2 + d (1 - v + log v) >= -3 d s^4/2 = -s^2 x^2/6, and a level
  // below 1 less that has a log below it. Without degrees of freedom, or with one, the step is no number, or d < 1/2.
  const miss = f64x2.mul(f64x2.mul(f64x2.mul(step, step), f64x2.mul(x, x)), f64x2.splat(1.0 / 6));
  const root = f64x2.add(step, f64x2.splat(1));
  v128.store(gammasAt + (at << 3), f64x2.mul(d, f64x2.mul(f64x2.mul(root, root), root)));
  return i64x2.bitmask(
    v128.and(
      v128.and(sure, f64x2.gt(step, f64x2.splat(-0.5))),
      v128.and(f64x2.lt(level, f64x2.sub(f64x2.splat(1), miss)), f64x2.gt(d, f64x2.splat(0.5))),
    ),
  );
}

/** Writes those gamma numbers that are not done, and 1 where no layers are left. */
function mend(freedoms: v128, words: usize, place: i32, left: i32, done: i32): void {
  v128.store(gammasAt, freedoms, 32);
  for (let lane = 0; lane < 4; lane++) {
    const gamma = gammasAt + (usize(lane) << 3);
    const freedom = load<i32>(gammasAt + (usize(lane) << 2), 32);
    if (lane >= left) store<f64>(gamma, 1);
    else if (((done >> lane) & 1) == 0) store<f64>(gamma, goOn(freedom, words + (usize(lane) << 2), place + lane));
  }
}

function goOn(freedom: i32, words: usize, place: i32): f64 {
  if (freedom == 0) return 0;
  const slab = load<u32>(words) >> 22;
  const abscissa = f64(load<i32>(words, 64)) + 0.5;
  const edge = edgesAt + (usize(slab) << 3);
  let x = (abscissa / 2147483648.0) * load<f64>(edge);
  let started = !(abs(x) < load<f64>(edge, 8));
  if (started) {
    startRow(place);
    x = settle(abscissa, slab);
  }
  if (freedom == 1) return 0.5 * x * x;
  const d = 0.5 * f64(freedom) - 1.0 / 3;
  let level = (f64(load<i32>(words, 96)) + 2147483648.5) / 4294967296.0;
  while (true) {
    const root = 1 + x / sqrt(9 * d);
    const v = root * root * root;
    if (root > 0 && portableLog(level) < 0.5 * x * x + d * (1 - v + portableLog(v))) return d * v;
    if (!started) startRow(place);
    started = true;
    const nextSlab = i32(floor(uniform() * 1024));
    x = settle((uniform() - 0.5) * 4294967296.0, nextSlab);
    level = uniform();
  }
}

function startRow(place: i32): void {
  const columns = i32x4.splat(place & 7);
  const rows = i32x4.splat(place >> 3);
  seedRows(columns, columns, rows, rows, rowStatesAt);
  setState(rowStatesAt);
}
