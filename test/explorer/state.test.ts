/** The page's state and its address. Nothing here is left to chance but which states are tried. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultState, type ExplorerState, fromQuery, networkOf, toQuery } from '../../explorer/state.js';

const states: fc.Arbitrary<ExplorerState> = fc.record({
  depth: fc.integer({ min: 1, max: 1000 }),
  width: fc.integer({ min: 1, max: 512 }),
  gain: fc.double({ min: 0.1, max: 10, noNaN: true }),
  init: fc.constantFrom('normal', 'uniform', 'rademacher', 'orthogonal'),
  activation: fc.constantFrom('relu', 'leaky-relu', 'linear'),
  slope: fc.double({ min: 0.01, max: 1, noNaN: true }),
  floor: fc.double({ min: 1e-9, max: 0.99, noNaN: true }),
  risk: fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  claim: fc.string({ unit: 'grapheme', maxLength: 200 }),
});

describe('the address', () => {
  test('holds every state, to the last bit', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(fromQuery(`?${toQuery(state)}`)).toEqual({ state, complaints: [] });
      }),
    );
  });

  test('leaves out a claim that servers would refuse, and quotes the beginning of one that it cannot show', () => {
    const long = (length: number) => ({ ...defaultState, depth: 7, claim: 'x'.repeat(length) });
    expect(fromQuery(toQuery(long(5000))).state).toEqual(long(5000));
    // Each is nine characters of an address, or three.
    for (const claim of ['≤'.repeat(1000), '\ud800'.repeat(1000), 'x'.repeat(20_001), '<'.repeat(3000)]) {
      const query = toQuery({ ...long(0), claim });
      expect(query.length).toBeLessThan(8000);
      expect(fromQuery(query)).toEqual({ state: long(0), complaints: [] });
    }
    const { state, complaints } = fromQuery(`claim=${'x'.repeat(20_001)}`);
    expect(state.claim).toBe('x'.repeat(20_000));
    expect(complaints).toEqual([`claim cannot be '${'x'.repeat(40)}…': ${'x'.repeat(40)}… is shown.`]);
  });

  test('says nothing: the defaults', () => {
    expect(fromQuery('')).toEqual({ state: defaultState, complaints: [] });
  });

  test.each([
    ['depth=0', 'depth', 1],
    ['depth=1001', 'depth', 1000],
    ['depth=2.5', 'depth', 3],
    ['width=9999', 'width', 512],
    ['width=many', 'width', defaultState.width],
    ['width=', 'width', defaultState.width],
    ['gain=-1', 'gain', 0.1],
    ['gain=Infinity', 'gain', 10],
    ['init=he', 'init', 'normal'],
    ['activation=tanh', 'activation', 'relu'],
    ['seed=4294967296', 'seed', 4_294_967_295],
  ] as const)('%s is shown as what can be shown, and says so', (query, name, value) => {
    const { state, complaints } = fromQuery(query);
    expect(state).toEqual({ ...defaultState, [name]: value });
    expect(complaints).toEqual([expect.stringContaining(`${name} cannot be '`)]);
  });
});

test('the nets are those of the state', () => {
  const leaky = networkOf({ ...defaultState, depth: 3, width: 5, activation: 'leaky-relu', slope: 0.25 });
  expect(leaky).toMatchObject({
    widths: [5, 5, 5, 5],
    init: { name: 'normal', gain: 2 },
    activation: { kind: 'leaky-relu', slope: 0.25 },
  });
});
