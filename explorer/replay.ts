/** What is shown as a command to paste into a shell, or as a test. */
import { commandLine } from '../properties/replay.js';
import { type ExplorerState, pytorchGain } from './state.js';

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

export const activationText = ({ activation, slope }: ExplorerState) =>
  activation === 'leaky-relu' ? `leaky-relu(${slope})` : activation;

/** --depth, --width, and what of the other options is not the default. */
function netOptions(state: ExplorerState): string[] {
  return ['--depth', String(state.depth), '--width', String(state.width), ...settingOptions(state)];
}

/** --activation and --init, where they are not the default. */
export function settingOptions(state: ExplorerState): string[] {
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

export const claimCommand = ({ claim, seed }: ExplorerState) =>
  commandLine(['check', '--claim', claim, '--seed', String(seed)]);

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
  const { depth, width, gain, init, activation, slope } = state;
  const mean = {
    relu: `(${gain}/2)^L`,
    linear: `${gain}^L`,
    'leaky-relu': `(${gain}*(1+${slope}^2)/2)^L`,
  }[activation];
  const isConstant = init === 'orthogonal' && activation === 'linear';
  const statement = isConstant
    ? `median(forwardNorm2 | alive) = ${mean} within 1/100`
    : atMost('forwardNorm2', mean, state);
  const settings = [
    ...(activation === 'relu' ? [] : [`activation ${activationText(state)}`]),
    ...(init === 'normal' && gain === 2 ? [] : [`init ${initText(state)}`]),
  ];
  const tail = settings.length === 0 ? '' : ` with ${settings.join(', ')}`;
  return `${statement} for L = ${depth}, d = ${width}${tail}`;
}

/** A file of vitest. */
export function testOf(claim: string, seed: number): string {
  return `import { theorem } from 'vanishing-curvature/vitest';\n\ntheorem(${JSON.stringify(claim)}, { seed: ${seed} });\n`;
}
