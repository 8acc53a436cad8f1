/** The race of gradient descent, RMSprop and Adam from one start, to be played, and the escapes of many nets. */
import { addChart } from '../chart.js';
import { type RacedNet, type RaceRecord, racers } from '../compute/race.js';
import { element } from '../dom.js';
import { legend } from '../legend.js';
import { countText } from '../numbers.js';
import type { Panel } from '../panel.js';
import { shapeText } from '../shape.js';
import { type ExplorerState, isUnequal, layersOf, netsKey, networkOf } from '../state.js';
import { raceCommand } from './copies.js';
import { raceCap as cap, raceNets as nets, raceLayers } from './drawn.js';
import { openPlayback } from './playback.js';
import { escapesHeight, escapesPlot, placeOf, raceHeight, raceLegend, racePlot } from './race-chart.js';
import { openWork } from './work.js';

export const racePanel: Panel = {
  id: 'race',
  title: 'Adaptive steps leave the plateau',
  intro:
    'Gradient descent, RMSprop and Adam from the same start, on 8 inputs with normal targets: the loss of one net as it goes, and the steps that many nets need to lose a tenth of it.',
  command: raceCommand,
  mount(root, context) {
    const finding = element('p', { class: 'finding' });
    const status = element('p', { class: 'stream-text' });
    root.append(
      finding,
      element(
        'div',
        { class: 'key' },
        legend(raceLegend),
        element('p', { class: 'fine' }, 'Thick: the lowest loss so far. Thin: the loss.'),
      ),
    );
    const curves = addChart(root);
    curves.element.style.minHeight = `${raceHeight}px`;
    const playback = openPlayback('Step of the race', draw, (at) => `step ${countText(stepAt(at))}`);
    root.append(playback.element);
    root.append(
      element(
        'p',
        { class: 'fine race-note' },
        `Escapes of ${nets} nets: a stroke each, the dot is their median.`,
      ),
    );
    const escapes = addChart(root);
    escapes.element.style.minHeight = `${escapesHeight}px`;
    root.append(status);
    const work = openWork(root, 'race', context, (sentence) => finding.replaceChildren(sentence));
    let record: RaceRecord | undefined;
    let shown = '';
    let hasPlayed = false;

    function draw(at: number): void {
      if (record?.shown !== undefined) curves.draw(racePlot(record.shown, cap, stepAt(at)));
    }

    function update(state: ExplorerState): void {
      const asked = netsKey(state);
      if (asked === shown) return;
      shown = asked;
      playback.stop();
      record = undefined;
      context.describe('');
      const layers = raceLayers(state);
      const shape = shapeText(layers);
      work.begin({ network: networkOf(state, layers), seed: state.seed, cap, nets }, (next, isDone) => {
        const isNew = record?.shown === undefined && next.shown !== undefined;
        record = next;
        if (isNew && !hasPlayed) {
          hasPlayed = true;
          playback.play(context.prefersStillness());
        } else if (isNew) playback.finish();
        escapes.draw(escapesPlot(next, cap));
        finding.replaceChildren(findingOf(next, isDone));
        status.textContent = statusOf(state, shape, next);
        if (isDone) context.describe(descriptionOf(shape, next));
      });
    }

    return {
      update,
      unmount() {
        work.end();
        playback.stop();
        curves.remove();
        escapes.remove();
      },
    };
  },
};

/** Even on the axis of steps, which is logarithmic. */
const stepAt = (at: number) => (at === 0 ? 0 : Math.round(placeOf(0) * (cap / placeOf(0)) ** at));

function statusOf(state: ExplorerState, shape: string, { results, summary }: RaceRecord): string {
  if (summary === undefined) return `0 of ${nets} nets.`;
  const { dead, optimizers } = summary;
  const alive = results.length - dead;
  const late = racers
    .map(({ name }, k) => ({ name, count: alive - optimizers[k]!.escaped }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} ${count}`);
  const small = shape !== shapeText(layersOf(state));
  return [
    `${results.length} of ${nets} nets${dead === 0 ? '' : `, ${dead} of them dead: no optimizer moves these`}.`,
    ...(late.length === 0 ? [] : [`Not within ${countText(cap)} steps: ${late.join(', ')}.`]),
    ...(small
      ? [`Raced at ${shape}${isUnequal(state) ? '' : ', about the same L/d'}: larger nets take too long.`]
      : []),
  ].join(' ');
}

const stepsText = (steps: number) =>
  steps === Infinity
    ? `more than ${countText(cap)} steps`
    : steps === 1
      ? '1 step'
      : `${countText(steps)} steps`;

/** Of one net until all have come: medians of a few stray. */
function findingOf({ shown, summary, results }: RaceRecord, isDone: boolean): string {
  if (shown === undefined && results.length > 0)
    return 'These nets are dead at the start: all gradients are 0, and no optimizer moves.';
  if (shown === undefined) return '';
  const medians =
    summary === undefined || !isDone || Number.isNaN(summary.optimizers[0]!.median)
      ? undefined
      : summary.optimizers;
  const steps = racers.map((_, k) => medians?.[k]?.median ?? shown.curves[k]!.escape ?? Infinity);
  const [gd, ...adaptive] = steps as [number, number, number];
  const [rmsprop, adam] = adaptive.map(stepsText);
  const who = medians === undefined ? 'This net' : 'A typical net';
  return `${who} leaves the plateau after ${stepsText(gd)} of gradient descent, ${rmsprop} of RMSprop, ${adam} of Adam.`;
}

function netText(shown: RacedNet): string {
  const parts = racers.map(({ name }, k) => {
    const { escape: step, losses } = shown.curves[k]!;
    const lowest = `lowest loss ${Number((100 * Math.min(...losses)).toPrecision(2))} %`;
    return `${name} ${step === undefined ? `not within ${countText(cap)} steps` : `after ${stepsText(step)}`} (${lowest})`;
  });
  return `Net ${shown.net} loses a tenth of its loss with ${parts.join(', ')}.`;
}

function descriptionOf(shape: string, { shown, summary }: RaceRecord): string {
  if (shown === undefined || summary === undefined) return `At ${shape} all nets looked at are dead.`;
  const medians = racers.map(({ name }, k) => {
    const { median, escaped } = summary.optimizers[k]!;
    return `${name} ${stepsText(median)} (${escaped} escaped)`;
  });
  return `${netText(shown)} Medians over the nets alive (${summary.nets - summary.dead} of ${summary.nets}), ${shape}: ${medians.join(', ')}.`;
}
