/** What a report draws of the balanced chain: times, curvature and steps along the depth. */
import { chainEigenvalues } from '../../numerics/chain/spectrum.js';
import { balancedFlow } from '../../numerics/escape/chain-flow.js';
import { chainSteps } from '../../numerics/escape/chain-steps.js';
import { chainLambdaMin, chainTime } from '../../numerics/escape/chain-time.js';
import { type Adam, type Optimizer, optimizerOf, type RmsProp } from '../../numerics/escape/optimizers.js';
import { shift } from '../../numerics/hessian/scaled.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';
import { type EscapeCurve, type EscapePicture, within } from '../pictures/escape-picture.js';
import { numbersOf } from './experiment.js';

/** Depths from the first to the last, closer to each other where they are small. */
function depthsBetween(first: number, last: number): number[] {
  const depths: number[] = [];
  for (let depth = first; depth < last; depth = Math.max(depth + 1, Math.round(1.25 * depth)))
    depths.push(depth);
  return [...depths, last];
}

/** E1: the flow's time to the middle goal, integrated, and its closed form, for each start. */
export function timePicture(parameters: Parameters): EscapePicture {
  const depths = numbersOf(parameters, 'Ls');
  const goals = numbersOf(parameters, 'goals');
  const goal = goals[Math.floor(goals.length / 2)]!;
  const curves = numbersOf(parameters, 'starts').flatMap((start): EscapeCurve[] => [
    {
      name: `from ${start}`,
      role: 'points',
      rows: depths.map((x) => ({ x, y: balancedFlow(x, start, goal).time })),
    },
    {
      name: 'closed form',
      role: 'stated',
      rows: depthsBetween(depths[0]!, depths.at(-1)!).map((x) => ({ x, y: chainTime(x, start, goal) })),
    },
  ]);
  return { kind: 'time', curves };
}

/** E2: |lambdaMin| by the secular equation and in closed form, for each weight w as far as w^L <= 1/2. */
export function curvaturePicture(parameters: Parameters): EscapePicture {
  const curves = numbersOf(parameters, 'weights').flatMap((weight): EscapeCurve[] => {
    const depths = numbersOf(parameters, 'Ls').filter((depth) => weight ** depth <= 1 / 2);
    // One point is no curve.
    if (depths.length < 2) return [];
    const found = (depth: number) => {
      const { values, bits } = chainEigenvalues({ weights: new Float64Array(depth).fill(weight), x: 1 }, 1);
      return Math.abs(shift(values[0]!, bits));
    };
    return [
      { name: `w = ${weight}`, role: 'points', rows: depths.map((x) => ({ x, y: found(x) })) },
      {
        name: 'closed form',
        role: 'stated',
        rows: depthsBetween(depths[0]!, depths.at(-1)!).map((x) => ({
          x,
          y: Math.abs(chainLambdaMin(x, weight)),
        })),
      },
    ];
  });
  return { kind: 'curvature', curves };
}

/** Steps of an optimizer along the chain, as far as the cap. */
const stepsCurve = (
  name: string,
  optimizer: Optimizer,
  depths: readonly number[],
  [start, goal, cap]: readonly [number, number, number],
): EscapeCurve => ({
  name,
  role: 'line',
  rows: depths.map((x) => ({ x, y: within(cap, chainSteps(x, start, goal, optimizer, cap)) })),
});

/** E3: sign descent at each rate, and gradient descent at the largest, between the first start and the first goal. */
export function signPicture(parameters: Parameters): EscapePicture {
  const cap = 3000;
  const way = [numbersOf(parameters, 'starts')[0]!, numbersOf(parameters, 'goals')[0]!, cap] as const;
  const rates = numbersOf(parameters, 'rates');
  const depths = [1, 2, 3, 4, 6, 8, 16, 64, 256, 1000];
  const fastest = Math.max(...rates);
  return {
    kind: 'steps',
    cap,
    curves: [
      ...rates.map((rate) =>
        stepsCurve(`sign descent, rate ${rate}`, optimizerOf('sign-descent', { rate }), depths, way),
      ),
      stepsCurve(
        `gradient descent, rate ${fastest}`,
        optimizerOf('gradient-descent', { rate: fastest }),
        depths,
        way,
      ),
    ],
  };
}

/** E3: an adaptive optimizer with and without epsilon, gradient descent of the same rate, and what the claim states. */
export function adaptivePicture(parameters: Parameters, optimizer: Adam | RmsProp): EscapePicture {
  const cap = 10_000;
  const way = [0.3, 0.9, cap] as const;
  const stated = numbersOf(parameters, 'depths');
  const [least, most] = [numbersOf(parameters, 'least'), numbersOf(parameters, 'most')];
  const depths = [...new Set([4, 6, 8, 12, ...stated, 24])].sort((a, b) => a - b);
  const name = optimizer.kind === 'adam' ? 'Adam' : 'RMSprop';
  const epsilons = [optimizer.epsilon, optimizer.epsilon === 0 ? 1e-8 : 0];
  return {
    kind: 'steps',
    cap,
    curves: [
      ...epsilons.map((epsilon) =>
        stepsCurve(`${name}, epsilon ${epsilon}`, { ...optimizer, epsilon }, depths, way),
      ),
      stepsCurve('gradient descent', optimizerOf('gradient-descent', { rate: optimizer.rate }), depths, way),
      {
        name: 'as stated',
        role: 'bounds',
        rows: stated.map((x, i) => ({
          x,
          y: null,
          lower: within(cap, least[i]!),
          upper: within(cap, most[i]!),
        })),
      },
    ],
  };
}
