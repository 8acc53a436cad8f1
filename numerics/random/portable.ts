/**
 * exp and log from + - * / alone, which IEEE 754 fixes to the last bit: Math.exp and Math.log may differ between engines, and
 * the same seed must give the same nets everywhere. For the few draws and tables that need them.
 */

/** Natural logarithm of any finite x > 0, to 4 ulp of max(1, |log x|). */
export function portableLog(x: number): number {
  let mantissa = x;
  let exponent = 0;
  for (; mantissa < 2 ** -32; exponent -= 32) mantissa *= 2 ** 32;
  for (; mantissa > 2 ** 32; exponent += 32) mantissa /= 2 ** 32;
  for (; mantissa < 2 ** -4; exponent -= 4) mantissa *= 2 ** 4;
  for (; mantissa > 2 ** 4; exponent += 4) mantissa /= 2 ** 4;
  for (; mantissa < Math.SQRT1_2; exponent--) mantissa *= 2;
  for (; mantissa > Math.SQRT2; exponent++) mantissa /= 2;
  // log m = 2 artanh((m-1)/(m+1)); the ratio is at most 0.1716, so 12 terms leave less than 1e-20.
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let series = 1 / 23;
  series = series * square + 1 / 21;
  series = series * square + 1 / 19;
  series = series * square + 1 / 17;
  series = series * square + 1 / 15;
  series = series * square + 1 / 13;
  series = series * square + 1 / 11;
  series = series * square + 1 / 9;
  series = series * square + 1 / 7;
  series = series * square + 1 / 5;
  series = series * square + 1 / 3;
  series = series * square + 1;
  return 2 * ratio * series + exponent * Math.LN2;
}

/** e^x for x in [-40, 0], to 64 ulp. */
export function portableExp(x: number): number {
  const halvings = Math.round(-x / Math.LN2);
  const rest = x + halvings * Math.LN2;
  // |rest| <= 0.35: 16 terms leave less than 1e-20.
  let result = 1;
  for (let k = 16; k >= 1; k--) result = 1 + (rest / k) * result;
  for (let k = 0; k < halvings; k++) result /= 2;
  return result;
}
