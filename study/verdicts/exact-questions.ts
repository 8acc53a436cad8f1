/** Random questions for the exact law, answered by other routes: moments in closed form (F1, F4, F9, F10) and densities convolved. */
import type { Dice } from '../draws.js';
import { ConvolvedLaw } from './convolved-law.js';
import { type Question, text } from './question.js';
import { aliveProbability, logMoments, logPowerMean } from './truths.js';

const gains = { 'he-normal': 2, 'lecun-normal': 1, 'normal(3/2)': 3 / 2 } as const;

function normalNet(dice: Dice, deepest: number, widest: number) {
  const activation = dice.pick(['relu', 'linear'] as const);
  const init = dice.pick(['he-normal', 'lecun-normal', 'normal(3/2)'] as const);
  const [depth, width] = [Math.round(dice.logUniform(1, deepest)), Math.round(dice.logUniform(1, widest))];
  const net = { depth, width, gain: gains[init], activation };
  return { net, scope: `for L = ${depth}, d = ${width} with activation ${activation}, init ${init}` };
}

function powerMean(dice: Dice): Question {
  const { net, scope } = normalNet(dice, 100, 60);
  const power = dice.pick([1, 2, 1 / 2, 3 / 4, 3]);
  const alive = dice.uniform() < 1 / 3;
  const truth = logPowerMean(net, power) - (alive ? Math.log(aliveProbability(net)) : 0);
  const quantity = `mean(forwardNorm2^(${text(power)})${alive ? ' | alive' : ''})`;
  return { family: 'mean(forwardNorm2^s) (F9)', quantity, scope, scale: 'log', truth };
}

function logMean(dice: Dice): Question {
  const { net, scope } = normalNet(dice, 100, 60);
  const truth = logMoments(net).mean;
  return { family: 'logMean (F4)', quantity: 'logMean(forwardNorm2)', scope, scale: 'plain', truth };
}

function logVariance(dice: Dice): Question {
  const { net, scope } = normalNet(dice, 100, 60);
  const truth = Math.log(logMoments(net).variance);
  return { family: 'logVariance (F4)', quantity: 'logVariance(forwardNorm2)', scope, scale: 'log', truth };
}

function deaths(dice: Dice): Question {
  const { net, scope } = normalNet(dice, 1000, 20);
  const relu = scope.replace('activation linear', 'activation relu');
  const truth = Math.log(-Math.expm1(net.depth * Math.log1p(-(2 ** -net.width))));
  return { family: 'P(dead) (F10)', quantity: 'P(forwardNorm2 <= 0)', scope: relu, scale: 'log', truth };
}

/** Probabilities, and quantiles as the points where these are known: between 1 and 99 %, where 1e-13 counts for nothing. */
function order(dice: Dice): Question {
  const { net, scope } = normalNet(dice, 6, 12);
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
  // G2: a gradient behind this readout has the law moved by log(sigma_b^2/sigma^2).
  const layer = dice.uniform() < 1 / 3 ? dice.whole(1, net.depth) : undefined;
  const observable = layer === undefined ? 'forwardNorm2' : `gradientNorm2[${layer}]`;
  const moved = layer === undefined ? x : x - Math.log(net.gain);
  if (dice.uniform() < 1 / 2) {
    const truth = Math.log((1 - below) * (given ? 1 : alive));
    const quantity = `P(${observable} >= exp(${text(moved)})${condition})`;
    return { family: 'P(X >= t)', quantity, scope, scale: 'log', truth };
  }
  const level = given ? below : 1 - alive + alive * below;
  const quantity = `quantile(${observable}${condition}, ${text(level)})`;
  return { family: 'quantile(X, p)', quantity, scope, scale: 'log', truth: moved };
}

export const exactQuestions: readonly ((dice: Dice) => Question)[] = [
  powerMean,
  logMean,
  logVariance,
  deaths,
  order,
  order,
];
