/** Gradients layer by layer: the same law everywhere, with a mean that says nothing of typical nets. */
import { type Family, family, type Network } from '../../numerics/network/network.js';
import { addChart } from '../chart.js';
import { bandLevels, type GradientProfile } from '../compute/gradient.js';
import { element } from '../dom.js';
import { legend } from '../legend.js';
import { countText, powerText, probabilityText } from '../numbers.js';
import type { Panel } from '../panel.js';
import { testOf } from '../replay.js';
import { shapeText, weightCount } from '../shape.js';
import { type ExplorerState, netsKey, networkOf } from '../state.js';
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
    'The squared gradient by each layer’s weights, from the first layer to the last: what the mean says, and what typical nets have.',
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
      const asked = netsKey(state);
      if (asked === shown) return;
      shown = asked;
      const network = networkOf(state);
      const weights = weightCount(network.widths);
      const nets = Math.round(Math.min(mostNets, Math.max(fewestNets, mostWeights / weights)));
      const kind = family(network.init);
      key.replaceChildren(legend(gradientLegend(kind, network.activation)));
      work.begin({ network, seed: state.seed, nets }, (profile, isDone) => {
        chart.draw(gradientPlot(profile));
        finding.replaceChildren(findingOf(kind, profile));
        if (isDone || profile.drawn.nets === 0) context.describe(descriptionOf(network, profile));
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

const power = (log10: number, digits = 2) => powerText(log10 * Math.LN10, digits);

/** Of the layer in the middle, where layers differ. */
function findingOf(weights: Family, profile: GradientProfile): string {
  const { law, logMean, layers, offsets, drawn } = profile;
  // Weights that may tie are dead more often than F10 says.
  const dead =
    weights === 'rademacher' || law === undefined ? drawn.dead / Math.max(1, drawn.nets) : law.dead;
  if (dead > 0.5)
    return `${dead > 0.9999 ? 'Nearly all' : probabilityText(dead)} of these nets are dead: their gradients are 0 in every layer.`;
  const middle = Math.floor(layers.length / 2);
  const offset = offsets[middle]!;
  const median =
    law !== undefined && weights === 'normal' ? law.logMedian + offset : drawn.logMedians[middle];
  if (median === undefined) return '';
  const where = areAlike(profile)
    ? `In ${layers.length === 1 ? 'the only' : 'every'} layer`
    : `In layer ${layers[middle]}`;
  const typical = `${where} the typical squared gradient is ${power(median)}`;
  if (logMean === undefined) return `${typical}.`;
  const mean = logMean + offset;
  const ratio = mean - median;
  if (ratio < 0.3) return `${typical}, near the mean of ${power(mean)}.`;
  return `${typical}, ${power(ratio)} times less than the mean of ${power(mean)}.`;
}

const areAlike = ({ offsets }: GradientProfile) => offsets.every((offset) => offset === 0);

function descriptionOf({ widths, init }: Network, profile: GradientProfile): string {
  const { law, logMean, logMedianClosedForm, offsets, drawn } = profile;
  const depth = widths.length - 1;
  const weights = family(init);
  const isAlike = areAlike(profile);
  const layers = depth === 1 ? 'gradientNorm2[1]' : `gradientNorm2[l], l = 1 to ${depth}`;
  const share = Math.round(100 * (bandLevels[1] - bandLevels[0]));
  const whose = weights === 'normal' ? '' : ' for normal weights of the same variance';
  const facts = [
    ...(logMean === undefined ? [] : [`mean ${power(logMean, 3)}`]),
    ...(law === undefined
      ? []
      : [
          `exact median given alive${whose} ${power(law.logMedian, 3)}, ${share} % of nets between ${power(law.logLower)} and ${power(law.logUpper)}`,
        ]),
    ...(logMedianClosedForm === undefined
      ? []
      : [`closed form of the median ${power(logMedianClosedForm, 3)}`]),
  ];
  const same = weights === 'normal' && isAlike && depth > 1 ? ', the same law in every layer' : '';
  const said = facts.join('; ');
  const isSquare = widths.every((width) => width === widths[0]);
  const where = isSquare ? `width ${widths[0]}` : shapeText(widths);
  if (isAlike) return `${layers}, at ${where}${same}: ${said}.${drawnText(drawn, isAlike)}`;
  const times = `in layer ${depth} all of these are ${power(offsets.at(-1)!, 3)} times as much`;
  return `gradientNorm2[1], at ${where}: ${said}; ${times}.${drawnText(drawn, isAlike)}`;
}

function drawnText({ nets, dead, logMean, logMedians }: GradientProfile['drawn'], isAlike: boolean): string {
  if (nets === 0) return '';
  const deadText = dead === 0 ? '' : `, ${countText(dead)} of them dead`;
  if (logMedians.length === 0) return ` ${countText(nets)} drawn nets are all dead.`;
  const ends = `median ${power(logMedians[0]!)} in the first layer, ${power(logMedians.at(-1)!)} in the last`;
  return ` Over ${countText(nets)} drawn nets${deadText}: ${isAlike ? `average ${power(logMean)}; ` : ''}${ends}.`;
}
