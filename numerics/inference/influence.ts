/**
 * Catoni's influence function (Catoni 2012), which tames heavy tails:
 *
 *     phi(y) = log(1 + y + y^2/2) for y >= 0,   phi(-y) = -phi(y).
 *
 * For every y, -log(1 - y + y^2/2) <= phi(y) <= log(1 + y + y^2/2), hence E exp(+-phi(Y)) <= 1 +- E Y + E Y^2 / 2: two
 * moments bound an exponential moment, whatever the tail.
 */

/** A sum and a bound on its rounding error. */
export interface InfluenceSum {
  /** sum_i phi(scale (x_i - center)). */
  readonly value: number;
  /** |value - true value| is at most this. */
  readonly error: number;
}

/** From here on phi(y) = 2 log y - log 2 to below 1e-100, and 1 + y + y^2/2 may overflow. */
const hugeArgument = 1e70;
/** Products are logged before they overflow: this times a factor of at most hugeArgument^2 is finite. */
const fullProduct = 1e150;

/**
 * Sums the influence of all samples about a center: one pass, two multiplications a sample (the logarithm is taken of
 * products).
 *
 * Rounding: y carries 2 units, which move phi by at most |y| phi'(y) <= 2 units each; the factor and the product add 4 more;
 * so 8 units a sample, doubled here. Each logged product adds units of the sums themselves.
 * @throws RangeError if a sample is not finite.
 */
export function influenceSum(samples: Float64Array, center: number, scale: number): InfluenceSum {
  let gain = 1;
  let loss = 1;
  let logGain = 0;
  let logLoss = 0;
  let logged = 0;
  for (let i = 0; i < samples.length; i++) {
    const y = scale * (samples[i]! - center);
    const size = Math.abs(y);
    // Also false for NaN.
    if (!(size < hugeArgument)) {
      if (!Number.isFinite(samples[i]!))
        throw new RangeError(`Sample ${i} is ${samples[i]}; a finite number is needed.`);
      // 2 log y - log 2, by halves: y itself may overflow.
      const logarithm = 2 * (Math.log(scale) + Math.log(Math.abs(samples[i]! / 2 - center / 2))) + Math.LN2;
      if (y > 0) logGain += logarithm;
      else logLoss += logarithm;
      logged += 1;
      continue;
    }
    const factor = 1 + size + (size * size) / 2;
    if (y > 0) gain *= factor;
    else loss *= factor;
    if (gain > fullProduct) {
      logGain += Math.log(gain);
      gain = 1;
      logged += 1;
    }
    if (loss > fullProduct) {
      logLoss += Math.log(loss);
      loss = 1;
      logged += 1;
    }
  }
  logGain += Math.log(gain);
  logLoss += Math.log(loss);
  return {
    value: logGain - logLoss,
    error: Number.EPSILON * (16 * samples.length + (logged + 8) * (logGain + logLoss)),
  };
}
