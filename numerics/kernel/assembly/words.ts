/** The words of xoshiro128++ (../../random/words.ts), of eight columns at once: two groups, to hide the latency of one. */
import { rotl4 } from './lanes';
import { wordsAt } from './layout';

/** Writes the next `count` words of both groups to `words`, in turns, and moves their states on. */
export function fillWords(count: i32, stateAt: usize): void {
  let s0 = v128.load(stateAt);
  let s1 = v128.load(stateAt, 16);
  let s2 = v128.load(stateAt, 32);
  let s3 = v128.load(stateAt, 48);
  let r0 = v128.load(stateAt, 64);
  let r1 = v128.load(stateAt, 80);
  let r2 = v128.load(stateAt, 96);
  let r3 = v128.load(stateAt, 112);
  const end = wordsAt + (usize(count) << 5);
  for (let at = wordsAt; at < end; at += 32) {
    v128.store(at, i32x4.add(rotl4(i32x4.add(s0, s3), 7), s0));
    v128.store(at, i32x4.add(rotl4(i32x4.add(r0, r3), 7), r0), 16);
    const s = i32x4.shl(s1, 9);
    s2 = v128.xor(s2, s0);
    s3 = v128.xor(s3, s1);
    s1 = v128.xor(s1, s2);
    s0 = v128.xor(s0, s3);
    s2 = v128.xor(s2, s);
    s3 = rotl4(s3, 11);
    const r = i32x4.shl(r1, 9);
    r2 = v128.xor(r2, r0);
    r3 = v128.xor(r3, r1);
    r1 = v128.xor(r1, r2);
    r0 = v128.xor(r0, r3);
    r2 = v128.xor(r2, r);
    r3 = rotl4(r3, 11);
  }
  v128.store(stateAt, s0);
  v128.store(stateAt, s1, 16);
  v128.store(stateAt, s2, 32);
  v128.store(stateAt, s3, 48);
  v128.store(stateAt, r0, 64);
  v128.store(stateAt, r1, 80);
  v128.store(stateAt, r2, 96);
  v128.store(stateAt, r3, 112);
}
