/** The confidence sequence of one point: what was known of both sides, look by look, as nets were drawn. */
import * as Plot from '@observablehq/plot';
import { describe } from '../../properties/describe.js';
import type { Trail } from '../../properties/trail.js';
import { count, short } from '../words.js';
import { csvText, type Figure, figureSize, rounded } from './figure.js';
import { colours, type LegendEntry, legendSvg, plotSvg, shortTicks, withFirst } from './svg.js';

/** How far the left side may lie from the right one: of a claim with a margin. */
export interface Margin {
  readonly kind: 'relative' | 'absolute';
  readonly value: number;
}

type Relation = '=' | '<=' | '>=' | undefined;

interface Row {
  readonly nets: number;
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
}

/**
 * @param relation of the claim; undefined for a statement that its right side bounds from below and from above.
 * @param measured what is known of it, where it is no side of a claim.
 */
export function pathFigure(
  trail: Trail,
  relation: Relation,
  margin: Margin | undefined,
  measured?: string,
): Figure | undefined {
  const rows = trail.path.map(([nets, a, b, c, e]): Row => ({ nets, left: [a, b], right: [c, e] }));
  const last = rows.at(-1)!;
  const domain = domainOf(rows, relation, margin);
  if (domain === undefined) return undefined;
  const within = (x: number) => Math.min(domain[1], Math.max(domain[0], x));
  const stated = statedRange(last, relation, margin);
  const isBand = stated[0] < stated[1];
  const isDrawnRight = rows.some(({ right }) => right[0] !== last.right[0] || right[1] !== last.right[1]);
  const legend = legendSvg(
    [
      { label: isDrawnRight ? 'left side' : 'what nets tell', colour: colours.blue, look: 'area' },
      isDrawnRight
        ? { label: 'right side', colour: colours.orange, look: 'area' }
        : {
            label: isBand ? 'where the claim holds' : 'closed form',
            colour: colours.green,
            look: isBand ? 'area' : 'dashes',
          },
    ] satisfies LegendEntry[],
    figureSize,
  );
  const band = (side: 'left' | 'right', colour: string) => [
    Plot.areaY([...rows, { ...last, nets: 1.15 * last.nets }], {
      x: 'nets',
      y1: (row: Row) => within(row[side][0]),
      y2: (row: Row) => within(row[side][1]),
      curve: 'step-after',
      fill: colour,
      fillOpacity: 0.25,
      stroke: colour,
      strokeWidth: 1.5,
    }),
  ];
  const [low, high] = stated.map(within) as [number, number];
  const edges = stated.filter(Number.isFinite);
  const [from, to] = [rows[0]!.nets, 1.15 * last.nets];
  const svg = plotSvg({
    ...figureSize,
    marginTop: legend.height + 12,
    marginLeft: 56,
    marginRight: 14,
    marginBottom: 40,
    style: { fontSize: '12px' },
    x: {
      type: 'log',
      label: 'nets drawn',
      domain: [from, to],
      ticks: 4,
      tickFormat: '~s',
    },
    y: { label: null, domain, ticks: 5, grid: true, ...shortTicks(domain) },
    marks: [
      ...(isDrawnRight
        ? []
        : isBand
          ? [
              Plot.rect([0], {
                y1: low,
                y2: high,
                fill: colours.green,
                fillOpacity: 0.2,
                x1: from,
                x2: to,
              }),
              Plot.ruleY(edges, { stroke: colours.green, strokeWidth: 1.25 }),
            ]
          : [Plot.ruleY([low], { stroke: colours.green, strokeWidth: 1.75, strokeDasharray: '5 3' })]),
      ...(isDrawnRight ? band('right', colours.orange) : []),
      ...band('left', colours.blue),
    ],
  });
  const ends = (side: readonly [number, number]) => `[${side.map(endText).join(', ')}]`;
  return {
    ...figureSize,
    kind: 'path',
    title: trail.confirms ? 'Confidence sequence, on fresh nets' : 'Confidence sequence',
    note: `${measured === undefined ? '' : `${measured}, `}${describe(trail.point)}; ${count(rows.length, 'look')}, ${count(last.nets, 'net')}`,
    svg: withFirst(svg, legend.svg),
    description: `What drawn nets tell${relation === undefined ? (measured === undefined ? '' : ` of the ${measured}`) : ' of the left side'} at ${describe(trail.point)}, after ${count(rows.length, 'look')}: it narrows from ${ends(rows[0]!.left)} at ${count(rows[0]!.nets, 'net')} to ${ends(last.left)} at ${count(last.nets, 'net')}; ${relation === undefined ? 'what is stated' : 'the right side'} is ${last.right[0] === last.right[1] ? endText(last.right[0]) : `in ${ends(last.right)}`}${margin === undefined ? '' : `, the margin ${short(margin.value)} (${margin.kind})`}.`,
    csv: csvText(
      ['nets', 'leftLower', 'leftUpper', 'rightLower', 'rightUpper'],
      rows.map(({ nets, left, right }) => [String(nets), ...[...left, ...right].map(rounded)]),
    ),
  };
}

const endText = (x: number) => (x === Infinity ? 'no end' : x === -Infinity ? 'no end' : short(x));

/** Where the left side has to be. */
function statedRange(
  { right: [low, high] }: Row,
  relation: Relation,
  margin: Margin | undefined,
): [number, number] {
  if (relation === '<=') return [-Infinity, low];
  if (relation === '>=') return [high, Infinity];
  if (margin === undefined) return [low, high];
  const room = (x: number) => (margin.kind === 'absolute' ? margin.value : margin.value * Math.abs(x));
  return [low - room(low), high + room(high)];
}

/** What is worth seeing: the later looks, and the right side. Undefined where an end is missing to the last, or numbers leave the doubles. */
function domainOf(
  rows: readonly Row[],
  relation: Relation,
  margin: Margin | undefined,
): [number, number] | undefined {
  const last = rows.at(-1)!;
  const finite = (values: readonly number[]) =>
    values.filter((x) => Number.isFinite(x) && Math.abs(x) < 1e300);
  const stated = finite(statedRange(last, relation, margin));
  const final = finite([...last.left, ...stated]);
  if (final.length < 2 || final.every((x) => Math.abs(x) < 1e-300)) return undefined;
  const [low, high] = [Math.min(...final), Math.max(...final)];
  const span = high - low || Math.abs(high) || 1;
  const earlier = finite(rows.flatMap(({ left, right }) => [...left, ...right]));
  const least = Math.max(low - span, Math.min(low, ...earlier));
  const most = Math.min(high + span, Math.max(high, ...earlier));
  const edge = (most - least) / 25;
  return [least - edge, most + edge];
}
