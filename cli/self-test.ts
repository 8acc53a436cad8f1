/** A quick test of the arithmetic on the machine at hand: numbers printed in docs/theory.md, a closed form, two ways to draw one net. */

import type { Engine } from '../numerics/kernel/engine.js';
import { jobOf } from '../numerics/kernel/forward.js';
import { plainEngine } from '../numerics/kernel/plain.js';
import { exactLawOf } from '../numerics/law/exact-law.js';
import { smallestWidth } from '../numerics/law/width.js';
import { squareNetwork } from '../numerics/network/network.js';

export interface SelfTest {
  readonly name: string;
  readonly passed: boolean;
  /** What was found beside what it should be. */
  readonly found: string;
}

/** @param kernel undefined where there is no WebAssembly with SIMD: nothing is compared then. */
export function selfTests(kernel: Engine | undefined): SelfTest[] {
  const tests = [momentOfLayer(), widthOfTable(), medianOfTwoUnits()];
  return kernel === undefined ? tests : [...tests, sameNets(kernel)];
}

function momentOfLayer(): SelfTest {
  const law = exactLawOf(squareNetwork(1, 4));
  const value = 4 * (law.logMoment(0.5).value + law.logAlive.value);
  return test('d log phi_(1/2) at d=4 (theory F9)', value, -0.70427, 5e-6);
}

function widthOfTable(): SelfTest {
  const width = smallestWidth({ depth: 20, floor: 0.1, risk: 0.1 });
  return test('smallest width for L=20, floor 0.1, risk 0.1 (theory W1)', width, 71, 0);
}

/** A linear layer of two units with gain 1: chi^2_2/2 is exponential, of median log 2. */
function medianOfTwoUnits(): SelfTest {
  const law = exactLawOf(
    squareNetwork(1, 2, { activation: { kind: 'linear' }, init: { name: 'normal', gain: 1 } }),
  );
  const { value, error } = law.quantile(0.5);
  return test('log-median of an exponential law', value, Math.log(Math.LN2), error + 1e-15);
}

function test(name: string, value: number, right: number, error: number): SelfTest {
  return { name, passed: Math.abs(value - right) <= error, found: `${value}, should be ${right}` };
}

/** Numbers are compared before their logarithm is taken, which swallows bits. */
function sameNets(kernel: Engine): SelfTest {
  const job = jobOf(squareNetwork(8, 16), 1);
  const [one, other] = [kernel, plainEngine].map((engine) => {
    const numbers = new Float64Array(2 * 64);
    engine.forward(job, 0, 64, numbers);
    return numbers;
  });
  const differ = (i: number) => !Object.is(one![i], other![i]);
  const nets = Array.from({ length: 64 }, (_, net) => net).filter(
    (net) => differ(2 * net) || differ(2 * net + 1),
  );
  return {
    name: '64 nets by the kernel and by plain code',
    passed: nets.length === 0,
    found: nets.length === 0 ? 'the same bits' : `${nets.length} of 64 differ`,
  };
}
