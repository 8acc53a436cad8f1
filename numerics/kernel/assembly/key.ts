/** The keys of ../../random/key.ts: one at a time for nets and layers, four at a time for columns and rows. */
import { rotl4, rotl4By8, rotl4By16 } from './lanes';
import { statesAt, unitsAt } from './layout';

let seed0: i32, seed1: i32, seed2: i32, seed3: i32;
let net0: i32, net1: i32, net2: i32, net3: i32;
let layer0: i32, layer1: i32, layer2: i32, layer3: i32;
/** The key that is being worked on. */
let v0: i32, v1: i32, v2: i32, v3: i32;

@inline
function round(): void {
  v0 += v1;
  v2 += v3;
  v1 = rotl(v1, 5) ^ v0;
  v3 = rotl(v3, 8) ^ v2;
  v0 = rotl(v0, 16);
  v2 += v1;
  v0 += v3;
  v1 = rotl(v1, 13) ^ v2;
  v3 = rotl(v3, 7) ^ v0;
  v2 = rotl(v2, 16);
}

function absorb(word: i32): void {
  v3 ^= word;
  round();
  round();
  v0 ^= word;
}

export function setSeed(low: i32, high: i32): void {
  v0 = 0x736f6d65;
  v1 = 0x646f7261;
  v2 = 0x6c796765;
  v3 = 0x74656462;
  absorb(low);
  absorb(high);
  seed0 = v0;
  seed1 = v1;
  seed2 = v2;
  seed3 = v3;
}

export function setNet(net: u64): void {
  v0 = seed0;
  v1 = seed1;
  v2 = seed2;
  v3 = seed3;
  absorb(i32(net));
  absorb(i32(net >> 32));
  net0 = v0;
  net1 = v1;
  net2 = v2;
  net3 = v3;
}

export function setLayer(layer: i32): void {
  v0 = net0;
  v1 = net1;
  v2 = net2;
  v3 = net3;
  absorb(layer);
  layer0 = v0;
  layer1 = v1;
  layer2 = v2;
  layer3 = v3;
}

/** The states in which the columns of the first `count` units begin; units are padded. All at once, so that their latencies overlap. */
export function seedAll(count: i32): void {
  for (let group = 0; group << 2 < count; group += 2) {
    const units = unitsAt + (usize(group) << 4);
    seedColumns(v128.load(units), v128.load(units, 16), statesAt + (usize(group) << 6));
  }
}

/**
 * Writes the states s0..s3 in which two groups of four columns of the layer begin to `to`; the second group only hides the latency of the
 * first.
 */
function seedColumns(columns: v128, moreColumns: v128, to: usize): void {
  let a = i32x4.splat(layer0);
  let b = i32x4.splat(layer1);
  let c = i32x4.splat(layer2);
  let d = v128.xor(i32x4.splat(layer3), columns);
  let e = a;
  let f = b;
  let g = c;
  let h = v128.xor(i32x4.splat(layer3), moreColumns);
  for (let round = 0; round < 6; round++) {
    if (round == 2) {
      a = v128.xor(a, columns);
      e = v128.xor(e, moreColumns);
      c = v128.xor(c, i32x4.splat(0xff));
      g = v128.xor(g, i32x4.splat(0xff));
    }
    a = i32x4.add(a, b);
    e = i32x4.add(e, f);
    c = i32x4.add(c, d);
    g = i32x4.add(g, h);
    b = v128.xor(rotl4(b, 5), a);
    f = v128.xor(rotl4(f, 5), e);
    d = v128.xor(rotl4By8(d), c);
    h = v128.xor(rotl4By8(h), g);
    a = rotl4By16(a);
    e = rotl4By16(e);
    c = i32x4.add(c, b);
    g = i32x4.add(g, f);
    a = i32x4.add(a, d);
    e = i32x4.add(e, h);
    b = v128.xor(rotl4(b, 13), c);
    f = v128.xor(rotl4(f, 13), g);
    d = v128.xor(rotl4(d, 7), a);
    h = v128.xor(rotl4(h, 7), e);
    c = rotl4By16(c);
    g = rotl4By16(g);
  }
  begin(a, b, c, d, to);
  begin(e, f, g, h, to + 64);
}

/** The same for rows that are drawn anew, each in its column. */
export function seedRows(columns: v128, moreColumns: v128, rows: v128, moreRows: v128, to: usize): void {
  seedTwice(layer0, layer1, layer2, layer3, columns, moreColumns, rows, moreRows, to);
}

/** The same for columns of the net, each in its layer. */
export function seedNetColumns(layers: v128, moreLayers: v128, columns: v128, moreColumns: v128, to: usize): void {
  seedTwice(net0, net1, net2, net3, layers, moreLayers, columns, moreColumns, to);
}

/** The state in which a row of a column of a layer of the net is drawn anew, as one lane of four vectors. */
export function seedRow(layer: i32, column: i32, row: i32, to: usize): void {
  v0 = net0;
  v1 = net1;
  v2 = net2;
  v3 = net3;
  absorb(layer);
  absorb(column);
  absorb(row);
  v2 ^= 0xff;
  for (let i = 0; i < 4; i++) round();
  store<i32>(to, (v0 | v1 | v2 | v3) == 0 ? 1 : v0);
  store<i32>(to, v1, 16);
  store<i32>(to, v2, 32);
  store<i32>(to, v3, 48);
}

/** Children of children of a key: `first` and then `second` of each. */
@inline
function seedTwice(
  key0: i32,
  key1: i32,
  key2: i32,
  key3: i32,
  first: v128,
  moreFirst: v128,
  second: v128,
  moreSecond: v128,
  to: usize,
): void {
  let a = i32x4.splat(key0);
  let b = i32x4.splat(key1);
  let c = i32x4.splat(key2);
  let d = v128.xor(i32x4.splat(key3), first);
  let e = a;
  let f = b;
  let g = c;
  let h = v128.xor(i32x4.splat(key3), moreFirst);
  for (let round = 0; round < 8; round++) {
    if (round == 2) {
      a = v128.xor(a, first);
      e = v128.xor(e, moreFirst);
      d = v128.xor(d, second);
      h = v128.xor(h, moreSecond);
    } else if (round == 4) {
      a = v128.xor(a, second);
      e = v128.xor(e, moreSecond);
      c = v128.xor(c, i32x4.splat(0xff));
      g = v128.xor(g, i32x4.splat(0xff));
    }
    a = i32x4.add(a, b);
    e = i32x4.add(e, f);
    c = i32x4.add(c, d);
    g = i32x4.add(g, h);
    b = v128.xor(rotl4(b, 5), a);
    f = v128.xor(rotl4(f, 5), e);
    d = v128.xor(rotl4By8(d), c);
    h = v128.xor(rotl4By8(h), g);
    a = rotl4By16(a);
    e = rotl4By16(e);
    c = i32x4.add(c, b);
    g = i32x4.add(g, f);
    a = i32x4.add(a, d);
    e = i32x4.add(e, h);
    b = v128.xor(rotl4(b, 13), c);
    f = v128.xor(rotl4(f, 13), g);
    d = v128.xor(rotl4(d, 7), a);
    h = v128.xor(rotl4(h, 7), e);
    c = rotl4By16(c);
    g = rotl4By16(g);
  }
  begin(a, b, c, d, to);
  begin(e, f, g, h, to + 64);
}

/** A state that is all zero begins at 1. */
@inline
function begin(a: v128, b: v128, c: v128, d: v128, to: usize): void {
  const none = i32x4.eq(v128.or(v128.or(a, b), v128.or(c, d)), i32x4.splat(0));
  v128.store(to, v128.or(a, v128.and(none, i32x4.splat(1))));
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
}
