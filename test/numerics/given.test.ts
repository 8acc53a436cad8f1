/** What plain JavaScript may pass against the types: one sentence each, never the engine's TypeError and never a number. No chance in it. */
import { describe, expect, test } from 'vitest';
import * as numerics from '../../numerics/index.js';
import { isRefusal } from '../../theory/errors.js';

const net = numerics.squareNetwork(2, 3);
const out = new Float64Array(4);
const alive = new Uint8Array(4);
const any = (value: unknown) => value as never;

/** The sentence with which a call is refused. */
function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toSatisfy(isRefusal);
    expect((error as Error).message).toMatch(/^[A-Za-z][^\n]*\.$/);
    return (error as Error).message;
  }
  throw new Error('It was not refused.');
}

describe('in place of a network', () => {
  test.each([
    ['depthOf', (x) => numerics.depthOf(x)],
    ['exactLawOf', (x) => numerics.exactLawOf(x)],
    ['exactMean', (x) => numerics.exactMean(x)],
    ['exactSecondMoment', (x) => numerics.exactSecondMoment(x)],
    ['forwardSamples', (x) => numerics.forwardSamples(x, 1, 0, 4, out)],
    ['gradientSamples', (x) => numerics.gradientSamples(x, 1, 1, 0, 4, out, alive)],
    ['hessianBlockSamples', (x) => numerics.hessianBlockSamples(x, 1, 2, 1, 0, 4, out, alive)],
    ['hessianEigenvalues', (x) => numerics.hessianEigenvalues(x, 1, 0)],
    ['hessianExtremes', (x) => numerics.hessianExtremes(x, 1, 0)],
    ['hessianSamples', (x) => numerics.hessianSamples(x, 1, 0, 4, out, alive)],
    ['reducedSamples', (x) => numerics.reducedSamples(x, 1, 0, 4, out)],
    ['singleForwardSamples', (x) => numerics.singleForwardSamples(x, 1, 0, 4, out)],
    ['weightVariance', (x) => numerics.weightVariance(x, 1)],
    ['weightsOf', (x) => numerics.weightsOf(x, 1)],
  ] as [string, (network: never) => unknown][])('%s', (_, call) => {
    expect(() => call(any(net))).not.toThrow();
    for (const wrong of [undefined, null, 3, 'net', [], {}, { depth: 2, width: 3 }, () => net])
      expect(refusal(() => call(any(wrong)))).toMatch(/^A network is what squareNetwork.* makes, not .+\.$/);
  });
});

test.each([
  [{ activation: 'linear' }, 'An activation is'],
  [{ activation: { kind: 'tanh' } }, 'An activation is'],
  [{ activation: null }, 'An activation is'],
  [{ activation: { kind: 'leaky-relu', slope: '0.1' } }, 'not "0.1".'],
  [{ activation: { kind: 'leaky-relu' } }, 'not undefined.'],
  [{ init: 'he-uniform' }, 'An init is an object'],
  [{ init: null }, 'An init is an object'],
  [{ init: { name: 'he' } }, 'There is no init called "he".'],
  [{ init: { name: 'normal', gain: '2' } }, 'not "2".'],
  [{ readoutGain: '1' }, 'not "1".'],
  [{ readout: 'fix' }, 'not "fix".'],
  [{ input: 'spares' }, 'not "spares".'],
  [{ activaton: { kind: 'linear' } }, 'no setting "activaton"'],
  ['linear', 'Settings of a net are an object'],
  [null, 'Settings of a net are an object'],
])('settings %j', (settings, words) => {
  expect(refusal(() => numerics.squareNetwork(2, 3, any(settings)))).toContain(words);
});

test('settings that are undefined are left out', () => {
  for (const name of ['activation', 'init', 'readoutGain', 'readout', 'input'])
    expect(numerics.squareNetwork(2, 3, any({ [name]: undefined }))).toEqual(net);
});

test('what is no plain literal is right all the same: frozen nets, nets changed by spreading, arrays of other kinds, and parts of them', () => {
  const sparse = Object.freeze(
    numerics.layeredNetwork(Object.freeze([3, 3, 3]), Object.freeze({ input: 'sparse' } as const)),
  );
  const dense = { ...sparse, input: 'dense' as const };
  numerics.forwardSamples(dense, 1, 0, 4, out);
  const part = new Float64Array(8).subarray(2, 6);
  numerics.forwardSamples(net, 1, 0, 4, part);
  expect(part).toEqual(out);
  for (const array of [[0, 0, 0, 0], new Float32Array(4)]) {
    numerics.forwardSamples(net, 1, 0, 4, any(array));
    for (const [i, log] of array.entries()) expect(log).toBeCloseTo(out[i]!, 5);
  }
});

test('widths that are none; a whole network as settings does not change them', () => {
  for (const wrong of [undefined, null, 3, '3,4', {}]) refusal(() => numerics.layeredNetwork(any(wrong)));
  for (const wrong of ['3', null, [3]]) refusal(() => numerics.layeredNetwork([3, any(wrong)]));
  expect(numerics.layeredNetwork([4, 5], net).widths).toEqual([4, 5]);
});

test.each([
  ['forwardSamples', (array) => numerics.forwardSamples(net, 1, 0, 4, array)],
  ['gradientSamples', (array) => numerics.gradientSamples(net, 1, 1, 0, 4, array, alive)],
  ['gradientSamples: alive', (array) => numerics.gradientSamples(net, 1, 1, 0, 4, out, array)],
  ['hessianBlockSamples', (array) => numerics.hessianBlockSamples(net, 1, 2, 1, 0, 4, array, alive)],
  ['hessianSamples: alive', (array) => numerics.hessianSamples(net, 1, 0, 4, out, array)],
  ['reducedSamples', (array) => numerics.reducedSamples(net, 1, 0, 4, array)],
  ['singleForwardSamples', (array) => numerics.singleForwardSamples(net, 1, 0, 4, array)],
] as [string, (array: never) => unknown][])('an array to write to that is left out: %s', (_, call) => {
  for (const wrong of [undefined, null, 4, 'out', {}, new DataView(new ArrayBuffer(64))])
    expect(refusal(() => call(any(wrong)))).toContain("an array of the caller's");
});

test('the number of a net, of which eigenvalues are asked', () => {
  for (const wrong of [undefined, null, -1, 1.5, Number.NaN, Infinity, '5']) {
    refusal(() => numerics.hessianEigenvalues(net, 1, any(wrong)));
    refusal(() => numerics.hessianExtremes(net, 1, any(wrong)));
  }
});

test('in place of samples, and of what is known of them', () => {
  for (const wrong of [undefined, null, 3, 'samples', {}, new DataView(new ArrayBuffer(64))]) {
    expect(refusal(() => numerics.quantileInterval(any(wrong), 0.5, 0.01))).toContain('Float64Array');
    expect(refusal(() => numerics.lawDistanceInterval(any(wrong), out, 0, 0.01))).toContain('Float64Array');
    expect(refusal(() => numerics.lawDistanceInterval(out, any(wrong), 0, 0.01))).toContain('Float64Array');
    const bound = { secondMoment: 1, center: 0 };
    expect(refusal(() => numerics.secondMomentInterval(any(wrong), bound, 0.01))).toContain('Float64Array');
  }
  refusal(() => numerics.secondMomentInterval(out, any(undefined), 0.01));
  for (const wrong of [undefined, null, 3, {}]) {
    refusal(() => numerics.smallestWidth(any(wrong)));
    refusal(() => numerics.closedFormWidth(any(wrong)));
  }
});
