/** Random questions for drawn nets, of known answer. Labels in brackets are those of docs/theory.md. */
import { distanceToNormal, exactLawOf } from '../../numerics/law/index.js';
import { depthOf, squareNetwork } from '../../numerics/network/network.js';
import { gammaMedian } from '../../theory/special/gamma-median.js';
import type { Dice } from '../draws.js';
import type { Question } from './question.js';
import { text } from './question.js';
import { type Atom, rademacherLaw } from './rademacher.js';
import {
  type Activation,
  aliveProbability,
  kurtosis,
  logMoments,
  logPowerMean,
  secondMoment,
  slopes,
  squareNet,
} from './truths.js';
import { unequalQuestions } from './unequal-questions.js';

/** Gain g = d sigma^2 of square layers, and the family of the weights. */
const inits = {
  'he-normal': [2, 'normal'],
  'he-uniform': [2, 'uniform'],
  'xavier-uniform': [1, 'uniform'],
  'lecun-normal': [1, 'normal'],
  pytorch: [1 / 3, 'uniform'],
  rademacher: [2, 'rademacher'],
  'normal(3/2)': [3 / 2, 'normal'],
  'uniform(5/2)': [5 / 2, 'uniform'],
} as const;
type InitName = keyof typeof inits;
const initNames = Object.keys(inits) as InitName[];
const continuous = initNames.filter((name) => name !== 'rademacher');
const activations: readonly Activation[] = ['relu', 'linear', 'leaky-relu(1/4)'];
const at = (L: number, d: number, settings: string) => `for L = ${L}, d = ${d} with ${settings}`;

/** F1, any symmetric weights; several points at a time. */
function mean(dice: Dice): Question {
  const activation = dice.pick(activations);
  const init = dice.pick([...initNames, 'orthogonal'] as const);
  const gain = init === 'orthogonal' ? 2 : inits[init][0];
  const { p } = slopes(activation);
  const settings = `activation ${activation}, init ${init}, input ${dice.pick(['dense', 'sparse'])}`;
  const [L, d] = [dice.whole(1, 4), dice.whole(1, 4)];
  const single = dice.uniform() < 2 / 3;
  return {
    family: 'mean(forwardNorm2) (F1)',
    quantity: 'mean(forwardNorm2)',
    scope: single ? at(L, d, settings) : `for L in 1..2, d in ${d}..${d + 1} with ${settings}`,
    scale: 'log',
    truth: L * Math.log(p * gain),
    ...(single ? {} : { form: `${text(p * gain)}^L` }),
  };
}

/** F2: kurtosis and direction of the input count. */
function squareMean(dice: Dice): Question {
  const activation = dice.pick(activations);
  const init = dice.pick(initNames);
  const [gain, family] = inits[init];
  const [L, d] = [dice.whole(1, 2), dice.whole(1, 4)];
  const input = dice.pick(['dense', 'sparse'] as const);
  const net = squareNet(L, d, gain, activation);
  return {
    family: 'mean(forwardNorm2^2) (F2)',
    quantity: 'mean(forwardNorm2^2)',
    scope: at(L, d, `activation ${activation}, init ${init}, input ${input}`),
    scale: 'log',
    truth: Math.log(secondMoment(net, kurtosis[family], input === 'sparse')),
  };
}

/** Normal weights, relu or linear; L/d up to 50 now and then. */
function normalNet(dice: Dice) {
  const activation = dice.pick(['relu', 'linear'] as const);
  const init = dice.pick(['he-normal', 'lecun-normal', 'normal(3/2)'] as const);
  const deep = dice.uniform() < 1 / 3;
  const d = deep ? dice.pick([1, 2, 8]) : dice.whole(1, 6);
  const L = deep ? Math.round(dice.logUniform(5, 50 * Math.min(d, 2))) : dice.whole(1, 6);
  const settings = `activation ${activation}, init ${init}`;
  const scope = at(L, d, settings);
  const network = squareNetwork(L, d, {
    activation: { kind: activation },
    init: init === 'normal(3/2)' ? { name: 'normal', gain: 3 / 2 } : { name: init },
  });
  const net = squareNet(L, d, inits[init][0], activation);
  return { net, network, scope };
}

/** F9: powers that keep the mean within reach of a sample. */
function powerMean(dice: Dice): Question {
  const { net, scope } = normalNet(dice);
  const power = dice.pick([1 / 4, 1 / 8, 1 / 2]);
  const alive = dice.uniform() < 1 / 3 && aliveProbability(net) > 0.05;
  const truth = logPowerMean(net, power) - (alive ? Math.log(aliveProbability(net)) : 0);
  const quantity = `mean(forwardNorm2^${text(power)}${alive ? ' | alive' : ''})`;
  return { family: 'mean(forwardNorm2^s) (F9)', quantity, scope, scale: 'log', truth };
}

/** F4. */
function logMean(dice: Dice): Question {
  const { net, scope } = normalNet(dice);
  return {
    family: 'logMean(forwardNorm2) (F4)',
    quantity: 'logMean(forwardNorm2)',
    scope,
    scale: 'plain',
    truth: logMoments(net).mean,
  };
}

/** F3, G2, H2: the exact law, of the forward norm, of a gradient, and at L = 1 of the trace and of lambdaMax. */
function order(dice: Dice): Question {
  const drawn = normalNet(dice);
  const { net, network } = drawn;
  const which = dice.pick(['forwardNorm2', 'forwardNorm2', 'gradient', 'curvature'] as const);
  const layer = dice.whole(1, depthOf(network));
  if (which === 'curvature') return curvature(dice);
  const law = exactLawOf(network, which === 'gradient' ? { gradientLayer: layer } : {});
  const observable = which === 'gradient' ? `gradientNorm2[${layer}]` : which;
  return orderOf(dice, observable, drawn.scope, law, aliveProbability(net));
}

/** At L = 1 the loss's Hessian is grad F grad F': its trace and lambdaMax (d >= 2) are the gradient's squared norm. */
function curvature(dice: Dice): Question {
  const d = dice.whole(2, 4);
  const law = exactLawOf(squareNetwork(1, d), { gradientLayer: 1 });
  return orderOf(
    dice,
    dice.pick(['trace', 'lambdaMax']),
    `for L = 1, d = ${d}`,
    law,
    aliveProbability(squareNet(1, d, 2, 'relu')),
  );
}

function orderOf(
  dice: Dice,
  observable: string,
  scope: string,
  law: ReturnType<typeof exactLawOf>,
  alive: number,
): Question {
  const name = observable.replace(/\[\d+\]/, '[l]');
  const given = dice.uniform() < 1 / 2 && alive > 0.05;
  const level = 0.02 + 0.96 * dice.uniform();
  const condition = given ? ' | alive' : '';
  if (dice.uniform() < 1 / 2) {
    const x = law.quantile(level).value;
    const above = law.survival(x).value * (given ? 1 : alive);
    const below = given ? law.cdf(x).value : 1 - alive + alive * law.cdf(x).value;
    const relation = dice.pick(['>=', '<='] as const);
    return {
      family: `P(${name} >= t)`,
      quantity: `P(${observable} ${relation} exp(${text(x)})${condition})`,
      scope,
      scale: 'log',
      truth: Math.log(relation === '>=' ? above : below),
    };
  }
  const median = dice.uniform() < 1 / 2;
  const p = median ? 1 / 2 : level;
  const dead = 1 - alive;
  const quantity = median
    ? `median(${observable}${condition})`
    : `quantile(${observable}${condition}, ${text(p)})`;
  const family = `quantile(${name}, p)`;
  if (!given && p <= dead) return { family, quantity, scope, scale: 'plain', truth: 0 };
  const truth = law.quantile(given ? p : (p - dead) / alive).value;
  return { family, quantity, scope, scale: 'log', truth };
}

/** C1: a chain of uniform weights, L/d up to 50. */
function chain(dice: Dice): Question {
  const L = Math.round(dice.logUniform(1, 50));
  const scope = at(L, 1, 'activation linear, init uniform(1), readout none');
  const family = 'chain, L/d up to 50 (C1)';
  if (dice.uniform() < 1 / 2) {
    const truth = L * Math.log(3) - 2 * gammaMedian(L);
    return { family, quantity: 'median(forwardNorm2)', scope, scale: 'log', truth };
  }
  // P(X <= 3^L e^(-2y)) = P(Gamma(L) >= y): a Poisson sum.
  const y = L * (0.5 + dice.uniform());
  let [term, sum] = [Math.exp(-y), 0];
  for (let n = 0; n < L; n++) {
    sum += term;
    term *= y / (n + 1);
  }
  const quantity = `P(forwardNorm2 <= 3^${L}*exp(${text(-2 * y)}))`;
  return { family, quantity, scope, scale: 'log', truth: Math.log(sum) };
}

/** F10; several points at a time. */
function deaths(dice: Dice): Question {
  const [L, d] = [dice.whole(1, 20), dice.whole(1, 4)];
  const init = dice.pick(continuous);
  const single = dice.uniform() < 1 / 2;
  return {
    family: 'P(forwardNorm2 <= 0) (F10)',
    quantity: 'P(forwardNorm2 <= 0)',
    scope: single ? at(L, d, `init ${init}`) : `for L in 1..3, d in ${d}..${d + 1} with init ${init}`,
    scale: 'log',
    truth: Math.log(-Math.expm1(L * Math.log1p(-(2 ** -d)))),
    ...(single ? {} : { form: '1-(1-2^(-d))^L' }),
  };
}

/** All sign matrices: thresholds and levels at the atoms, where ties count, or between them. */
function rademacher(dice: Dice): Question {
  const [L, d] = [dice.whole(1, 3), dice.whole(1, 3)];
  const input = dice.pick(['dense', 'sparse'] as const);
  const all = rademacherLaw(L, d, input === 'sparse');
  const scope = at(L, d, `init rademacher, input ${input}`);
  const family = 'Rademacher weights, by enumeration';
  const given = dice.uniform() < 1 / 3;
  const alive = 1 - massBelow(all, 1e-9);
  const law = given
    ? all.filter(({ value }) => value > 0).map(({ value, mass }) => ({ value, mass: mass / alive }))
    : all;
  const condition = given ? ' | alive' : '';
  const atom = dice.pick(law);
  if (dice.uniform() < 1 / 2) {
    // Below an atom by a part in a million: rounding cannot hide on which side.
    const t = atom.value === 0 ? 1e-9 : atom.value * (1 - 1e-6);
    const quantity = `P(forwardNorm2 >= ${text(t)}${condition})`;
    const above = 1 - massBelow(law, t);
    if (above === 0) return { family, quantity, scope, scale: 'plain', truth: 0 };
    return { family, quantity, scope, scale: 'log', truth: Math.log(above) };
  }
  // Up to and with the atom is a level that the atom's quantile just reaches; not where it is rounded.
  const reached = massBelow(law, atom.value * (1 + 1e-9) + 1e-12);
  const p = !given && reached < 1 && dice.uniform() < 1 / 2 ? reached : 0.02 + 0.96 * dice.uniform();
  const { value } = law.find((_, i) => massBelow(law.slice(0, i + 1), Infinity) >= p)!;
  const quantity = `quantile(forwardNorm2${condition}, ${text(p)})`;
  if (value === 0) return { family, quantity, scope, scale: 'plain', truth: 0 };
  return { family, quantity, scope, scale: 'log', truth: Math.log(value) };
}

function massBelow(law: readonly Atom[], t: number): number {
  return law.reduce((sum, { value, mass }) => (value < t ? sum + mass : sum), 0);
}

/** G1. */
function gradientMean(dice: Dice): Question {
  const activation = dice.pick(activations);
  const init = dice.pick(continuous);
  const { p } = slopes(activation);
  const [L, d] = [dice.whole(1, 3), dice.whole(1, 4)];
  const readoutGain = dice.pick([1, 1 / 2, 3]);
  return {
    family: 'mean(gradientNorm2[l]) (G1)',
    quantity: `mean(gradientNorm2[${dice.whole(1, L)}])`,
    scope: at(L, d, `activation ${activation}, init ${init}, readoutGain ${text(readoutGain)}`),
    scale: 'log',
    truth: Math.log(p * readoutGain) + (L - 1) * Math.log(p * inits[init][0]),
  };
}

/** H3, relu and He's gain. */
function hessianMean(dice: Dice): Question {
  const [L, d] = [dice.whole(2, 3), dice.whole(1, 4)];
  const init = dice.pick(['he-normal', 'he-uniform']);
  const k = dice.whole(1, L - 1);
  const block = dice.uniform() < 1 / 2;
  return {
    family: 'means of Hessians (H3)',
    quantity: block ? `mean(hessianBlockNorm2[${k},${dice.whole(k + 1, L)}])` : 'mean(hessianNorm2)',
    scope: at(L, d, `init ${init}`),
    scale: 'log',
    truth: Math.log((block ? 1 : L * (L - 1)) * (d / 4)),
  };
}

/** The law itself, or a normal one whose distance is computed with an error below 1e-6. */
function distance(dice: Dice): Question {
  const [L, d] = [dice.whole(1, 3), dice.whole(1, 3)];
  const activation = dice.pick(['relu', 'linear'] as const);
  const scope = at(L, d, `activation ${activation}`);
  const family = 'lawDistance';
  if (dice.uniform() < 1 / 2) {
    const quantity = 'lawDistance(log(forwardNorm2) | alive, exactLaw)';
    return { family, quantity, scope, scale: 'plain', truth: 0 };
  }
  const [m, v] = [dice.whole(-2, 2), dice.whole(1, 4)];
  const law = exactLawOf(squareNetwork(L, d, { activation: { kind: activation } }));
  const { lower, upper } = distanceToNormal(law, m, v, 1e-6);
  const quantity = `lawDistance(log(forwardNorm2) | alive, normal(${m}, ${v}))`;
  return { family, quantity, scope, scale: 'plain', truth: (lower + upper) / 2 };
}

export const drawnQuestions: readonly ((dice: Dice) => Question)[] = [
  mean,
  squareMean,
  powerMean,
  logMean,
  order,
  order,
  order,
  chain,
  deaths,
  rademacher,
  rademacher,
  gradientMean,
  hessianMean,
  distance,
  ...unequalQuestions,
];
