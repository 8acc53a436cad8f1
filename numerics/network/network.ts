/** Randomly initialised fully connected nets without biases: z^l = W^l a^(l-1), a^l = phi(z^l), a^0 = x. */
import type { Distribution } from '../random/source.js';
import { shown } from './shown.js';

/** phi, applied to each unit. */
export type Activation =
  | { readonly kind: 'relu' }
  | { readonly kind: 'linear' }
  /** phi(z) = z for z > 0, slope z otherwise. */
  | { readonly kind: 'leaky-relu'; readonly slope: number };

export type Family = Distribution | 'orthogonal';

const initFamilies = {
  'he-normal': 'normal',
  'he-uniform': 'uniform',
  'xavier-normal': 'normal',
  'xavier-uniform': 'uniform',
  'lecun-normal': 'normal',
  'lecun-uniform': 'uniform',
  pytorch: 'uniform',
  rademacher: 'rademacher',
  orthogonal: 'orthogonal',
  normal: 'normal',
  uniform: 'uniform',
} as const satisfies Record<string, Family>;

/** How weights are drawn: the families and variances of the claim language. */
export interface Init {
  readonly name: keyof typeof initFamilies;
  /** Needed by normal and uniform (variance gain/fan_in), optional for rademacher and orthogonal (2), for no other. */
  readonly gain?: number;
}

/** A law of nets, from which a seed and a number draw one. */
export interface Network {
  /** d_0 (the input's), d_1, ..., d_L. */
  readonly widths: readonly number[];
  readonly activation: Activation;
  readonly init: Init;
  /** sigma_b^2 = readoutGain / d_L. */
  readonly readoutGain: number;
  readonly readout: 'random' | 'fixed' | 'none';
  /** All entries equal, or the first unit vector. */
  readonly input: 'dense' | 'sparse';
}

/** What may be said of a net besides its widths. */
export type NetworkSettings = Partial<Omit<Network, 'widths'>>;

/** Limits that keep sums of residues exact (ties.ts) and lists of widths small. */
const maxWidth = 2 ** 20;
const maxDepth = 2 ** 20;

/**
 * A net with these widths; what the settings leave out, or leave undefined, is relu, he-normal, readout gain 1, random readout, dense input.
 * @throws RangeError if it is not one.
 */
export function layeredNetwork(widths: readonly number[], settings: NetworkSettings = {}): Network {
  checkNames(settings);
  const {
    activation = { kind: 'relu' },
    init = { name: 'he-normal' },
    readoutGain = 1,
    readout = 'random',
    input = 'dense',
  } = settings;
  const network: Network = { activation, init, readoutGain, readout, input, widths };
  validate(network);
  return network;
}

/** `depth` hidden layers of one width, the input's too. */
export function squareNetwork(depth: number, width: number, settings: NetworkSettings = {}): Network {
  if (!isCount(depth, maxDepth)) {
    throw new RangeError(`The depth must be a whole number from 1 to ${maxDepth}, not ${shown(depth)}.`);
  }
  return layeredNetwork(new Array<number>(depth + 1).fill(width), settings);
}

function isCount(x: number, max: number): boolean {
  return Number.isInteger(x) && x >= 1 && x <= max;
}

/** Of a whole network too, which may be passed on as settings of another: the widths given beside it count. */
const settingNames: readonly string[] = Object.keys({
  widths: true,
  activation: true,
  init: true,
  readoutGain: true,
  readout: true,
  input: true,
} satisfies Record<keyof Network, true>);

function checkNames(settings: NetworkSettings): void {
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings))
    throw new RangeError(
      `Settings of a net are an object, such as { input: 'sparse' }, not ${shown(settings)}.`,
    );
  const unknown = Object.keys(settings).find((name) => !settingNames.includes(name));
  if (unknown !== undefined)
    throw new RangeError(
      `There is no setting ${shown(unknown)} of a net: there are ${settingNames.slice(1).join(', ')}.`,
    );
}

/** @throws RangeError for what plain JavaScript may pass in place of a network; what a network holds is not looked at. */
export function checkNetwork(network: unknown): void {
  const { widths, activation, init } = (network ?? {}) as Record<string, unknown>;
  if (Array.isArray(widths) && typeof activation === 'object' && typeof init === 'object') return;
  throw new RangeError(
    `A network is what squareNetwork(depth, width) or layeredNetwork(widths) makes, not ${shown(network)}.`,
  );
}

function validate({ widths, activation, init, readoutGain, readout, input }: Network): void {
  if (!Array.isArray(widths))
    throw new RangeError(`The widths of a net are an array, such as [4, 8, 8], not ${shown(widths)}.`);
  if (!isCount(widths.length - 1, maxDepth)) {
    throw new RangeError(
      `A net needs from 2 to ${maxDepth + 1} widths (the input's first), not ${widths.length}.`,
    );
  }
  for (const width of widths) {
    if (!isCount(width, maxWidth)) {
      throw new RangeError(`A width must be a whole number from 1 to ${maxWidth}, not ${shown(width)}.`);
    }
  }
  validateActivation(activation);
  validateGain(init);
  if (!(typeof readoutGain === 'number' && readoutGain >= 1e-300 && readoutGain <= 1e300)) {
    throw new RangeError(`The readout gain must lie in 1e-300..1e300, not ${shown(readoutGain)}.`);
  }
  if (!['random', 'fixed', 'none'].includes(readout))
    throw new RangeError(`The readout must be random, fixed or none, not ${shown(readout)}.`);
  if (!['dense', 'sparse'].includes(input))
    throw new RangeError(`The input must be dense or sparse, not ${shown(input)}.`);
}

function validateActivation(activation: Activation): void {
  if (!['relu', 'linear', 'leaky-relu'].includes(activation?.kind))
    throw new RangeError(
      `An activation is { kind: 'relu' }, { kind: 'linear' } or { kind: 'leaky-relu', slope: 1/4 }, not ${shown(activation)}.`,
    );
  if (activation.kind === 'leaky-relu') {
    const size = typeof activation.slope === 'number' ? Math.abs(activation.slope) : Number.NaN;
    if (!(size === 0 || (size >= 1e-100 && size <= 1e100))) {
      throw new RangeError(
        `The slope must be 0 or of absolute value in 1e-100..1e100, not ${shown(activation.slope)}.`,
      );
    }
  }
}

function validateGain(init: Init): void {
  if (typeof init !== 'object' || init === null)
    throw new RangeError(`An init is an object, such as { name: 'he-uniform' }, not ${shown(init)}.`);
  const { name, gain } = init;
  if (!Object.hasOwn(initFamilies, name)) throw new RangeError(`There is no init called ${shown(name)}.`);
  const needed = name === 'normal' || name === 'uniform';
  const allowed = needed || name === 'rademacher' || name === 'orthogonal';
  if (gain === undefined) {
    if (needed) throw new RangeError(`The init ${name} needs a gain.`);
    return;
  }
  if (!allowed) throw new RangeError(`The init ${name} takes no gain.`);
  if (!(typeof gain === 'number' && gain >= 1e-300 && gain <= 1e300)) {
    throw new RangeError(`The gain of the init ${name} must lie in 1e-300..1e300, not ${shown(gain)}.`);
  }
}

/** L, the number of hidden layers. */
export function depthOf(network: Network): number {
  if (!Array.isArray(network?.widths)) checkNetwork(network);
  return network.widths.length - 1;
}

/** The largest of these widths. Not by Math.max(...widths): a million arguments exhaust the stack. */
export function widest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

export function family(init: Init): Family {
  return initFamilies[init.name];
}

/** He's scale, where a gain may be left out. */
const defaultGain = 2;

/**
 * E w^2 of the entries of W^l, l = 1..L, as a fraction numerator/denominator; fan_in = d_(l-1), fan_out = d_l.
 * He et al. 2015, Glorot & Bengio 2010, LeCun et al. 1998; PyTorch draws U(-1/sqrt fan_in, 1/sqrt fan_in).
 * Orthogonal: sqrt(gain) times orthonormal rows, or orthonormal columns where there are more rows than columns.
 */
export function varianceRatio({ widths, init }: Network, layer: number): readonly [number, number] {
  const fanIn = widths[layer - 1];
  const fanOut = widths[layer];
  if (fanIn === undefined || fanOut === undefined) {
    throw new RangeError(`There is no layer ${layer} among ${widths.length - 1}.`);
  }
  switch (init.name) {
    case 'he-normal':
    case 'he-uniform':
      return [2, fanIn];
    case 'xavier-normal':
    case 'xavier-uniform':
      return [2, fanIn + fanOut];
    case 'lecun-normal':
    case 'lecun-uniform':
      return [1, fanIn];
    case 'pytorch':
      return [1, 3 * fanIn];
    case 'orthogonal':
      return [init.gain ?? defaultGain, Math.max(fanIn, fanOut)];
    case 'rademacher':
    case 'normal':
    case 'uniform':
      return [init.gain ?? defaultGain, fanIn];
  }
}

/** sigma_l^2 = E w^2 of the entries of W^l, l = 1..L. */
export function weightVariance(network: Network, layer: number): number {
  checkNetwork(network);
  const [numerator, denominator] = varianceRatio(network, layer);
  return numerator / denominator;
}

/** The gain of an orthogonal init: W^l is sqrt(gain) times a matrix of orthonormal rows or columns. */
export function orthogonalGain({ gain }: Init): number {
  return gain ?? defaultGain;
}
