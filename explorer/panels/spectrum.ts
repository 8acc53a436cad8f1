/** Hessian eigenvalues of small nets against depth, net by net. */
import { addChart } from '../chart.js';
import type { Spectra } from '../compute/spectrum.js';
import { element } from '../dom.js';
import { legend } from '../legend.js';
import { countText, powerText } from '../numbers.js';
import type { Panel } from '../panel.js';
import { type Layers, widthsText } from '../shape.js';
import { type ExplorerState, isUnequal, layersOf, netsKey, networkOf } from '../state.js';
import { spectrumCommand } from './copies.js';
import { fewestAlive, spectrumNets as nets, shownDepths, spectrumLayers } from './drawn.js';
import { spectrumHeight, spectrumLegend, spectrumPlot } from './spectrum-chart.js';
import { openWork } from './work.js';

/** Of the deepest: then there are as many of all depths. */
const enoughNets = 8;

export const spectrumPanel: Panel = {
  id: 'spectrum',
  title: 'The Hessian’s whole spectrum vanishes',
  intro:
    'Eigenvalues of the Hessian of the loss ½(F − 1)² at the start, by all hidden weights, for nets of growing depth. On a plateau all of them are near 0.',
  command: spectrumCommand,
  mount(root, context) {
    const finding = element('p', { class: 'finding' });
    root.append(finding, element('div', { class: 'key' }, legend(spectrumLegend)));
    const chart = addChart(root);
    chart.element.style.minHeight = `${spectrumHeight}px`;
    const status = element('p', { class: 'stream-text' });
    root.append(status);
    const work = openWork(root, 'spectra', context, (sentence) => finding.replaceChildren(sentence));
    let shown = '';
    let drawn = 0;
    let latest: ExplorerState;

    function say(): void {
      const layers = spectrumLayers(latest);
      status.textContent = statusOf(latest, layers, widthText(latest, layers), drawn);
    }

    function update(state: ExplorerState): void {
      latest = state;
      const layers = spectrumLayers(state);
      // The depth of the state does not count, nor how wide nets are beyond what is shown.
      const asked = `${netsKey({ ...state, depth: 1, width: 1 })}, ${layers}`;
      if (asked === shown) {
        say();
        return;
      }
      shown = asked;
      drawn = 0;
      say();
      const depths = shownDepths(layers, state.activation);
      const networks = depths.map((depth) => networkOf(state, layers.slice(0, depth + 1)));
      const width = widthText(state, layers);
      context.describe('');
      work.begin({ networks, seed: state.seed, nets }, (found, isDone) => {
        chart.draw(spectrumPlot(found));
        drawn = found[0]!.nets;
        say();
        // Medians of a few nets stray.
        finding.replaceChildren(found.at(-1)!.nets >= enoughNets ? findingOf(width, found) : '');
        if (isDone) context.describe(descriptionOf(width, found));
      });
    }

    return {
      update,
      unmount() {
        work.end();
        chart.remove();
      },
    };
  },
};

const mostListed = 12;
const shortList = (widths: readonly number[]) =>
  `${widthsText(widths.slice(0, mostListed))}${widths.length > mostListed ? ', …' : ''}`;

const widthText = (state: ExplorerState, layers: Layers) =>
  isUnequal(state) ? `widths ${shortList(layers.slice(1))}` : `width ${layers[0]}`;

function statusOf(state: ExplorerState, layers: Layers, width: string, drawn: number): string {
  const all = layersOf(state);
  const first = isUnequal(state) ? `, the first L of the ${width}` : `, ${width}`;
  const asked = isUnequal(state) ? shortList(all.slice(1)) : state.width;
  const small =
    Math.max(...all) === Math.max(...layers)
      ? ''
      : ` ${isUnequal(state) ? 'They stand' : `${width[0]!.toUpperCase()}${width.slice(1)} stands`} for ${asked}: the eigenvalues of wide nets take too long.`;
  return `${drawn} of ${nets} nets at each depth${first}.${small}`;
}

const power = (log10: number) => powerText(log10 * Math.LN10, 2);

const living = ({ nets: all, dead }: Spectra[number]) => all - dead;

/** The deepest nets of which some are alive, and the depth with the largest curvature. */
function endsOf(
  found: Spectra,
): { readonly peak: Spectra[number]; readonly last: Spectra[number] } | undefined {
  const known = found.filter((each) => living(each) >= fewestAlive && each.logMax > Number.NEGATIVE_INFINITY);
  if (known.length < 2) return undefined;
  return {
    peak: known.reduce((best, each) => (each.logMax > best.logMax ? each : best)),
    last: known.at(-1)!,
  };
}

function findingOf(width: string, found: Spectra): string {
  const ends = endsOf(found);
  if (ends === undefined) return `Nearly all nets of ${width} are dead: their Hessians are 0.`;
  const { peak, last } = ends;
  if (last === peak)
    return `The largest eigenvalue grows up to depth ${last.depth}, to ${power(last.logMax)} in a typical net of ${width}.`;
  return `The typical largest eigenvalue falls from ${power(peak.logMax)} at depth ${peak.depth} to ${power(last.logMax)} at depth ${last.depth} (${width}).`;
}

function descriptionOf(width: string, found: Spectra): string {
  const ends = endsOf(found);
  const told = [...new Set([found[0], ends?.peak, ends?.last])].filter((each) => each !== undefined);
  const parts = told
    .filter((each) => living(each) > 0)
    .map(({ depth, logMax, logMin, saddles, nets: all, dead }) => {
      const least = logMin === Number.NEGATIVE_INFINITY ? '0' : `−${power(logMin)}`;
      const share = Math.round((100 * saddles) / (all - dead));
      return `at depth ${depth} from ${least} to ${power(logMax)}, with eigenvalues of both signs in ${share} %${dead === 0 ? '' : ` (${countText(dead)} of ${all} dead)`}`;
    });
  return `Median smallest and largest eigenvalue of the nets alive, ${width}: ${parts.join('; ')}.`;
}
