/** What each operator and function of the language does to intervals. */
import type { BinaryOperator } from './ast.js';
import { widthCall } from './ast.js';
import { abs, exp, log, type Outside, power, rounded, sqrt } from './enclosure-elementary.js';
import {
  add,
  divide,
  type ExtendedInterval,
  everything,
  join,
  maximum,
  minimum,
  multiply,
  subtract,
} from './enclosure-interval.js';
import { encloseBinomial, encloseHyp2f1 } from './enclosure-several.js';
import { encloseDigamma, encloseGamma, encloseLgamma, encloseTrigamma } from './enclosure-special.js';
import {
  encloseErf,
  encloseGammaMedian,
  encloseNormalCdf,
  encloseNormalQuantile,
} from './enclosure-statistics.js';
import type { FunctionName } from './functions.js';

export type Operation = (args: readonly ExtendedInterval[], outside: Outside) => ExtendedInterval;

export const binaryOperations: Record<BinaryOperator, Operation> = {
  '+': ([a, b]) => add(a!, b!),
  '-': ([a, b]) => subtract(a!, b!),
  '*': ([a, b]) => multiply(a!, b!),
  '/': ([a, b], outside) => {
    if (b!.lo <= 0 && b!.hi >= 0) {
      const certain = b!.lo === 0 && b!.hi === 0;
      outside(
        certain ? 'a division by zero' : 'a division by a number that cannot be told from zero',
        certain,
      );
    }
    return divide(a!, b!);
  },
  '^': ([a, b], outside) => power(a!, b!, outside),
};

export const functionOperations: Record<FunctionName, Operation> = {
  exp: ([a]) => exp(a!),
  log: ([a], outside) => log(a!, outside),
  sqrt: ([a], outside) => sqrt(a!, outside),
  abs: ([a]) => abs(a!),
  min: (args) => args.reduce(minimum),
  max: (args) => args.reduce(maximum),
  floor: ([a]) => rounded(a!, Math.floor),
  ceil: ([a]) => rounded(a!, Math.ceil),
  gamma: ([a], outside) => encloseGamma(a!, outside),
  lgamma: ([a], outside) => encloseLgamma(a!, outside),
  digamma: ([a], outside) => encloseDigamma(a!, outside),
  trigamma: ([a], outside) => encloseTrigamma(a!, outside),
  erf: ([a]) => encloseErf(a!),
  normalCdf: ([a]) => encloseNormalCdf(a!),
  normalQuantile: ([a], outside) => encloseNormalQuantile(a!, outside),
  gammaMedian: ([a], outside) => encloseGammaMedian(a!, outside),
  binomial: ([n, k], outside) => encloseBinomial(n!, k!, outside),
  hyp2f1: ([a, b, c, x], outside) => encloseHyp2f1([a!, b!, c!, x!], outside),
  // Layers are whole by the form of what stands in the brackets: of an interval its whole numbers count.
  [widthCall]: ([layer, ...widths], outside) => {
    const [first, last] = [Math.ceil(layer!.lower), Math.floor(layer!.upper)];
    const inside = widths.slice(Math.max(0, first), Math.max(0, last + 1));
    if (first < 0 || last >= widths.length || inside.length === 0)
      outside(`the width of a layer beyond 0..${widths.length - 1}`, inside.length === 0);
    return inside.length === 0 ? everything : join(inside.reduce(minimum), inside.reduce(maximum));
  },
};
