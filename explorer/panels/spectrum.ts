/** Hessian eigenvalues of small nets against depth, net by net. */
import { addChart } from '../chart.js';
import type { Spectra } from '../compute/spectrum.js';
import { element } from '../dom.js';
import { legend } from '../legend.js';
import { countText, powerText } from '../numbers.js';
import type { Panel } from '../panel.js';
import { type ExplorerState, networkOf } from '../state.js';
import { spectrumCommand } from './copies.js';
import {
  fewestAlive,
  spectrumNets as nets,
  shownDepths,
  shownWidth,
  widestSpectrum as widest,
} from './drawn.js';
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

    function update(state: ExplorerState): void {
      const asked = netsOf(state);
      if (asked === shown) return;
      shown = asked;
      const width = shownWidth(state);
      const { widths: _, ...settings } = networkOf({ ...state, depth: 1, width: 1 });
      status.textContent = statusOf(state, 0);
      context.describe('');
      work.begin({ settings, width, depths: shownDepths(state), seed: state.seed, nets }, (found, isDone) => {
        chart.draw(spectrumPlot(found));
        status.textContent = statusOf(state, found[0]!.nets);
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

/** What the nets depend on. */
const netsOf = (state: ExplorerState) => {
  const { gain, init, activation, slope, seed } = state;
  return [shownWidth(state), gain, init, activation, activation === 'leaky-relu' ? slope : 0, seed].join();
};

function statusOf(state: ExplorerState, drawn: number): string {
  const clipped =
    state.width > widest
      ? ` Width ${widest} stands for ${state.width}: the eigenvalues of wide nets take too long.`
      : '';
  return `${drawn} of ${nets} nets at each depth, width ${shownWidth(state)}.${clipped}`;
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

function findingOf(width: number, found: Spectra): string {
  const ends = endsOf(found);
  if (ends === undefined) return `Nearly all nets of width ${width} are dead: their Hessians are 0.`;
  const { peak, last } = ends;
  if (last === peak)
    return `The largest eigenvalue grows up to depth ${last.depth}, to ${power(last.logMax)} in a typical net of width ${width}.`;
  return `The typical largest eigenvalue falls from ${power(peak.logMax)} at depth ${peak.depth} to ${power(last.logMax)} at depth ${last.depth} (width ${width}).`;
}

function descriptionOf(width: number, found: Spectra): string {
  const ends = endsOf(found);
  const told = [...new Set([found[0], ends?.peak, ends?.last])].filter((each) => each !== undefined);
  const parts = told
    .filter((each) => living(each) > 0)
    .map(({ depth, logMax, logMin, saddles, nets: all, dead }) => {
      const least = logMin === Number.NEGATIVE_INFINITY ? '0' : `−${power(logMin)}`;
      const share = Math.round((100 * saddles) / (all - dead));
      return `at depth ${depth} from ${least} to ${power(logMax)}, with eigenvalues of both signs in ${share} %${dead === 0 ? '' : ` (${countText(dead)} of ${all} dead)`}`;
    });
  return `Median smallest and largest eigenvalue of the nets alive, width ${width}: ${parts.join('; ')}.`;
}
