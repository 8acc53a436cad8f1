/** Slack over width and depth on a terminal: a character a cell, the denser the more slack. */
import type { Survey } from '../properties/tightness/survey.js';
import { short } from './render.js';

const shades = ' .:-=+*#%@';

export function heatMapText({ grid }: Survey): string[] {
  const { depths, widths, rooms } = grid;
  const slacks = rooms
    .flat()
    .flatMap((room) =>
      room === null || !(room.holds || room.open) || room.slack === null ? [] : [room.slack],
    );
  if (slacks.length === 0) return [];
  const [least, most] = [Math.min(...slacks), Math.max(...slacks)];
  const logarithmic = least > 0 && most > 20 * least;
  const scale = (x: number) => (logarithmic ? Math.log(x) : x);
  const shadeOf = (x: number) => {
    const share =
      most === least ? 0 : (scale(Math.min(x, most)) - scale(least)) / (scale(most) - scale(least));
    return shades[Math.max(0, Math.min(shades.length - 1, Math.floor(share * shades.length)))]!;
  };
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
  const ends = `${' '.repeat(label)}   d = ${widths[0]} ... ${widths.at(-1)}; '${shades[0]}' ${short(least)} to '${shades.at(-1)}' ${short(most)}${logarithmic ? ', by its logarithm' : ''}; x fails, ? is open, o says nothing, 0 the smaller side is 0`;
  return [`${'L'.padStart(label)} |`, ...rows.reverse(), axis, ends];
}
