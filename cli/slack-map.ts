/** Slack over width and depth on a terminal: a character a cell, the denser the more slack. */
import { scaleOf } from '../properties/tightness/scale.js';
import type { Survey } from '../properties/tightness/survey.js';
import { short } from '../report/words.js';

const shades = ' .:-=+*#%@';

export function heatMapText({ grid }: Survey): string[] {
  const { depths, widths, rooms } = grid;
  const hasWidth = rooms.flat().some((room) => room?.point.d !== undefined);
  if (depths.length === 1 && !hasWidth)
    return ['There is no map over depth and width, as the widths of the layers are listed.'];
  const shaded = rooms
    .flat()
    .filter((room) => room !== null && (room.holds || room.open) && room.slack !== null)
    .map((room) => room!);
  if (shaded.length === 0) return [];
  const scale = scaleOf(shaded, shades.length);
  const { least, most, steps, logarithmic } = scale;
  const shadeOf = (x: number) =>
    shades[steps === 1 ? 0 : Math.round((scale.stepOf(x) * (shades.length - 1)) / (steps - 1))]!;
  const label = Math.max(...depths.map((each) => String(each).length));
  const rows = depths.map((L, i) => {
    const cells = rooms[i]!.map((room) => {
      if (room === null) return '  ';
      if (room.open) return '? ';
      if (!room.holds) return 'x ';
      if (room.slack === null) return '0 ';
      return room.vacuous ? 'o ' : `${shadeOf(room.slack)} `;
    });
    return `${String(L).padStart(label)} | ${cells.join('')}`;
  });
  const axis = `${' '.repeat(label)} +-${'-'.repeat(2 * widths.length)}`;
  const span =
    steps === 1
      ? `${short(least)}: all the same, to within the error of the computation`
      : `${short(least)} to '${shades.at(-1)}' ${short(most)}${logarithmic ? ', by its logarithm' : ''}`;
  const ends = `${' '.repeat(label)}   d = ${widths[0]} ... ${widths.at(-1)}; '${shades[0]}' ${span}; x fails, ? is open, o says nothing, 0 the smaller side is 0`;
  return [`${'L'.padStart(label)} |`, ...rows.reverse(), axis, ends];
}
