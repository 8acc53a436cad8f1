/** A quick test of the arithmetic on the machine at hand: numbers printed in docs/theory.md, a closed form, two ways to draw one net. */
import { exactLawOf } from '../numerics/law/exact-law.js';
import { smallestWidth } from '../numerics/law/width.js';
import { type Nets, plainNets } from '../numerics/network/nets.js';
import { type Network, squareNetwork } from '../numerics/network/network.js';

export interface SelfTest {
  readonly name: string;
  readonly passed: boolean;
  /** What was found beside what it should be. */
  readonly found: string;
}

/** How the kernel draws the nets of a seed; undefined for networks that it leaves to plain code. */
export type Draw = (network: Network, seed: number) => Nets | undefined;

/** @param kernel undefined where there is no WebAssembly with SIMD: nothing is compared then. */
export function selfTests(kernel: Draw | undefined): SelfTest[] {
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

function sameNets(kernel: Draw): SelfTest {
  const [network, seed] = [squareNetwork(8, 16), 1];
  const [one, other] = [kernel(network, seed), plainNets(network, seed)].map((nets) => {
    const logs = new Float64Array(64);
    nets?.forwardSamples(0, 64, logs);
    return logs;
  });
  const differ = one!.filter((log, net) => !Object.is(log, other![net])).length;
  return {
    name: '64 nets by the kernel and by plain code',
    passed: differ === 0,
    found: differ === 0 ? 'the same bits' : `${differ} of 64 differ`,
  };
}
