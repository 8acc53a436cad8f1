/**
 * Error-free transformations and double-double arithmetic: a number is the unevaluated sum head + tail with
 * |tail| <= 2^-53 |head|, about 106 bits. Sources: Dekker 1971 (twoProduct), Knuth (twoSum); error bounds of the
 * double-double operations: Joldes, Muller, Popescu 2017 (at most 2^-102 relative for each operation used here,
 * additions of opposite signs included, by the accurate variant).
 */
export interface DoubleDouble {
  readonly head: number;
  readonly tail: number;
}

const splitter = 2 ** 27 + 1;

/** The rounding error a + b - fl(a + b), exact unless fl(a + b) overflows. */
export function sumError(a: number, b: number, sum: number): number {
  const bRounded = sum - a;
  return a - (sum - bRounded) + (b - bRounded);
}

/** The rounding error a b - fl(a b), exact for |a|, |b| < 2^996 and |a b| > 2^-969. */
export function productError(a: number, b: number, product: number): number {
  const aScaled = splitter * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = splitter * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

export function twoSum(a: number, b: number): DoubleDouble {
  const head = a + b;
  return { head, tail: sumError(a, b, head) };
}

export function twoProduct(a: number, b: number): DoubleDouble {
  const head = a * b;
  return { head, tail: productError(a, b, head) };
}

function renormalise(head: number, tail: number): DoubleDouble {
  const sum = head + tail;
  return { head: sum, tail: tail - (sum - head) };
}

export function fromDouble(x: number): DoubleDouble {
  return { head: x, tail: 0 };
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const heads = a.head + b.head;
  const tails = a.tail + b.tail;
  const first = renormalise(heads, sumError(a.head, b.head, heads) + tails);
  return renormalise(first.head, first.tail + sumError(a.tail, b.tail, tails));
}

function negate(a: DoubleDouble): DoubleDouble {
  return { head: -a.head, tail: -a.tail };
}

export function subtract(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return add(a, negate(b));
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const head = a.head * b.head;
  return renormalise(head, productError(a.head, b.head, head) + (a.head * b.tail + a.tail * b.head));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a.head / b.head;
  const rest = subtract(a, multiply(b, fromDouble(first)));
  const second = rest.head / b.head;
  const last = subtract(rest, multiply(b, fromDouble(second)));
  return add(renormalise(first, second), fromDouble(last.head / b.head));
}

export function toDouble(a: DoubleDouble): number {
  return a.head + a.tail;
}
