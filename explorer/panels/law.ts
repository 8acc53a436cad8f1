/** The law of the forward norm: closed form, exact law, and nets that come in from the workers. */
import { kolmogorovRadius } from '../../numerics/inference/kolmogorov.js';
import { count } from '../../report/words.js';
import { addChart } from '../chart.js';
import { type LawSummary, lawSummary } from '../compute/law-summary.js';
import { button, element } from '../dom.js';
import { type Histogram, openHistogram } from '../histogram.js';
import { legend } from '../legend.js';
import { type NetStream, streamNets } from '../net-stream.js';
import { countText, powerText, probabilityText, signed } from '../numbers.js';
import type { Panel, PanelContext } from '../panel.js';
import { lawClaim, lawCommand, testOf } from '../replay.js';
import { shapeText } from '../shape.js';
import { type ExplorerState, isUnequal, layersOf, netsKey } from '../state.js';
import { type LawPicture, lawLegend, lawPicture, lawPlot } from './law-chart.js';

const bars = 64;
/** Nets drawn before the stream stops, and at each press of the button after that. */
const batch = 20_000;
/** Milliseconds without a change before nets are drawn, and between two pictures of them. */
const settleTime = 120;
const frameTime = 90;
const stillFrameTime = 1000;
const bandConfidence = 0.95;

export interface LawStreams {
  readonly compute: PanelContext['compute'];
  readonly workers: number;
}

export const lawPanel = ({ compute, workers }: LawStreams): Panel => ({
  id: 'law',
  title: 'The law of the squared norm',
  intro:
    'How |aᴸ|²/|x|² is spread over random nets, given alive: the exact law of normal weights, and nets drawn as you watch.',
  command: (state) => lawCommand(state, batch),
  test: (state) => testOf(lawClaim(state), state.seed),
  mount(root, context) {
    const tiles = element('dl', { class: 'tiles' });
    const key = element('div');
    root.append(tiles, key);
    const chart = addChart(root);
    const status = element('p', { class: 'stream-text' });
    const toggle = button('Pause', () => press());
    root.append(element('div', { class: 'stream' }, toggle, status));

    let shown: { readonly picture: LawPicture; readonly nets: Histogram; readonly cdf: number[] | undefined };
    let stream: NetStream | undefined;
    let latest: ExplorerState;
    let settle = 0;
    let frame = 0;

    function update(state: ExplorerState): void {
      const isSame = latest !== undefined && netsKey(latest) === netsKey(state);
      latest = state;
      if (isSame) return;
      stream?.stop();
      stream = undefined;
      clearTimeout(settle);
      const summary = lawSummary(state);
      const nets = openHistogram(summary.domain, bars);
      shown = { picture: lawPicture(summary), nets, cdf: undefined };
      tiles.replaceChildren(...tilesOf(state, summary));
      key.replaceChildren(legend(lawLegend(summary)));
      draw();
      context.describe(descriptionOf(state, summary));
      settle = window.setTimeout(begin, settleTime);
    }

    function begin(): void {
      const { nets, picture } = shown;
      shown = { ...shown, cdf: picture.summary.law && nets.edges.map(picture.summary.law.cdf) };
      stream = streamNets(
        latest,
        batch,
        workers,
        compute,
        (values) => {
          nets.add(values);
          drawSoon();
        },
        (error) => {
          stream = undefined;
          toggle.disabled = true;
          status.textContent = `These nets cannot be drawn: ${error instanceof Error ? error.message : error}`;
        },
      );
      say();
    }

    function drawSoon(): void {
      frame ||= window.setTimeout(
        () => {
          frame = 0;
          draw();
        },
        context.prefersStillness() ? stillFrameTime : frameTime,
      );
    }

    function draw(): void {
      chart.draw(lawPlot(shown.picture, shown.nets));
      say();
    }

    function say(): void {
      const { nets, cdf, picture } = shown;
      toggle.textContent =
        stream === undefined || (!stream.paused && !stream.done)
          ? 'Pause'
          : stream.done
            ? 'Draw more'
            : 'Go on';
      toggle.disabled = stream === undefined;
      status.textContent = streamText(nets, stream, cdf, picture.summary);
    }

    function press(): void {
      if (stream === undefined) return;
      if (stream.done) stream.target += batch;
      else if (!stream.paused) {
        stream.paused = true;
        say();
        return;
      }
      stream.resume();
      say();
    }

    return {
      update,
      unmount() {
        stream?.stop();
        clearTimeout(settle);
        clearTimeout(frame);
        chart.remove();
      },
    };
  },
});

function tilesOf(state: ExplorerState, summary: LawSummary): HTMLElement[] {
  const { law, logOfMean, closedForm, dead, decay } = summary;
  const tile = (kind: string, name: string, value: string, note: string) =>
    element(
      'div',
      { class: `tile ${kind}` },
      element('dt', {}, name),
      element(
        'dd',
        {},
        element('span', { class: 'number' }, value),
        element('span', { class: 'note' }, note),
      ),
    );
  const median = law?.median ?? closedForm;
  const gap = logOfMean - median;
  return [
    tile('mean', 'Mean', powerText(logOfMean), meanFormula(state)),
    law === undefined
      ? tile('median', 'Median', '–', 'no exact law: see the nets')
      : tile(
          'median',
          law.isOwn ? 'Median, exact' : 'Median, normal weights',
          powerText(law.median, 4),
          `log ${signed(law.median, 6)} ± ${law.medianError.toExponential(0)}`,
        ),
    tile(
      'closed',
      'Median, closed form',
      powerText(closedForm),
      `${medianFormula(state, decay)}${state.init === 'orthogonal' ? ', for normal weights' : ''}${law === undefined ? '' : `; log off by ${signed(closedForm - law.median, 2)}`}`,
    ),
    tile(
      'gap',
      'Mean over median',
      `${powerText(gap)}×`,
      law === undefined
        ? 'by the closed form'
        : !law.isOwn
          ? 'for normal weights'
          : gap > 1
            ? 'the mean is carried by rare nets'
            : 'typical nets are near the mean',
    ),
    ...(state.activation === 'relu'
      ? [
          tile(
            'dead',
            'Dead nets',
            deadText(state, dead),
            isUnequal(state) ? '1 − Π (1 − 2^(−dₗ))' : '1 − (1 − 2⁻ᵈ)ᴸ',
          ),
        ]
      : []),
  ];
}

/** Sums of Rademacher weights may be 0 as well, and let nothing through either. */
const deadText = ({ init }: ExplorerState, dead: number) =>
  `${init === 'rademacher' ? 'at least ' : ''}${probabilityText(dead)}`;

function meanFormula(state: ExplorerState): string {
  const power = { relu: '(g/2)ᴸ', linear: 'gᴸ', 'leaky-relu': '(g (1+α²)/2)ᴸ' }[state.activation];
  if (!isUnequal(state)) return power;
  // Of orthonormal rows each keeps 1/d of a norm, of orthonormal columns all of them keep it.
  return state.init === 'orthogonal'
    ? `${power} Π dₗ / max(dₗ, dₗ₋₁)`
    : `${power} times last width / input width`;
}

function medianFormula(state: ExplorerState, decay: number): string {
  const { activation, gain } = state;
  if (isUnequal(state)) return `mean × exp(−${Number((decay / 2).toPrecision(3))} Σ 1/dₗ)`;
  const keeps = (activation === 'relu' && gain === 2) || (activation === 'linear' && gain === 1);
  const power =
    activation === 'relu'
      ? '−5L/2d'
      : activation === 'linear'
        ? '−L/d'
        : `−${Number(decay.toPrecision(3))} L/2d`;
  return `${keeps ? '' : 'mean × '}exp(${power})`;
}

function streamText(
  nets: Histogram,
  stream: NetStream | undefined,
  cdf: readonly number[] | undefined,
  { law }: LawSummary,
): string {
  const alive = nets.nets - nets.dead;
  if (stream === undefined || nets.nets === 0) return 'Nets are on their way.';
  const parts = [
    `${count(nets.nets, 'net')}${nets.dead === 0 ? '' : `, ${countText(nets.dead)} of them dead`}`,
    ...(stream.speed === 0 ? [] : [`${countText(Number(stream.speed.toPrecision(3)))} a second`]),
  ];
  if (cdf !== undefined && law !== undefined && alive > 0) {
    const distance = nets.distance(cdf);
    const radius = kolmogorovRadius(alive, 1 - bandConfidence);
    const side = distance <= radius ? 'within' : 'beyond';
    parts.push(
      `distance to the ${law.isOwn ? 'exact law' : 'law of normal weights'} ${distance.toFixed(4)}, ${side} the ${100 * bandConfidence} % band of ${radius.toFixed(4)}`,
    );
  }
  return `${parts.join(' · ')}.`;
}

function descriptionOf(state: ExplorerState, summary: LawSummary): string {
  const { law, logOfMean, closedForm, spread, dead } = summary;
  const median =
    law === undefined
      ? ''
      : `the exact median given alive${law.isOwn ? '' : ' of normal weights'} is ${powerText(law.median)}, `;
  return (
    `At ${shapeText(layersOf(state))} the mean is ${powerText(logOfMean)}, ${median}` +
    `the closed form says ${powerText(closedForm)}; the logarithm has standard deviation ${Number(spread.toPrecision(3))}` +
    `${dead > 1e-6 ? `, and ${deadText(state, dead)} of the nets are dead` : ''}.`
  );
}
