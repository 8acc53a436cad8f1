/** The commands that give the panels' numbers, and claims that say what they show. */
import { weightVariance } from '../../numerics/network/network.js';
import { commandLine } from '../../properties/replay.js';
import { logMeanOf } from '../compute/log-normal.js';
import { atMost, netOptions, scopeText } from '../replay.js';
import { type ExplorerState, isUnequal, layersOf, networkOf } from '../state.js';
import { raceCap, raceLayers, raceNets, shownDepths, spectrumLayers, spectrumNets } from './drawn.js';

const command = (...words: readonly (string | number)[]) => commandLine(words.map(String));

/** The width that is needed of relu nets with He's gain; of others, and where there are widths already, whether the nets keep the risk. */
export function survivalCommand(state: ExplorerState): string {
  const { depth, floor, risk, seed, gain, activation } = state;
  if (isUnequal(state) || gain !== 2 || activation !== 'relu')
    return command('check', '--claim', survivalClaim(state), '--seed', seed);
  return command('threshold', '--depth', depth, '--floor', floor, '--risk', risk);
}

/** That the nets of the state keep the risk. */
export function survivalClaim(state: ExplorerState): string {
  const { floor, risk } = state;
  return `P(forwardNorm2 >= ${floor}) >= 1 - ${risk}${scopeText(state)}`;
}

export function gradientCommand(state: ExplorerState): string {
  return command('check', '--claim', gradientClaim(state), '--seed', state.seed);
}

/** That the typical gradient, in the middle of the net, lies below the mean (G1), as `lawClaim` says it of norms. */
export function gradientClaim(state: ExplorerState): string {
  const layer = Math.ceil((layersOf(state).length - 1) / 2);
  return `${atMost(`gradientNorm2[${layer}]`, gradientMean(state, layer), state)}${scopeText(state)}`;
}

function gradientMean(state: ExplorerState, layer: number): string {
  const { gain, init, activation, slope } = state;
  if (isUnequal(state) && init === 'orthogonal') {
    const network = networkOf(state);
    const passed = Math.log(network.widths.at(-1)! * weightVariance(network, layer));
    return `exp(${logMeanOf(network) - passed})`;
  }
  const p = { relu: '1/2', linear: '1', 'leaky-relu': `(1+${slope}^2)/2` }[activation];
  const widths = isUnequal(state) ? `*d[${layer - 1}]/d[0]` : '';
  return `${p}*(${p}*${gain})^(L-1)${widths}`;
}

export function spectrumCommand(state: ExplorerState): string {
  const layers = spectrumLayers(state);
  const last = shownDepths(layers, state.activation).at(-1)!;
  const options = netOptions(state, layers.slice(0, last + 1));
  // All depths up to the last, those shown among them; of layers with widths of their own there is one.
  const words = isUnequal(state) ? options : [...options.with(1, `1..${last}`), '--step', 1];
  return command('spectrum', ...words, '--nets', spectrumNets, '--seed', state.seed);
}

export function raceCommand(state: ExplorerState): string {
  const run = ['--cap', raceCap, '--nets', raceNets, '--seed', state.seed];
  return command('race', ...netOptions(state, raceLayers(state)), ...run);
}
