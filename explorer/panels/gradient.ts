/** Gradients layer by layer: the same law everywhere, with a mean that says nothing of typical nets. */
import { family } from '../../numerics/network/network.js';
import { addChart } from '../chart.js';
import { bandLevels, type GradientProfile } from '../compute/gradient.js';
import { element } from '../dom.js';
import { legend } from '../legend.js';
import { countText, powerText, probabilityText } from '../numbers.js';
import type { Panel } from '../panel.js';
import { testOf } from '../replay.js';
import { type ExplorerState, networkOf } from '../state.js';
import { gradientClaim, gradientCommand } from './copies.js';
import { gradientHeight, gradientLegend, gradientPlot } from './gradient-chart.js';
import { openWork } from './work.js';

/** As many as take a few seconds: weights of all nets together, and nets. */
const mostWeights = 6e8;
const [fewestNets, mostNets] = [3, 200];

export const gradientPanel: Panel = {
  id: 'gradient',
  title: 'No layer’s gradient is spared',
  intro:
    'The squared gradient by each layer’s weights, from the first layer to the last: its mean is stable, and a typical net has nothing of it.',
  test: (state) => testOf(gradientClaim(state), state.seed),
  command: gradientCommand,
  mount(root, context) {
    const finding = element('p', { class: 'finding' });
    const key = element('div', { class: 'key' });
    root.append(finding, key);
    const chart = addChart(root);
    chart.element.style.minHeight = `${gradientHeight}px`;
    const work = openWork(root, 'gradient', context, (sentence) => finding.replaceChildren(sentence));
    let shown = '';

    function update(state: ExplorerState): void {
      const asked = netsOf(state);
      if (asked === shown) return;
      shown = asked;
      const network = networkOf(state);
      const { depth, width, gain, seed } = state;
      const nets = Math.round(Math.min(mostNets, Math.max(fewestNets, mostWeights / (depth * width ** 2))));
      const isOwnLaw = family(network.init) === 'normal';
      const hasMean = family(network.init) !== 'rademacher';
      key.replaceChildren(legend(gradientLegend(state.activation !== 'leaky-relu', hasMean, isOwnLaw)));
      work.begin({ network, gain, seed, nets }, (profile, isDone) => {
        chart.draw(gradientPlot(profile));
        finding.replaceChildren(findingOf(state, profile));
        if (isDone || profile.drawn.nets === 0) context.describe(descriptionOf(state, profile, isOwnLaw));
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
const netsOf = ({ depth, width, gain, init, activation, slope, seed }: ExplorerState) =>
  [depth, width, gain, init, activation, activation === 'leaky-relu' ? slope : 0, seed].join();

const power = (log10: number, digits = 2) => powerText(log10 * Math.LN10, digits);

function findingOf(
  { depth }: ExplorerState,
  { law, logMean, logMedianClosedForm, drawn }: GradientProfile,
): string {
  if (law !== undefined && law.dead > 0.5)
    return `${law.dead > 0.9999 ? 'Nearly all' : probabilityText(law.dead)} of these nets are dead: their gradients are 0 in every layer.`;
  const median =
    law?.logMedian ?? drawn.logMedians[Math.floor(drawn.logMedians.length / 2)] ?? logMedianClosedForm;
  const where = depth === 1 ? 'In the only layer' : 'In every layer';
  if (logMean === undefined) return `${where} the typical squared gradient is ${power(median)}.`;
  const ratio = logMean - median;
  const gap =
    ratio > 0.3
      ? `, ${power(ratio)} times less than the mean of ${power(logMean)}`
      : `, near the mean of ${power(logMean)}`;
  return `${where} the typical squared gradient is ${power(median)}${gap}.`;
}

function descriptionOf(
  { depth, width }: ExplorerState,
  { law, logMean, logMedianClosedForm, drawn }: GradientProfile,
  isOwnLaw: boolean,
): string {
  const what = isOwnLaw ? 'gradientNorm2[l] has one law for all l' : 'gradientNorm2[l] for l';
  const mean = logMean === undefined ? '' : `the mean is ${power(logMean, 3)}, `;
  const [lower, upper] = bandLevels;
  const exact =
    law === undefined
      ? ''
      : `the exact median given alive ${isOwnLaw ? '' : '(normal weights of the same variance) '}${power(law.logMedian, 3)}, with ${Math.round(100 * (upper - lower))} % of nets between ${power(law.logLower)} and ${power(law.logUpper)}; `;
  const nets =
    drawn.nets === 0
      ? ''
      : ` Over ${countText(drawn.nets)} drawn nets${drawn.dead === 0 ? '' : `, ${countText(drawn.dead)} of them dead,`} the average is ${power(drawn.logMean)}${
          drawn.logMedians.length === 0
            ? ''
            : ` and the median ${power(drawn.logMedians[0]!)} in the first layer, ${power(drawn.logMedians.at(-1)!)} in the last`
        }.`;
  return `${what} from 1 to ${depth} at width ${width}: ${mean}${exact}the closed form of the median${isOwnLaw || law !== undefined ? '' : ', for independent weights,'} says ${power(logMedianClosedForm, 3)}.${nets}`;
}
