/** The lower tail of one layer, a finite mixture of chi^2 laws, whose parts are positive series: no contour is needed. */
import lgamma from '@stdlib/math-base-special-gammaln';
import { logBinomialWeight } from './binomial-weight.js';
import { baseScale, type LayerShape } from './degrees.js';
import { type Enclosed, roundoff } from './enclosed.js';

/** One part: log of P(N = n | N > 0) P(chi^2_n / 2 <= y), and its derivative by log y. */
interface Part extends Enclosed {
  readonly slope: number;
}

/** Parts below this, relative to the largest, are bounded instead of added. */
const negligible = 1e-18;
/** Parts that err by more than this are not averaged. */
const coarse = 1e-3;

/** log P(log U <= x) and the slope of that logarithm; for x below the mean, however far. */
export function logLowerTailOfOne(shape: LayerShape, x: number): Part {
  const { width } = shape;
  const part = (n: number) => partOf(shape, n, x);
  if (shape.activation !== 'relu') return part(width);

  // Binomial weights and incomplete gamma functions are log-concave in n: the parts rise to a peak and fall, faster and faster.
  let low = 1;
  let high = width;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (part(middle + 1).value > part(middle).value) low = middle + 1;
    else high = middle;
  }
  const peak = part(low);
  let sum = 1;
  let errors = peak.error < coarse ? Math.expm1(peak.error) : 0;
  let largest = peak.error;
  let rest = 0;
  let slopes = peak.slope;
  let count = 1;
  for (const direction of [1, -1]) {
    let before = 1;
    for (let n = low + direction; n >= 1 && n <= width; n += direction) {
      const { value, error, slope } = part(n);
      const share = Math.exp(value - peak.value);
      sum += share;
      if (largest < coarse) errors += share * (Math.expm1(error) + 2 * roundoff);
      largest = Math.max(largest, error);
      slopes += share * slope;
      count++;
      const ratio = share / before;
      if (share < negligible && ratio < 0.999) {
        rest += (1.01 * share * ratio) / (1 - ratio);
        break;
      }
      before = share;
    }
  }
  const value = peak.value + Math.log(sum);
  // Far out the logarithms of the parts err by much: that of their sum by no more than the worst of them.
  const spread = largest < coarse ? -Math.log1p(-(errors + rest) / sum) : largest + rest;
  return { value, error: spread + roundoff * (2 * Math.abs(value) + count + 4), slope: slopes / sum };
}

/** log P(N = n, log U <= x): P(chi^2_n / 2 <= y) = y^a e^-y / Gamma(a+1) (1 + y/(a+1) + y^2/((a+1)(a+2)) + ...), a = n/2. */
export function partOf(shape: LayerShape, n: number, x: number): Part {
  const a = n / 2;
  // U <= e^x means chi^2_n / 2 <= y; log y errs by a rounding of its parts.
  const logScale = Math.log(baseScale(shape));
  const logY = x + logScale;
  const shift = 2 * roundoff * (Math.abs(x) + Math.abs(logScale) + 1);
  const y = Math.exp(logY);
  const weight = logWeight(shape, n);
  // Far below y nothing is left above it: P(chi^2_n / 2 > y) <= exp(-(y - a - a log(y/a))), and the series would overflow.
  const chernoff = y > a ? y - a - a * Math.log(y / a) : 0;
  if (chernoff > 45)
    return { value: weight.value, error: weight.error + Math.exp(-chernoff * (1 - 1e-9)), slope: 0 };
  const factor = lgamma(a + 1);
  let term = 1;
  let series = 1;
  let k = 1;
  for (; ; k++) {
    const ratio = y / (a + k);
    term *= ratio;
    series += term;
    // The rest is at most term ratio/(1 - ratio).
    if (ratio < 1 && term * ratio < 2 ** -55 * series * (1 - ratio)) break;
  }
  const value = weight.value + a * logY - y - factor + Math.log(series);
  const size = a * Math.abs(logY) + y + Math.abs(factor) + Math.abs(weight.value) + Math.abs(value) + k;
  return { value, error: weight.error + 6 * roundoff * size + (a + y) * shift, slope: a / series };
}

/** log of P(N = n | N > 0), or of the weight of a leaky layer's fewest degrees, n = d: E p^(N/2) = ((1 + sqrt p)/2)^d. */
function logWeight(shape: LayerShape, n: number): Enclosed {
  const { width } = shape;
  if (shape.activation !== 'leaky-relu')
    return shape.activation === 'linear' ? { value: 0, error: 0 } : logBinomialWeight(width, n);
  const value = width * Math.log((1 + Math.sqrt(shape.p)) / 2);
  return { value, error: 8 * roundoff * (width + Math.abs(value)) };
}
