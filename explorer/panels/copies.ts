/** The commands that give the panels' numbers, and claims that say what they show. */
import { commandLine } from '../../properties/replay.js';
import { activationText, atMost, initText, settingOptions } from '../replay.js';
import type { ExplorerState } from '../state.js';
import { raceCap, raceNets, raceSize, shownDepths, shownWidth, spectrumNets } from './drawn.js';

const command = (...words: readonly (string | number)[]) => commandLine(words.map(String));

export function survivalCommand({ depth, floor, risk }: ExplorerState): string {
  return command('threshold', '--depth', depth, '--floor', floor, '--risk', risk);
}

/** That the nets of the state keep the risk. */
export function survivalClaim(state: ExplorerState): string {
  const { depth, width, floor, risk } = state;
  return `P(forwardNorm2 >= ${floor}) >= 1 - ${risk} for L = ${depth}, d = ${width}${settingsOf(state)}`;
}

export function gradientCommand(state: ExplorerState): string {
  return command('check', '--claim', gradientClaim(state), '--seed', state.seed);
}

/** That the typical gradient, in the middle of the net, lies below the mean (G1), as `lawClaim` says it of norms. */
export function gradientClaim(state: ExplorerState): string {
  const { depth, width, gain, activation, slope } = state;
  const p = { relu: '1/2', linear: '1', 'leaky-relu': `(1+${slope}^2)/2` }[activation];
  const layer = Math.ceil(depth / 2);
  return `${atMost(`gradientNorm2[${layer}]`, `${p}*(${p}*${gain})^(L-1)`, state)} for L = ${depth}, d = ${width}${settingsOf(state)}`;
}

export function spectrumCommand(state: ExplorerState): string {
  const last = shownDepths(state).at(-1)!;
  const size = ['--depth', `1..${last}`, '--width', shownWidth(state)];
  return command('spectrum', ...size, ...settingOptions(state), '--nets', spectrumNets, '--seed', state.seed);
}

export function raceCommand(state: ExplorerState): string {
  const { depth, width } = raceSize(state);
  const run = ['--cap', raceCap, '--nets', raceNets, '--seed', state.seed];
  return command('race', '--depth', depth, '--width', width, ...settingOptions(state), ...run);
}

/** ` with activation ..., init ...`, where they are not the default. */
function settingsOf(state: ExplorerState): string {
  const settings = [
    ...(state.activation === 'relu' ? [] : [`activation ${activationText(state)}`]),
    ...(initText(state) === 'he-normal' ? [] : [`init ${initText(state)}`]),
  ];
  return settings.length === 0 ? '' : ` with ${settings.join(', ')}`;
}
