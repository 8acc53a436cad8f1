/** The page's state and its address. Nothing here is left to chance but which states are tried. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inverseWidths, readWidths, scaled, shapeText, weightCount } from '../../explorer/shape.js';
import {
  defaultState,
  type ExplorerState,
  fromQuery,
  netsKey,
  networkOf,
  toQuery,
} from '../../explorer/state.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

const states: fc.Arbitrary<ExplorerState> = fc.record({
  depth: fc.integer({ min: 1, max: 1000 }),
  width: fc.integer({ min: 1, max: 512 }),
  widths: fc.array(fc.integer({ min: 1, max: 512 }), { maxLength: 256 }),
  inputWidth: fc.option(fc.integer({ min: 1, max: 512 }), { nil: undefined }),
  gain: fc.double({ min: 0.1, max: 10, noNaN: true }),
  init: fc.constantFrom('normal', 'uniform', 'rademacher', 'orthogonal'),
  activation: fc.constantFrom('relu', 'leaky-relu', 'linear'),
  slope: fc.double({ min: 0.01, max: 1, noNaN: true }),
  floor: fc.double({ min: 1e-9, max: 0.99, noNaN: true }),
  risk: fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  claim: fc.string({ unit: 'grapheme', maxLength: 100 }),
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
    ['widths=64,x', 'widths', []],
    ['widths=64,0', 'widths', []],
    ['widths=513', 'widths', []],
    [`widths=${Array(257).fill(2)}`, 'widths', []],
    ['inputWidth=513', 'inputWidth', 512],
    ['inputWidth=wide', 'inputWidth', undefined],
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

describe('unequal widths', () => {
  const state = { ...defaultState, widths: [64, 32, 16] };

  test('take the place of depth and width', () => {
    expect(networkOf(state).widths).toEqual([64, 64, 32, 16]);
    expect(networkOf({ ...state, inputWidth: 8 }).widths).toEqual([8, 64, 32, 16]);
    // The input's width is kept for when there are widths again.
    expect(networkOf({ ...defaultState, depth: 2, width: 3, inputWidth: 8 }).widths).toEqual([3, 3, 3]);
    expect(netsKey({ ...state, depth: 5 })).toBe(netsKey(state));
    expect(netsKey({ ...state, inputWidth: 8 })).not.toBe(netsKey(state));
    expect(netsKey({ ...state, widths: [64, 32] })).not.toBe(netsKey(state));
  });

  test.each([
    ['', []],
    ['  ', []],
    ['7', [7]],
    ['64,32,16', [64, 32, 16]],
    [' 64 , 32  16, ', [64, 32, 16]],
    ['512, 1', [512, 1]],
    ['1e2, 8.0, 007', [100, 8, 7]],
  ])("'%s' is read", (text, widths) => {
    expect(readWidths(text)).toEqual(widths);
  });

  test.each([
    ['64;32', "not '64;32'."],
    ['64,,32', "not ''."],
    ['64, 0', "not '0'."],
    ['64, 513', "not '513'."],
    ['2.5', "not '2.5'."],
    ['-3', "not '-3'."],
    ['1e3', "not '1e3'."],
    ['1e-1', "not '1e-1'."],
    ['0x10', "not '0x10'."],
    ['+8', "not '+8'."],
    ['.5e1', "not '.5e1'."],
    ['x'.repeat(30), `not '${'x'.repeat(20)}…'.`],
    [Array(257).fill(2).join(' '), 'At most 256 layers have widths of their own, not 257.'],
  ])("'%s' is refused in one sentence", (text, words) => {
    const sentence = readWidths(text);
    expect(sentence).toEqual(expect.stringContaining(words));
    expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  test.each(['1e2', '1E+2', '8.0', '007', '800e-2', '+8', '0x10', '.5e1', '8.', '2.5', '1e', '1_0', '٣'])(
    '%s is a width here if and only if it is one in a claim',
    (text) => {
      const inClaim = () => parseClaim(`median(forwardNorm2) <= 1 for n in 1..2 with widths [${text}, n]`);
      if (typeof readWidths(text) === 'string') expect(inClaim).toThrow();
      else expect(inClaim).not.toThrow();
    },
  );

  test('in words and in sums', () => {
    expect(shapeText([8, 8, 8, 8])).toBe('depth 3 and width 8');
    expect(shapeText([64, 64, 32, 16])).toBe('widths 64, 32, 16');
    expect(shapeText([8, 64, 32, 16])).toBe('widths 64, 32, 16 behind an input of width 8');
    expect(shapeText([3, 4])).toBe('width 4 behind an input of width 3');
    expect(shapeText([1, ...Array.from({ length: 13 }, (_, i) => i + 1)])).toBe(
      'widths 1, 2, 3, 4, 5, …, 9, 10, 11, 12, 13',
    );
    expect(inverseWidths([8, 64, 32, 16])).toBe(7 / 64);
    expect(inverseWidths([10, ...Array<number>(30).fill(10)])).toBe(3);
    expect(weightCount([8, 64, 32, 16])).toBe(8 * 64 + 64 * 32 + 32 * 16);
    expect(scaled([8, 64, 3, 16], 1 / 8)).toEqual([1, 8, 1, 2]);
  });
});
