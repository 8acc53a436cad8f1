/** The picture of `tightness` where nets are drawn: an error bar for each point's slack, and for both sides. */
import * as Plot from '@observablehq/plot';
import { describe } from '../../properties/describe.js';
import type { Bounds, DrawnSurvey } from '../../properties/tightness/drawn-survey.js';
import { colours, figureOf, type Panel, plotSvg } from './svg.js';
import { measureText } from './tightness.js';

const width = 460;
const rowHeight = 24;

export function drawnTightnessFigure(survey: DrawnSurvey): string {
  return figureOf(`${survey.claim} (simulated)`, [slackPanel(survey), sidesPanel(survey)]);
}

interface Bar {
  readonly point: string;
  readonly side: string;
  readonly bounds: Bounds;
}

const colourOf = { slack: colours.ink, left: colours.blue, right: colours.orange };

function slackPanel(survey: DrawnSurvey): Panel {
  const bars = survey.rooms.flatMap(({ point, slack }) =>
    slack === null ? [] : [{ point: describe(point), side: 'slack', bounds: slack }],
  );
  return {
    ...barPanel(survey, bars, 0),
    title: `Slack: ${measureText[survey.measure]}`,
    note: `simulated: all bars hold together with probability 1 - ${survey.alpha}; arrows go on`,
  };
}

function sidesPanel(survey: DrawnSurvey): Panel {
  const isLog = survey.measure === 'log ratio';
  const bars = survey.rooms.flatMap(({ point, lhs, rhs, logLhs, logRhs }) =>
    (
      [
        ['left', isLog ? logLhs : lhs],
        ['right', isLog ? logRhs : rhs],
      ] as const
    ).flatMap(([side, bounds]) => (bounds === null ? [] : [{ point: describe(point), side, bounds }])),
  );
  return {
    ...barPanel(survey, bars),
    title: isLog ? 'Logs of the two sides' : 'The two sides',
    note: 'simulated: left side blue, above; right side orange, below',
  };
}

/** @param zero where a line is drawn, if anywhere. */
function barPanel(
  survey: DrawnSurvey,
  bars: readonly Bar[],
  zero?: number,
): Pick<Panel, 'width' | 'height' | 'svg'> {
  const points = survey.rooms.map(({ point }) => describe(point));
  const height = 60 + rowHeight * Math.max(1, points.length);
  const ends = bars.flatMap(({ bounds }) => [bounds.lower, bounds.upper]).filter((each) => each !== null);
  const known = [...ends, ...(zero === undefined ? [] : [zero])];
  const [least, most] = known.length === 0 ? [0, 0] : [Math.min(...known), Math.max(...known)];
  const margin = (most - least) / 20 || 1;
  const domain = [least - margin, most + margin];
  const svg = plotSvg({
    width,
    height,
    marginLeft: 16 + 6.5 * Math.max(...points.map((each) => each.length), 0),
    marginBottom: 36,
    x: { domain, grid: true, ticks: 5, label: null },
    y: { type: 'band', domain: points, label: null, tickSize: 0 },
    marks: [
      ...(zero === undefined ? [] : [Plot.ruleX([zero], { stroke: '#888' })]),
      ...(['slack', 'left', 'right'] as const).flatMap((side) => {
        const own = bars.filter((each) => each.side === side);
        const dy = side === 'slack' ? 0 : side === 'left' ? -4 : 4;
        const style = { stroke: colourOf[side], strokeWidth: 2, dy };
        return [
          Plot.link(own, {
            x1: ({ bounds }: Bar) => bounds.lower ?? domain[0],
            x2: ({ bounds }: Bar) => bounds.upper ?? domain[1],
            y: 'point',
            ...style,
          }),
          Plot.tickX(
            own.flatMap(({ point, bounds }) =>
              [bounds.lower, bounds.upper].flatMap((x) => (x === null ? [] : [{ x, point }])),
            ),
            { x: 'x', y: 'point', inset: 8, ...style },
          ),
          Plot.text(
            own.flatMap(({ point, bounds }) => [
              ...(bounds.lower === null ? [{ x: domain[0], point, text: '◂' }] : []),
              ...(bounds.upper === null ? [{ x: domain[1], point, text: '▸' }] : []),
            ]),
            { x: 'x', y: 'point', text: 'text', fill: colourOf[side], dy },
          ),
        ];
      }),
    ],
  });
  return { width, height, svg };
}
