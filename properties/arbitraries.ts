/** fast-check arbitraries for nets: widths, depths and settings are drawn, never weights. */
import fc from 'fast-check';
import type { Activation, Init, Network } from '../numerics/network/network.js';
import { layeredNetwork, squareNetwork } from '../numerics/network/network.js';

/** Relu, linear, or leaky relu with a slope that is a whole number of hundredths in [-1, 1]. */
export function activationArbitrary(): fc.Arbitrary<Activation> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.constantFrom<Activation>({ kind: 'relu' }, { kind: 'linear' }),
    fc.integer({ min: -100, max: 100 }).map((k): Activation => ({ kind: 'leaky-relu', slope: k / 100 })),
  );
}

/** Every init, with gains between 1/10 and 10 where one is free. */
export function initArbitrary(): fc.Arbitrary<Init> {
  const named = fc.constantFrom<Init>(
    { name: 'he-normal' },
    { name: 'he-uniform' },
    { name: 'xavier-normal' },
    { name: 'xavier-uniform' },
    { name: 'lecun-normal' },
    { name: 'lecun-uniform' },
    { name: 'pytorch' },
    { name: 'rademacher' },
    { name: 'orthogonal' },
  );
  const gained = fc.record({
    name: fc.constantFrom('normal' as const, 'uniform' as const),
    gain: fc.double({ min: 0.1, max: 10, noNaN: true }),
  });
  return fc.oneof({ withCrossShrink: true }, named, gained);
}

/** How large the nets of `networkArbitrary` may be. */
export interface NetworkLimits {
  /** Largest depth; default 16. */
  readonly depth?: number;
  /** Largest width; default 32. */
  readonly width?: number;
  /** Whether each layer, and the input, has a width of its own; default false: all have the same. */
  readonly unequal?: boolean;
}

/** Nets of every activation, init and input, within the limits; shrinks towards depth 1, width 1, relu, he-normal. */
export function networkArbitrary(limits: NetworkLimits = {}): fc.Arbitrary<Network> {
  const { depth = 16, width = 32, unequal = false } = limits;
  const settings = {
    activation: activationArbitrary(),
    init: initArbitrary(),
    input: fc.constantFrom('dense' as const, 'sparse' as const),
  };
  const oneWidth = fc.integer({ min: 1, max: width });
  if (unequal) {
    return fc
      .record({ widths: fc.array(oneWidth, { minLength: 2, maxLength: depth + 1 }), ...settings })
      .map(({ widths, ...rest }) => layeredNetwork(widths, rest));
  }
  return fc
    .record({ depth: fc.integer({ min: 1, max: depth }), width: oneWidth, ...settings })
    .map(({ depth, width, ...rest }) => squareNetwork(depth, width, rest));
}
