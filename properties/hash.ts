/** Small integer hashes that turn (seed, claim, point) into the seeds of independent random streams. */

/** A 32-bit hash of two 32-bit words (finaliser of MurmurHash3 over a golden-ratio step). */
export function mix(a: number, b: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul((b + 0x7f4a7c15) | 0, 0xc2b2ae35);
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** FNV-1a over UTF-16 code units, 32 bits. */
export function hashText(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** A seed in 0..2^53-1 from a number and a text, for a stream of nets of its own: two chains of hashes that share nothing but the text. */
export function streamSeedOf(seed: number, text: string): number {
  let [low, high] = [mix(seed, 0x243f6a88), mix(0x85a308d3, seed)];
  for (let i = 0; i < text.length; i++) {
    low = mix(low, text.charCodeAt(i));
    high = mix(text.charCodeAt(i) ^ 0x13198a2e, high);
  }
  return (high >>> 11) * 2 ** 32 + low;
}
