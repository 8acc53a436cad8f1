/** Random questions for the exact law, answered by other routes: moments in closed form (F1, F4, F9, F10) and densities convolved. */
import type { Dice } from '../draws.js';
import { ConvolvedLaw } from './convolved-law.js';
import { type Question, text } from './question.js';
import { aliveProbability, logMoments, logPowerMean, type Net, squareNet } from './truths.js';
import { layersOf, unequalNet, unequalScope } from './unequal.js';

type NormalNet = Net<'relu' | 'linear'>;
type Activations = readonly NormalNet['activation'][];

/** A net of normal weights, and how claims name it. */
export interface Asked {
  readonly net: NormalNet;
  readonly scope: string;
  /** Of the table's rows. */
  readonly kind: string;
}
export type NetMaker = (dice: Dice, deepest: number, widest: number, activations?: Activations) => Asked;

const gains = { 'he-normal': 2, 'lecun-normal': 1, 'normal(3/2)': 3 / 2 } as const;
const both: Activations = ['relu', 'linear'];
const around = (dice: Dice, most: number) => Math.round(dice.logUniform(1, most));

const squareNets: NetMaker = (dice, deepest, widest, activations = both) => {
  const activation = dice.pick(activations);
  const init = dice.pick(['he-normal', 'lecun-normal', 'normal(3/2)'] as const);
  const [depth, width] = [around(dice, deepest), around(dice, widest)];
  const scope = `for L = ${depth}, d = ${width} with activation ${activation}, init ${init}`;
  return { net: squareNet(depth, width, gains[init], activation), scope, kind: '' };
};

const mostUnequal = 8;

/** Some layers, of widths drawn one by one. */
export const unequalNets: NetMaker = (dice, deepest, widest, activations = both) => {
  const activation = dice.pick(activations);
  const init = dice.pick(['he-normal', 'lecun-normal', 'normal(3/2)', 'xavier-normal'] as const);
  const depth = dice.whole(1, Math.min(deepest, mostUnequal));
  const widths = Array.from({ length: depth + 1 }, () => around(dice, widest));
  const scope = unequalScope(widths, `activation ${activation}, init ${init}`);
  return { net: unequalNet(widths, init, activation), scope, kind: ', unequal widths' };
};

export function powerMean(
  dice: Dice,
  make: NetMaker,
  powers: readonly number[] = [1, 2, 1 / 2, 3 / 4, 3],
  deepest = 100,
  widest = 60,
): Question {
  const { net, scope, kind } = make(dice, deepest, widest);
  const power = dice.pick(powers);
  const alive = dice.uniform() < 1 / 3 && aliveProbability(net) > 0.05;
  const truth = logPowerMean(net, power) - (alive ? Math.log(aliveProbability(net)) : 0);
  const quantity = `mean(forwardNorm2^(${text(power)})${alive ? ' | alive' : ''})`;
  return { family: `mean(forwardNorm2^s) (F9)${kind}`, quantity, scope, scale: 'log', truth };
}

export function logMean(dice: Dice, make: NetMaker, deepest = 100, widest = 60): Question {
  const { net, scope, kind } = make(dice, deepest, widest);
  const [truth, quantity] = [logMoments(net).mean, 'logMean(forwardNorm2)'];
  return { family: `logMean(forwardNorm2) (F4)${kind}`, quantity, scope, scale: 'plain', truth };
}

function logVariance(dice: Dice, make: NetMaker): Question {
  const { net, scope, kind } = make(dice, 100, 60);
  const [truth, quantity] = [Math.log(logMoments(net).variance), 'logVariance(forwardNorm2)'];
  return { family: `logVariance (F4)${kind}`, quantity, scope, scale: 'log', truth };
}

function deaths(dice: Dice, make: NetMaker): Question {
  const { net, scope, kind } = make(dice, 1000, 20, ['relu']);
  const logAlive = net.layers.reduce((sum, { width, count }) => sum + count * Math.log1p(-(2 ** -width)), 0);
  const [truth, quantity] = [Math.log(-Math.expm1(logAlive)), 'P(forwardNorm2 <= 0)'];
  return { family: `P(dead) (F10)${kind}`, quantity, scope, scale: 'log', truth };
}

/** Probabilities, and quantiles as the points where these are known: between 1 and 99 %, where 1e-13 counts for nothing. */
export function order(dice: Dice, make: NetMaker, deepest = 6, widest = 12): Question {
  const { net, scope, kind } = make(dice, deepest, widest);
  const { mean, variance } = logMoments(net);
  const law = new ConvolvedLaw(net);
  let [x, below] = [0, 0];
  do {
    x = mean + (4 * dice.uniform() - 2) * Math.sqrt(variance);
    below = law.cdf(x);
  } while (below < 0.01 || below > 0.99);
  const alive = aliveProbability(net);
  const given = dice.uniform() < 1 / 2;
  const condition = given ? ' | alive' : '';
  const layers = layersOf(net);
  // G2: a gradient behind this readout has the law moved by log(sigma_b^2/sigma_l^2).
  const layer = dice.uniform() < 1 / 3 ? dice.whole(1, layers.length) : undefined;
  const observable = layer === undefined ? 'forwardNorm2' : `gradientNorm2[${layer}]`;
  const moved = layer === undefined ? x : x - Math.log(layers.at(-1)!.width * layers[layer - 1]!.variance);
  if (dice.uniform() < 1 / 2) {
    const truth = Math.log((1 - below) * (given ? 1 : alive));
    const quantity = `P(${observable} >= exp(${text(moved)})${condition})`;
    return { family: `P(X >= t)${kind}`, quantity, scope, scale: 'log', truth };
  }
  const level = given ? below : 1 - alive + alive * below;
  const quantity = `quantile(${observable}${condition}, ${text(level)})`;
  return { family: `quantile(X, p)${kind}`, quantity, scope, scale: 'log', truth: moved };
}

const questions: readonly ((dice: Dice, make: NetMaker) => Question)[] = [
  powerMean,
  logMean,
  logVariance,
  deaths,
  order,
  order,
];

/** As many with widths of their own as without. */
export const exactQuestions = [squareNets, unequalNets].flatMap((make) =>
  questions.map((question) => (dice: Dice) => question(dice, make)),
);
