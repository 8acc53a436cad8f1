/** Ticks of axes, of logarithms to base 10 above all. */
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `10⁻⁵`; 0 is 1, 1 is 10. */
export function powerOfTen(exponent: number): string {
  if (exponent === 0) return '1';
  if (exponent === 1) return '10';
  const digits = [...String(Math.abs(exponent))].map((digit) => superscripts[Number(digit)]!).join('');
  return `10${exponent < 0 ? '⁻' : ''}${digits}`;
}

/** Whole exponents within the range, about so many: in steps of 1, 2, 5, 10, ... */
export function wholeTicks(low: number, high: number, about: number): number[] {
  const rough = Math.max(1, (high - low) / about);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough)!;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** 1 and round numbers up to the last layer. */
export function layerTicks(last: number, about: number): number[] {
  if (last <= about) return Array.from({ length: last }, (_, i) => i + 1);
  const [, ...rest] = wholeTicks(0, last, about);
  return [1, ...rest];
}
