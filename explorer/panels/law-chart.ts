/** The picture of the law: its density, the log-normal one, the histogram of drawn nets, mean and median. */
import * as Plot from '@observablehq/plot';
import { colours } from '../../report/figures/svg.js';
import type { LawSummary } from '../compute/law-summary.js';
import type { Histogram } from '../histogram.js';
import type { LegendItem } from '../legend.js';

/** Where the curves are evaluated. */
const curvePoints = 160;

/** What does not change while nets come in. */
export interface LawPicture {
  readonly summary: LawSummary;
  readonly curves: readonly {
    readonly x: number;
    readonly exact: number | null;
    readonly logNormal: number;
  }[];
  readonly top: number;
}

export function lawPicture(summary: LawSummary): LawPicture {
  const { domain, law, centre, spread } = summary;
  const curves = Array.from({ length: curvePoints + 1 }, (_, i) => {
    const x = domain[0] + ((domain[1] - domain[0]) * i) / curvePoints;
    const z = (x - centre) / spread;
    return {
      x,
      exact: law?.density(x) ?? null,
      logNormal: Math.exp((-z * z) / 2) / (spread * Math.sqrt(2 * Math.PI)),
    };
  });
  return {
    summary,
    curves,
    top: 1.3 * Math.max(...curves.map((each) => Math.max(each.exact ?? 0, each.logNormal))),
  };
}

export function lawLegend({ law }: LawSummary): LegendItem[] {
  return [
    { label: 'drawn nets', colour: colours.blue, look: 'area' },
    ...(law === undefined
      ? []
      : [
          {
            label: law.isOwn ? 'exact law' : 'normal weights, exact',
            colour: 'var(--ink)',
            look: 'line',
          } as const,
        ]),
    {
      label: law === undefined ? 'log-normal, to leading order' : 'log-normal',
      colour: colours.orange,
      look: 'dashes',
    },
    { label: 'closed-form median', colour: colours.green, look: 'dashes' },
  ];
}

export function lawPlot(
  { summary, curves, top }: LawPicture,
  nets: Histogram,
): (width: number) => Plot.PlotOptions {
  const { domain, law, closedForm, logOfMean } = summary;
  const [low, high] = domain;
  return (width) => {
    const isNarrow = width < 520;
    const isMeanShown = logOfMean <= high;
    const median = law?.median;
    return {
      height: isNarrow ? 280 : 340,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 44,
      marginBottom: 46,
      style: { fontSize: '12px' },
      x: {
        domain: [low, high],
        label: 'log |aᴸ|²/|x|²',
        labelAnchor: 'center',
        labelArrow: 'none',
        ticks: isNarrow ? 5 : 9,
      },
      y: { domain: [0, top], axis: null },
      marks: [
        Plot.ruleY([0], { stroke: 'var(--line)' }),
        Plot.rectY(
          nets
            .bars()
            .filter(({ density }) => density > 0)
            .map((bar) => ({ ...bar, shown: Math.min(top, bar.density) })),
          {
            x1: 'x1',
            x2: 'x2',
            y: 'shown',
            fill: colours.blue,
            fillOpacity: 0.32,
            insetLeft: 0.5,
            insetRight: 0.5,
          },
        ),
        Plot.line(curves, {
          x: 'x',
          y: 'logNormal',
          stroke: colours.orange,
          strokeWidth: 2,
          strokeDasharray: '6 4',
        }),
        ...(law === undefined
          ? []
          : [Plot.line(curves, { x: 'x', y: 'exact', stroke: 'var(--ink)', strokeWidth: 2 })]),
        ...(closedForm < low || closedForm > high
          ? []
          : [
              Plot.ruleX([closedForm], {
                stroke: colours.green,
                strokeWidth: 2,
                strokeDasharray: '5 4',
                y1: 0,
                y2: top,
              }),
            ]),
        ...(median === undefined
          ? []
          : [
              Plot.ruleX([median], { stroke: 'var(--ink)', strokeWidth: 1.25, y1: 0, y2: top }),
              marker(median, 'median', 'end'),
            ]),
        ...(isMeanShown
          ? [
              Plot.ruleX([logOfMean], { stroke: colours.purple, strokeWidth: 2, y1: 0, y2: top }),
              marker(
                logOfMean,
                'mean',
                logOfMean > high - 0.1 * (high - low) ? 'end' : 'start',
                colours.purple,
              ),
            ]
          : [marker(high, 'mean, far out →', 'end', colours.purple)]),
      ],
    };
  };
}

function marker(x: number, text: string, anchor: 'start' | 'end', colour = 'var(--ink)'): Plot.Markish {
  return Plot.text([x], {
    x: (each: number) => each,
    frameAnchor: 'top',
    text: () => text,
    textAnchor: anchor,
    dx: anchor === 'end' ? -6 : 6,
    dy: -28,
    fill: colour,
    fontWeight: 600,
    fontSize: 13,
  });
}
