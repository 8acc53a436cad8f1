/** Random points of the study: a generator of its own, so that nothing hangs on the streams that nets are drawn from. */

export interface Random {
  /** Uniform in (0, 1), on a grid of 2^-32 shifted by half a step. */
  uniform(): number;
  /** A whole number from..to. */
  integer(from: number, to: number): number;
  between(from: number, to: number): number;
  /** Log-uniform. */
  logBetween(from: number, to: number): number;
  /** A whole number from..to, log-uniform. */
  logInteger(from: number, to: number): number;
  pick<T>(items: readonly T[]): T;
  normal(): number;
  /** Gamma(a, 1), a >= 1/2. */
  gamma(a: number): number;
}

/** Chris Doty-Humphrey's sfc32. @param seed any whole number in 0..2^32-1. */
export function randomOf(seed: number, stream: number): Random {
  let [a, b, c, counter] = [seed | 0, stream | 0, 0x9e3779b9 | 0, 1];
  const word = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 20; i++) word();
  const uniform = () => (word() + 0.5) / 2 ** 32;
  const between = (from: number, to: number) => from + (to - from) * uniform();
  const logBetween = (from: number, to: number) => Math.exp(between(Math.log(from), Math.log(to)));
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    uniform,
    between,
    logBetween,
    normal,
    integer: (from, to) => from + Math.floor((to - from + 1) * uniform()),
    logInteger: (from, to) => Math.min(to, Math.floor(logBetween(from, to + 1))),
    pick: (items) => items[Math.floor(items.length * uniform())]!,
    gamma(shape) {
      // Marsaglia and Tsang (2000); below 1 by one more uniform number.
      const boost = shape < 1 ? uniform() ** (1 / shape) : 1;
      const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
      const c = 1 / Math.sqrt(9 * d);
      for (;;) {
        const x = normal();
        const v = (1 + c * x) ** 3;
        if (v > 0 && Math.log(uniform()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return boost * d * v;
      }
    },
  };
}
