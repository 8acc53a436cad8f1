/** Numbers as the page shows them. */

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

/** Narrow, and no line ends there. */
const gap = '\u202f';

const raised = (n: number) => [...String(n)].map((each) => superscripts[each]!).join('');

/** The number e^log, however small or large, to `digits` significant digits: `0.00529`, `3.1 × 10⁻²⁴`. */
export function powerText(log: number, digits = 3): string {
  if (log === Number.NEGATIVE_INFINITY) return '0';
  const decimal = log / Math.LN10;
  let exponent = Math.floor(decimal);
  let mantissa = 10 ** (decimal - exponent);
  if (Number(mantissa.toPrecision(digits)) >= 10) {
    exponent++;
    mantissa /= 10;
  }
  if (exponent >= -3 && exponent < 5) return plain(Number((mantissa * 10 ** exponent).toPrecision(digits)));
  return `${mantissa.toFixed(digits - 1)}${gap}×${gap}10${raised(exponent)}`;
}

// Made once: toLocaleString makes one each time.
const six = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
const grouped = new Intl.NumberFormat('en-US');

const plain = (x: number) => six.format(x);

/** A probability: percents where they say something, else a power of ten. */
export function probabilityText(p: number): string {
  if (p === 0) return '0';
  if (p < 1e-4) return powerText(Math.log(p), 2);
  return `${Number((100 * p).toPrecision(p > 0.99 ? 4 : 3))} %`;
}

export const countText = (n: number) => grouped.format(n);

/** A minus sign, not a hyphen. */
export const signed = (x: number, digits = 4) => String(Number(x.toPrecision(digits))).replace('-', '−');
