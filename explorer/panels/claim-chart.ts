/** The picture of a counterexample: both sides of the claim along a line, where it fails, and the failing point. */
import * as Plot from '@observablehq/plot';
import type { Room } from '../../properties/tightness/room.js';
import type { Counterexample } from '../../properties/verdict.js';
import { colours } from '../../report/figures/svg.js';
import type { CounterexampleLine } from '../worker/claim-messages.js';

interface SidePoint {
  readonly at: number;
  readonly left: number;
  readonly right: number;
  readonly fails: boolean;
}

export function counterexamplePlot(
  { name, rooms }: CounterexampleLine,
  { point }: Counterexample,
): (width: number) => Plot.PlotOptions {
  const isLog = rooms.every(({ logLhs, logRhs }) => logLhs !== null && logRhs !== null);
  const rows = rooms.map((room) => rowOf(room, name, isLog)).filter((each) => each !== undefined);
  const failing = rows.find(({ at }) => at === point[name]);
  const isLeft = failing !== undefined && rows.filter(({ at }) => at < failing.at).length < rows.length / 2;
  // The label goes where the sides do not.
  const next = failing && rows[rows.indexOf(failing) + (isLeft ? 1 : -1)];
  const isBelow = failing !== undefined && next !== undefined && next.left > failing.left;
  const spread = rows.length > 1 && rows[0]!.at > 0 && rows.at(-1)!.at / rows[0]!.at > 20;
  return (width) => ({
    height: width < 520 ? 240 : 280,
    marginLeft: 56,
    marginRight: 16,
    marginTop: 28,
    marginBottom: 40,
    insetTop: 22,
    insetBottom: 26,
    style: { fontSize: '12px' },
    x: {
      type: spread ? 'log' : 'linear',
      label: name,
      labelAnchor: 'center',
      labelArrow: 'none',
      ...(spread ? { tickFormat: '~s', ticks: 6 } : {}),
    },
    y: { label: isLog ? 'log of the sides' : 'sides', grid: true, ticks: 6, labelArrow: 'none' },
    marks: [
      Plot.areaY(rows, {
        x: 'at',
        y1: 'left',
        y2: (each: SidePoint) => (each.fails ? each.right : each.left),
        fill: colours.orange,
        fillOpacity: 0.2,
      }),
      Plot.line(rows, { x: 'at', y: 'left', stroke: colours.blue, strokeWidth: 2.25 }),
      Plot.line(rows, { x: 'at', y: 'right', stroke: 'var(--ink)', strokeWidth: 2, strokeDasharray: '6 4' }),
      Plot.dot(
        rows.filter(({ fails }) => fails),
        { x: 'at', y: 'left', fill: colours.orange, r: 3 },
      ),
      ...(failing === undefined
        ? []
        : [
            Plot.dot([failing], { x: 'at', y: 'left', stroke: colours.orange, strokeWidth: 2.5, r: 8 }),
            Plot.text([failing], {
              x: 'at',
              y: 'left',
              text: () => `fails at ${name} = ${point[name]}`,
              textAnchor: isLeft ? 'start' : 'end',
              dx: isLeft ? 12 : -12,
              dy: isBelow ? 16 : -16,
              fill: colours.orange,
              stroke: 'var(--card)',
              strokeWidth: 4,
              fontWeight: 600,
              fontSize: 13,
            }),
          ]),
    ],
  });
}

function rowOf(room: Room, name: string, isLog: boolean): SidePoint | undefined {
  const [left, right] = isLog ? [room.logLhs, room.logRhs] : [room.lhs, room.rhs];
  if (left === null || right === null) return undefined;
  return { at: room.point[name]!, left, right, fails: !room.holds && !room.open };
}
