/** What the page shows: plain data, all of it in the URL's query. */
import { layeredNetwork, type Network } from '../numerics/network/network.js';
import { type Layers, readWidths, widestLayer } from './shape.js';

const initFamilies = ['normal', 'uniform', 'rademacher', 'orthogonal'] as const;
const activationKinds = ['relu', 'leaky-relu', 'linear'] as const;

/** d sigma^2 of nn.Linear's U(-1/sqrt d, 1/sqrt d). */
export const pytorchGain = 1 / 3;

export interface ExplorerState {
  /** L, a whole number in 1..1000. */
  readonly depth: number;
  /** d, a whole number in 1..512. */
  readonly width: number;
  /** d_1, ..., d_L, up to 256 whole numbers in 1..512: these layers in place of L of width d. None where all have the width d. */
  readonly widths: readonly number[];
  /** d_0 beside widths, in 1..512; undefined: as wide as the first layer. Kept while there are none. */
  readonly inputWidth: number | undefined;
  /** g = d sigma^2 (of layer l: d_(l-1) sigma_l^2), in 0.1..10; He's is 2, Xavier's 1, that of PyTorch's nn.Linear 1/3. */
  readonly gain: number;
  /** The family that weights are drawn from. */
  readonly init: (typeof initFamilies)[number];
  readonly activation: (typeof activationKinds)[number];
  /** Of leaky relu, in 0.01..1; kept while another activation is shown. */
  readonly slope: number;
  /** A norm counts as survived above this, in 1e-9..0.99. */
  readonly floor: number;
  /** How likely it may be to fall below the floor, in 1e-6..0.99. */
  readonly risk: number;
  /** A whole number in 0..2^32-1. */
  readonly seed: number;
  /** A claim of the claim language; may be empty or malformed. */
  readonly claim: string;
}

/** How a field is read from text: the value, and whether it is what the text says; undefined if the text makes no sense. */
type Reader<T> = (text: string) => { readonly value: T; readonly exact: boolean } | undefined;

const number =
  (least: number, most: number, whole: boolean): Reader<number> =>
  (text) => {
    const asked = text.trim() === '' ? Number.NaN : Number(text);
    if (Number.isNaN(asked)) return undefined;
    const value = Math.min(most, Math.max(least, whole ? Math.round(asked) : asked));
    return { value, exact: value === asked };
  };
const whole = (least: number, most: number) => number(least, most, true);
const real = (least: number, most: number) => number(least, most, false);
const oneOf =
  <T extends string>(values: readonly T[]): Reader<T> =>
  (text) => {
    const value = values.find((each) => each === text);
    return value === undefined ? undefined : { value, exact: true };
  };

const widthList: Reader<readonly number[]> = (text) => {
  const value = readWidths(text);
  return typeof value === 'string' ? undefined : { value, exact: true };
};
const optional =
  <T>(reader: Reader<T>): Reader<T | undefined> =>
  (text) =>
    text === '' ? { value: undefined, exact: true } : reader(text);

const longestClaim = 20_000;
/** Characters of a query: servers refuse longer ones, the first of them from 8000 on. */
const longestQuery = 6000;
/** Characters that a complaint quotes. */
const longestQuote = 40;

const fields: { readonly [K in keyof ExplorerState]: Reader<ExplorerState[K]> } = {
  depth: whole(1, 1000),
  width: whole(1, widestLayer),
  widths: widthList,
  inputWidth: optional(whole(1, widestLayer)),
  gain: real(0.1, 10),
  init: oneOf(initFamilies),
  activation: oneOf(activationKinds),
  slope: real(0.01, 1),
  floor: real(1e-9, 0.99),
  risk: real(1e-6, 0.99),
  seed: whole(0, 2 ** 32 - 1),
  claim: (text) => ({ value: text.slice(0, longestClaim), exact: text.length <= longestClaim }),
};
const names = Object.keys(fields) as (keyof ExplorerState)[];

export const defaultState: ExplorerState = {
  depth: 64,
  width: 32,
  widths: [],
  inputWidth: undefined,
  gain: 2,
  init: 'normal',
  activation: 'relu',
  slope: 0.1,
  floor: 0.1,
  risk: 0.1,
  seed: 1,
  claim: 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..32, d in 2..16 where L >= d',
};

/** All of the state, but for a claim too long for an address. */
export function toQuery(state: ExplorerState): string {
  const query = new URLSearchParams();
  for (const name of names) query.set(name, textOf(state[name]));
  if (query.toString().length > longestQuery) query.set('claim', '');
  return query.toString();
}

/** As in addresses: a list with commas, nothing for what is not there. */
const textOf = (value: ExplorerState[keyof ExplorerState]) => String(value ?? '');

/** What a query says, defaults for the rest; and a sentence for each value that could not be taken as it is. */
export function fromQuery(query: string): {
  readonly state: ExplorerState;
  readonly complaints: readonly string[];
} {
  const given = new URLSearchParams(query);
  const complaints: string[] = [];
  const entries = names.map((name) => {
    const text = given.get(name);
    if (text === null) return [name, defaultState[name]];
    const read = fields[name](text);
    const value = read?.value ?? defaultState[name];
    if (read?.exact !== true)
      complaints.push(`${name} cannot be '${quote(text)}': ${quote(textOf(value)) || 'none'} is shown.`);
    return [name, value];
  });
  return { state: Object.fromEntries(entries) as ExplorerState, complaints };
}

const quote = (text: string) => (text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text);

/** The layers of the nets that the state speaks of: L of width d behind an input as wide, unless there are widths. */
export function layersOf({ depth, width, widths, inputWidth }: ExplorerState): Layers {
  if (widths.length === 0) return new Array<number>(depth + 1).fill(width);
  return [inputWidth ?? widths[0]!, ...widths];
}

export const isUnequal = ({ widths }: ExplorerState) => widths.length > 0;

/** The nets that the state speaks of; or others of the same kind. */
export function networkOf(state: ExplorerState, layers = layersOf(state)): Network {
  const { gain, init, activation, slope } = state;
  return layeredNetwork(layers, {
    init: { name: init, gain },
    activation: activation === 'leaky-relu' ? { kind: activation, slope } : { kind: activation },
  });
}

/** The same for states whose nets, drawn from their seeds, are the same. */
export function netsKey(state: ExplorerState): string {
  const { depth, width, gain, init, activation, slope, seed } = state;
  const shape = isUnequal(state) ? layersOf(state).join('-') : `${depth} of ${width}`;
  return [shape, gain, init, activation, activation === 'leaky-relu' ? slope : 0, seed].join();
}
