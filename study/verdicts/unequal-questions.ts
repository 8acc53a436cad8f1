/** Random questions for drawn nets whose layers have widths of their own (U1). Labels in brackets are those of docs/theory.md. */
import type { Dice } from '../draws.js';
import { logMean, order, powerMean, unequalNets } from './exact-questions.js';
import { type Question, text } from './question.js';
import { type Activation, kurtosis, logMeanNorm, secondMoment, slopes } from './truths.js';
import { logBlockMean, logGradientMean, type UnequalInit, unequalNet, unequalScope } from './unequal.js';

const activations: readonly Activation[] = ['relu', 'linear', 'leaky-relu(1/4)'];
const families = {
  'he-normal': 'normal',
  'he-uniform': 'uniform',
  'xavier-normal': 'normal',
  'xavier-uniform': 'uniform',
  'lecun-normal': 'normal',
  pytorch: 'uniform',
  rademacher: 'rademacher',
  'normal(3/2)': 'normal',
  'uniform(5/2)': 'uniform',
} as const satisfies Partial<Record<UnequalInit, keyof typeof kurtosis>>;
type InitName = keyof typeof families;
const initNames = Object.keys(families) as InitName[];
const continuous = initNames.filter((name) => name !== 'rademacher');

const someWidths = (dice: Dice, most: number, least = 1) =>
  Array.from({ length: dice.whole(least, most) + 1 }, () => dice.whole(1, 4));

/** F1; over several points the widths stand as d[l]. */
function mean(dice: Dice): Question {
  const [family, quantity, scale] = [
    'mean(forwardNorm2) (F1), unequal widths',
    'mean(forwardNorm2)',
    'log',
  ] as const;
  const activation = dice.pick(activations);
  const input = `input ${dice.pick(['dense', 'sparse'])}`;
  if (dice.uniform() < 1 / 3) {
    const [a, b] = [dice.whole(1, 3), dice.whole(1, 3)];
    const scope = `for n in ${a}..${a + 1}, m in ${b}..${b + 1} with widths [n, 2*m, 3], inputWidth m + 1, activation ${activation}, init he-uniform, ${input}`;
    return {
      family,
      quantity,
      scope,
      scale,
      truth: 0,
      form: `${text(2 * slopes(activation).p)}^L*d[L]/d[0]`,
    };
  }
  const init = dice.pick([...initNames, 'orthogonal'] as const);
  const widths = someWidths(dice, 4);
  const scope = unequalScope(widths, `activation ${activation}, init ${init}, ${input}`);
  return { family, quantity, scope, scale, truth: logMeanNorm(unequalNet(widths, init, activation)) };
}

/** F2: kurtosis and direction of the input count. */
function squareMean(dice: Dice): Question {
  const activation = dice.pick(activations);
  const init = dice.pick(initNames);
  const widths = someWidths(dice, 2);
  const input = dice.pick(['dense', 'sparse'] as const);
  const net = unequalNet(widths, init, activation);
  return {
    family: 'mean(forwardNorm2^2) (F2), unequal widths',
    quantity: 'mean(forwardNorm2^2)',
    scope: unequalScope(widths, `activation ${activation}, init ${init}, input ${input}`),
    scale: 'log',
    truth: Math.log(secondMoment(net, kurtosis[families[init]], input === 'sparse')),
  };
}

/** F10. */
function deaths(dice: Dice): Question {
  const widths = someWidths(dice, 12);
  const [, ...hidden] = widths;
  return {
    family: 'P(forwardNorm2 <= 0) (F10), unequal widths',
    quantity: 'P(forwardNorm2 <= 0)',
    scope: unequalScope(widths, `init ${dice.pick(continuous)}`),
    scale: 'log',
    truth: Math.log(-Math.expm1(hidden.reduce((sum, d) => sum + Math.log1p(-(2 ** -d)), 0))),
  };
}

/** G1. */
function gradientMean(dice: Dice): Question {
  const activation = dice.pick(activations);
  const init = dice.pick(continuous);
  const widths = someWidths(dice, 3);
  const readoutGain = dice.pick([1, 1 / 2, 3]);
  const layer = dice.whole(1, widths.length - 1);
  return {
    family: 'mean(gradientNorm2[l]) (G1), unequal widths',
    quantity: `mean(gradientNorm2[${layer}])`,
    scope: unequalScope(widths, `activation ${activation}, init ${init}, readoutGain ${text(readoutGain)}`),
    scale: 'log',
    truth: logGradientMean(unequalNet(widths, init, activation), layer, readoutGain),
  };
}

/** H3, relu. */
function hessianMean(dice: Dice): Question {
  const init = dice.pick(['he-normal', 'he-uniform', 'xavier-normal'] as const);
  const widths = someWidths(dice, 3, 2);
  const depth = widths.length - 1;
  const k = dice.whole(1, depth - 1);
  const l = dice.whole(k + 1, depth);
  return {
    family: 'mean(hessianBlockNorm2[k,l]) (H3), unequal widths',
    quantity: `mean(hessianBlockNorm2[${k},${l}])`,
    scope: unequalScope(widths, `init ${init}`),
    scale: 'log',
    truth: logBlockMean(unequalNet(widths, init, 'relu'), k, l),
  };
}

export const unequalQuestions: readonly ((dice: Dice) => Question)[] = [
  mean,
  squareMean,
  // Powers that keep the mean within reach of a sample.
  (dice) => powerMean(dice, unequalNets, [1 / 4, 1 / 8, 1 / 2], 6, 6),
  (dice) => logMean(dice, unequalNets, 6, 6),
  (dice) => order(dice, unequalNets, 6, 6),
  (dice) => order(dice, unequalNets, 6, 6),
  deaths,
  gradientMean,
  hessianMean,
];
