/** The survival map: how probable it is that the signal comes through, over all depths and widths; clicks and arrow keys set the state. */
import { addChart } from '../chart.js';
import { passOf } from '../compute/log-normal.js';
import { closedFormFrontier } from '../compute/survival.js';
import { type SurvivalAt, type SurvivalMap, widestSought } from '../compute/survival-map.js';
import { element } from '../dom.js';
import { countText, probabilityText } from '../numbers.js';
import type { Panel } from '../panel.js';
import { testOf } from '../replay.js';
import { shapeText } from '../shape.js';
import { type ExplorerState, isUnequal, layersOf, networkOf } from '../state.js';
import { survivalClaim, survivalCommand } from './copies.js';
import { changeBy, deepest, depths, partOf, valueAt, widest, widths } from './place.js';
import { mapHeight, margins, survivalPlot } from './survival-chart.js';
import { openWork } from './work.js';

export const survivalMapPanel: Panel = {
  id: 'survival-map',
  title: 'Width has to grow with depth',
  intro:
    'The probability that the squared norm is still above the floor after L layers, for every depth and width. Click, or use the arrow keys, to go there.',
  command: survivalCommand,
  test: (state) => testOf(survivalClaim(state), state.seed),
  mount(root, context) {
    const finding = element('p', { class: 'finding' });
    const mark = element('div', { class: 'map-mark' });
    const pad = element('div', {
      class: 'pad',
      tabindex: '0',
      role: 'application',
      'aria-label':
        'Map of depth and width. Left and right change the depth, up and down the width; with Shift by one. The caption below says what is there.',
    });
    const key = element('div', { class: 'map-key' });
    root.append(finding, pad, key);
    const chart = addChart(pad);
    chart.element.style.minHeight = `${mapHeight}px`;
    pad.append(mark);
    const failed = (sentence: string) => finding.replaceChildren(sentence);
    const mapWork = openWork(pad, 'survival-map', context, failed);
    const pointWork = openWork(finding, 'survival-at', context, failed);
    let latest: ExplorerState | undefined;

    function update(state: ExplorerState): void {
      const isSameMap = latest !== undefined && mapOf(latest) === mapOf(state);
      const isSamePoint = isSameMap && pointOf(latest!) === pointOf(state);
      latest = state;
      if (isSamePoint) return;
      place(mark, state);
      const network = networkOf(state);
      const { activation } = network;
      const setting = { activation, gain: state.gain, floor: state.floor, risk: state.risk };
      pointWork.begin({ network, gain: state.gain, floor: state.floor, risk: state.risk }, (point) => {
        finding.replaceChildren(findingOf(state, point));
        context.describe(descriptionOf(state, point));
      });
      if (isSameMap) return;
      key.replaceChildren(...keyOf(state));
      const closedForm = depths.map((depth) => closedFormFrontier(setting, depth, setting));
      chart.draw(survivalPlot({ depths, widths, probabilities: new Float64Array(0), exact: [], closedForm }));
      mapWork.begin({ ...setting, deepest, widest }, (map: SurvivalMap) => chart.draw(survivalPlot(map)));
    }

    /** A list of widths goes: Back leads to it. */
    function go(change: Partial<ExplorerState>): void {
      context.setState({ ...change, widths: [] }, latest !== undefined && isUnequal(latest));
    }

    pad.addEventListener('click', (event) => {
      const box = pad.getBoundingClientRect();
      const [x, y] = [event.clientX - box.left - margins.left, event.clientY - box.top - margins.top];
      const across = x / (box.width - margins.left - margins.right);
      const down = y / (mapHeight - margins.top - margins.bottom);
      if (across < 0 || across > 1 || down < 0 || down > 1) return;
      go({ depth: valueAt(depths, across), width: valueAt(widths, 1 - down) });
    });
    pad.addEventListener('keydown', (event) => {
      if (latest === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      const change = changeBy(event.key, event.shiftKey, latest);
      if (change === undefined) return;
      event.preventDefault();
      go(change);
    });
    return {
      update,
      unmount() {
        mapWork.end();
        pointWork.end();
        chart.remove();
      },
    };
  },
};

/** What the map depends on. */
const mapOf = ({ gain, activation, slope, floor, risk, init }: ExplorerState) =>
  [gain, activation, activation === 'leaky-relu' ? slope : 0, floor, risk, init].join();

/** What is said of one net; a list of widths has no place on the map even where all of them are the same. */
const pointOf = (state: ExplorerState) => [isUnequal(state), ...layersOf(state)].join();

/** Nets of unequal widths have no place on it. */
const noPlace = 'The map is of layers of one width: a click leads there.';

function place(mark: HTMLElement, state: ExplorerState): void {
  const { depth, width } = state;
  mark.hidden = isUnequal(state);
  const across = partOf(depths, depth);
  const down = 1 - partOf(widths, width);
  const { left, right, top, bottom } = margins;
  mark.style.left = `calc(${left}px + (100% - ${left + right}px) * ${across})`;
  mark.style.top = `${top + (mapHeight - top - bottom) * down}px`;
}

function keyOf(state: ExplorerState): Node[] {
  const ramp = element(
    'div',
    { class: 'ramp' },
    element('span', {}, '0'),
    element('span', { class: 'viridis' }),
    element('span', {}, '1'),
    element('span', { class: 'fine' }, `probability of a squared norm ≥ ${state.floor}`),
  );
  const lines = element(
    'ul',
    { class: 'legend' },
    element(
      'li',
      {},
      element('span', { class: 'swatch map-line exact' }),
      `width that keeps the risk at ${percent(state.risk)}, exact`,
    ),
    element('li', {}, element('span', { class: 'swatch map-line closed' }), closedFormText(state)),
  );
  return [ramp, lines];
}

/** W1 has 5L/u^2, u the same at all depths, where layers keep the mean. */
function closedFormText(state: ExplorerState): string {
  const keepsMean = Math.abs(passOf(networkOf(state).activation) * state.gain - 1) < 1e-9;
  return keepsMean ? 'closed form, proportional to L' : 'closed form';
}

/** Where the map is not the law of the very nets that the state speaks of: what it is instead. */
function standIn(state: ExplorerState): { readonly short: string; readonly long: string } | undefined {
  const { init, activation } = state;
  if (activation === 'leaky-relu')
    return {
      short: 'By the log-normal law: at',
      long: `Leaky relu has no exact law here: these are numbers of the log-normal law${init === 'normal' ? '' : ' of normal weights'}, right to about 1/d.`,
    };
  const normal = 'With normal weights of the same variance: at';
  if (init === 'normal') return undefined;
  if (init === 'orthogonal')
    return {
      short: normal,
      long: `The numbers are those of normal weights of the same variance: orthogonal ones keep norms better${activation === 'linear' && !isUnequal(state) ? ', exactly even' : ''}.`,
    };
  return {
    short: normal,
    long: 'The numbers are those of normal weights of the same variance, which other weights come close to as they get wide.',
  };
}

const percent = (p: number) => `${Number((100 * p).toPrecision(3))} %`;

const survivalText = (state: ExplorerState, probability: number) =>
  `${standIn(state)?.short ?? 'At'} ${shapeText(layersOf(state))} the signal comes through ${odds(probability)}.`;

function findingOf(state: ExplorerState, { probability, exact, closedForm }: SurvivalAt): string {
  const { risk } = state;
  const survives = survivalText(state, probability);
  if (isUnequal(state)) return `${survives} ${noPlace}`;
  if (closedForm === undefined) return `${survives} ${noWidth(state)}`;
  const from = exact === undefined ? `somewhere above ${countText(widestSought)}` : countText(exact);
  return `${survives} From width ${from} on the risk is at most ${percent(risk)}.`;
}

function odds(p: number): string {
  if (p > 0.9999) return 'almost surely';
  return `with probability ${probabilityText(p)}`;
}

const shareText = (p: number) => (p > 0.9999 && p < 1 ? 'more than 99.99 %' : probabilityText(p));

function descriptionOf(state: ExplorerState, { probability, alive, exact, closedForm }: SurvivalAt): string {
  const frontier = isUnequal(state) ? noPlace : frontierText(state, exact, closedForm);
  return `${hereText(state, probability, alive)} ${frontier}${noteText(state)}`;
}

function hereText(state: ExplorerState, probability: number, alive: number): string {
  const dead = 1 - alive;
  return (
    `P(|aᴸ|²/|x|² ≥ ${state.floor}) is ${shareText(probability)} at ${shapeText(layersOf(state))}` +
    `${dead > 1e-4 ? `, where ${shareText(dead)} of the nets are dead` : ''}.`
  );
}

function noteText(state: ExplorerState): string {
  const note = standIn(state)?.long;
  return note === undefined ? '' : ` ${note}`;
}

/** The closer nets come to their mean, which is below the floor: at a high risk narrow ones may do. */
const noWidth = ({ floor, risk }: ExplorerState) =>
  `There is no width from which on the risk is at most ${percent(risk)}: the widest nets fall below ${floor}.`;

function frontierText(
  state: ExplorerState,
  exact: number | undefined,
  closedForm: number | undefined,
): string {
  if (closedForm === undefined) return noWidth(state);
  const { depth, risk } = state;
  const closed = `the closed form says ${countText(Number(closedForm.toPrecision(4)))}`;
  if (exact === undefined)
    return `The smallest width with a risk of at most ${percent(risk)} is above ${countText(widestSought)}; ${closed}.`;
  const each = Number((exact / depth).toPrecision(3));
  return `The smallest width with a risk of at most ${percent(risk)} is ${countText(exact)}, ${each} for each layer of depth; ${closed}.`;
}
