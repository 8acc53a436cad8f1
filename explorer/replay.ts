/** What is shown as a command to paste into a shell, or as a test. */
import { commandLine, replayOfCheck } from '../properties/replay.js';
import { logMeanOf } from './compute/log-normal.js';
import { type Layers, widthsText } from './shape.js';
import { type ExplorerState, isUnequal, layersOf, networkOf, pytorchGain } from './state.js';

const isNear = (a: number, b: number) => Math.abs(a / b - 1) < 1e-12;

/** `he-normal`, `pytorch`, `normal(1.5)`: the init in the words of the command line and of the claim language. */
export function initText({ init, gain }: ExplorerState): string {
  if (init === 'normal' && gain === 2) return 'he-normal';
  if (init === 'uniform' && gain === 2) return 'he-uniform';
  if (init === 'normal' && gain === 1) return 'lecun-normal';
  if (init === 'uniform' && gain === 1) return 'lecun-uniform';
  if (init === 'uniform' && isNear(gain, pytorchGain)) return 'pytorch';
  return `${init}(${gain})`;
}

const activationText = ({ activation, slope }: ExplorerState) =>
  activation === 'leaky-relu' ? `leaky-relu(${slope})` : activation;

/** --depth and --width, or --widths and --input-width; and what of the other options is not the default. */
export function netOptions(state: ExplorerState, layers = layersOf(state)): string[] {
  const shape = isUnequal(state)
    ? widthOptions(layers)
    : ['--depth', String(layers.length - 1), '--width', String(layers[0])];
  return [...shape, ...settingOptions(state)];
}

function widthOptions([input, ...widths]: Layers): string[] {
  const behind = input === widths[0] ? [] : ['--input-width', String(input)];
  return ['--widths', widths.join(), ...behind];
}

/** --activation and --init, where they are not the default. */
function settingOptions(state: ExplorerState): string[] {
  const [activation, init] = [activationText(state), initText(state)];
  return [
    ...(activation === 'relu' ? [] : ['--activation', activation]),
    ...(init === 'he-normal' ? [] : ['--init', init]),
  ];
}

/** The exact law where the nets have one, else nets of the same seed. */
export function lawCommand(state: ExplorerState, nets: number): string {
  if (state.init === 'normal' && state.activation !== 'leaky-relu')
    return commandLine(['law', ...netOptions(state)]);
  return commandLine([
    'simulate',
    ...netOptions(state),
    '--nets',
    String(nets),
    '--seed',
    String(state.seed),
  ]);
}

/** Nominal seconds that a claim may cost in the page. */
export const claimBudget = 5;

export const claimCommand = ({ claim, seed }: ExplorerState) =>
  replayOfCheck(claim, { seed, budget: claimBudget });

/** For nets of which `mean` is at least the mean of the observable. */
export function atMost(observable: string, mean: string, { init, activation }: ExplorerState): string {
  const isExact = init === 'normal' && activation !== 'leaky-relu';
  return isExact ? `median(${observable} | alive) <= ${mean}` : `P(${observable} >= 3*${mean}) <= 1/3`;
}

/**
 * That the typical net lies below the expectation, where the exact law can tell. Of other weights, which in narrow nets may have their median above it or
 * at it, that hardly more than the rarest nets lie far above (Markov). Norms of orthogonal linear nets are all the same.
 */
export function lawClaim(state: ExplorerState): string {
  const { gain, init, activation, slope } = state;
  const power = {
    relu: `(${gain}/2)^L`,
    linear: `${gain}^L`,
    'leaky-relu': `(${gain}*(1+${slope}^2)/2)^L`,
  }[activation];
  const mean = !isUnequal(state)
    ? power
    : init === 'orthogonal'
      ? `exp(${logMeanOf(networkOf(state))})`
      : `${power}*d[L]/d[0]`;
  const isConstant = init === 'orthogonal' && activation === 'linear' && !narrows(layersOf(state));
  const statement = isConstant
    ? `median(forwardNorm2 | alive) = ${mean} within 1/100`
    : atMost('forwardNorm2', mean, state);
  return `${statement}${scopeText(state)}`;
}

/** Whether some layer is narrower than the one before: orthogonal rows then lose a part of the norm, and nowhere else. */
const narrows = (layers: Layers) => layers.some((width, l) => width < (layers[l - 1] ?? 1));

/** ` for L = 3, d = 8 with init ...` or ` with widths [64, 32, 16], ...`: the nets of the state, as claims name them. */
export function scopeText(state: ExplorerState): string {
  const { depth, width, widths } = state;
  const [input, first] = layersOf(state);
  const isEqual = !isUnequal(state);
  const settings = [
    ...(isEqual ? [] : [`widths [${widthsText(widths)}]`]),
    ...(isEqual || input === first ? [] : [`inputWidth ${input}`]),
    ...(state.activation === 'relu' ? [] : [`activation ${activationText(state)}`]),
    ...(initText(state) === 'he-normal' ? [] : [`init ${initText(state)}`]),
  ];
  const nets = isEqual ? ` for L = ${depth}, d = ${width}` : '';
  return settings.length === 0 ? nets : `${nets} with ${settings.join(', ')}`;
}

/** A file of vitest. */
export function testOf(claim: string, seed: number): string {
  return `import { theorem } from 'vanishing-curvature/vitest';\n\ntheorem(${JSON.stringify(claim)}, { seed: ${seed} });\n`;
}
