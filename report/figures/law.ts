/** Drawn nets against theory: their distribution function with its band, over the exact law and the log-normal law. */
import * as Plot from '@observablehq/plot';
import { describe } from '../../properties/describe.js';
import { bandConfidence } from '../../properties/pictures/band-confidence.js';
import type { LawPicture } from '../../properties/pictures/law-picture.js';
import { count, short } from '../words.js';
import { csvText, type Figure, figureSize, rounded } from './figure.js';
import { colours, type LegendEntry, legendSvg, plotSvg, shortTicks, withFirst } from './svg.js';

/** A value that the claim states for a quantile of the law. */
export interface StatedQuantile {
  readonly x: number;
  readonly level: number;
}

export function lawFigure(law: LawPicture, stated: StatedQuantile | undefined): Figure {
  const rows = law.rows.map((row) => ({
    ...row,
    lower: Math.max(0, row.drawn - law.radius),
    upper: Math.min(1, row.drawn + law.radius),
  }));
  const hasLaw = law.rows.some(({ exact }) => exact !== null);
  const exactName = law.isOwnLaw ? 'exact law' : 'normal weights, exact';
  const entries: LegendEntry[] = [
    { label: 'drawn nets', colour: colours.blue, look: 'line' },
    { label: `${100 * bandConfidence} % band`, colour: colours.blue, look: 'area' },
    ...(hasLaw
      ? ([
          { label: exactName, colour: colours.ink, look: 'line' },
          { label: 'log-normal', colour: colours.orange, look: 'dashes' },
        ] as const)
      : []),
    ...(stated === undefined
      ? []
      : [{ label: 'closed form', colour: colours.green, look: 'dashes' } as const]),
  ];
  const legend = legendSvg(entries, figureSize);
  const [least, most] = [rows[0]!.x, rows.at(-1)!.x];
  const domain = domainOf(least, most);
  const svg = plotSvg({
    ...figureSize,
    marginTop: legend.height + 12,
    marginLeft: 40,
    marginRight: 12,
    marginBottom: 40,
    style: { fontSize: '12px' },
    x: {
      label: law.isLog ? `log ${law.observable}` : law.observable,
      ticks: 5,
      domain,
      ...shortTicks(domain),
    },
    y: { label: null, domain: [0, 1], ticks: 5, grid: true },
    marks: [
      Plot.areaY(rows, {
        x: 'x',
        y1: 'lower',
        y2: 'upper',
        fill: colours.blue,
        fillOpacity: 0.22,
      }),
      Plot.line(rows, { x: 'x', y: 'drawn', stroke: colours.blue, strokeWidth: 2 }),
      ...(hasLaw
        ? [
            Plot.line(rows, {
              x: 'x',
              y: 'logNormal',
              stroke: colours.orange,
              strokeWidth: 1.75,
              strokeDasharray: '5 3',
            }),
            Plot.line(rows, { x: 'x', y: 'exact', stroke: colours.ink, strokeWidth: 1.25 }),
          ]
        : []),
      ...(stated === undefined || stated.x < least || stated.x > most
        ? []
        : [
            Plot.ruleX([stated.x], { stroke: colours.green, strokeWidth: 1.75, strokeDasharray: '5 3' }),
            Plot.dot([stated], { x: 'x', y: 'level', fill: colours.green, r: 3.5 }),
          ]),
    ],
  });
  const gaps = rows.flatMap(({ drawn, exact }) => (exact === null ? [] : [Math.abs(drawn - exact)]));
  const dead =
    law.dead === 0
      ? ''
      : `, ${count(law.dead, law.alive ? 'dead one' : 'dead net')}${law.alive ? ' left out' : ' among them'}`;
  return {
    ...figureSize,
    kind: 'law',
    title: 'The law: drawn, exact, log-normal',
    note: `${describe(law.point)}; ${count(law.nets, 'net')}${dead}`,
    svg: withFirst(svg, legend.svg),
    description:
      `Distribution function of ${law.isLog ? 'log ' : ''}${law.observable} over ${count(law.nets, 'drawn net')}${law.alive ? ' given alive' : ''} at ${describe(law.point)}, from ${short(least)} to ${short(most)}. ` +
      (gaps.length === 0
        ? `The band around it is ${short(law.radius)} wide to either side.`
        : `It departs from the ${exactName === 'exact law' ? exactName : 'exact law of normal weights'} by ${short(Math.max(...gaps))} at most; the band is ${short(law.radius)} wide to either side.`),
    csv: csvText(
      ['x', 'drawn', 'lower', 'upper', ...(hasLaw ? ['exact', 'logNormal'] : [])],
      rows.map(({ x, drawn, lower, upper, exact, logNormal }) =>
        [x, drawn, lower, upper, ...(hasLaw ? [exact, logNormal] : [])].map((each) => rounded(each)),
      ),
    ),
  };
}

function domainOf(least: number, most: number): [number, number] {
  const margin = (most - least) / 40 || 1;
  return [Number(rounded(least - margin)), Number(rounded(most + margin))];
}
