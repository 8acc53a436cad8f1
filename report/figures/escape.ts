/** Escapes from the plateau along the depth: what was computed, beside what the claim states. */
import type { EscapeCurve, EscapePicture } from '../../properties/pictures/escape-picture.js';
import { count, short } from '../words.js';
import { curveMarks, type Frame, frameOf } from './escape-marks.js';
import { csvText, type Figure, figureSize, rounded } from './figure.js';
import { colours, type LegendEntry, legendSvg, plotSvg, withFirst } from './svg.js';

interface Words {
  readonly title: string;
  readonly notes: readonly string[];
  readonly x: string;
  /** Stands in the note, as the legend takes the place above the axis. */
  readonly y: string;
}

const wordsOf: Readonly<Record<EscapePicture['kind'], Words>> = {
  time: {
    title: 'Escape time along the depth',
    notes: ['dots: the flow integrated', 'lines: closed form'],
    x: 'depth L',
    y: 'time',
  },
  curvature: {
    title: 'Curvature along the depth',
    notes: ['|lambdaMin|', 'dots: secular equation', 'lines: closed form'],
    x: 'depth L',
    y: '|lambdaMin|',
  },
  steps: { title: 'Steps along the depth', notes: [], x: 'depth L', y: 'steps' },
  ball: {
    title: 'Time to leave the ball, against the bound',
    notes: ['a dot for each net and radius', 'dashed: both are equal'],
    x: 'bound',
    y: 'time',
  },
  race: { title: 'Escape steps along the depth', notes: ['bars: 95 % intervals'], x: 'depth L', y: 'steps' },
};

export function escapeFigure(picture: EscapePicture): Figure {
  const { kind, nets } = picture;
  const words = wordsOf[kind];
  const frame = frameOf(picture);
  const legend = legendSvg(entriesOf(picture, frame), figureSize);
  const svg = plotSvg({
    ...figureSize,
    marginTop: legend.height + 12,
    marginLeft: 52,
    marginRight: 16,
    marginBottom: 40,
    style: { fontSize: '12px' },
    x: { type: 'log', label: words.x, ...frame.x },
    y: { type: 'log', label: null, grid: true, ...frame.y },
    marks: curveMarks(picture, frame),
  });
  const notes = [
    ...(nets === undefined ? [] : [`medians of ${nets[1]} to ${nets[0]} nets`]),
    ...words.notes,
    ...(kind === 'race' ? [`━ ${boundsOf(picture)!.name}`] : []),
    ...(frame.top === undefined ? [] : [`▴ more than ${picture.cap!.toLocaleString('en-US')}`]),
  ];
  return {
    ...figureSize,
    kind: 'escape',
    title: words.title,
    note: notes.join('; '),
    svg: withFirst(svg, legend.svg),
    description: descriptionOf(picture, words, frame.found),
    csv: csvOf(picture, words),
  };
}

const boundsOf = ({ curves }: EscapePicture) => curves.find(({ role }) => role === 'bounds');

function entriesOf(picture: EscapePicture, { found, colourOf }: Frame): LegendEntry[] {
  const bounds = picture.kind === 'race' ? undefined : boundsOf(picture);
  return [
    ...found.map((curve) => ({ label: curve.name, colour: colourOf(curve), look: 'line' }) as const),
    ...(bounds === undefined ? [] : [{ label: bounds.name, colour: colours.green, look: 'line' } as const]),
  ];
}

function descriptionOf(
  picture: EscapePicture,
  { title, x, y }: Words,
  found: readonly EscapeCurve[],
): string {
  const { kind, cap } = picture;
  const value = (each: number | null) => (each === null ? `more than ${cap}` : short(each));
  const parts = found.map(({ name, rows }) => {
    const [first, last] = [rows[0]!, rows.at(-1)!];
    if (kind !== 'ball')
      return `${name}: ${value(first.y)} at ${short(first.x)}, ${value(last.y)} at ${short(last.x)}`;
    const nearest = Math.min(...rows.map((row) => (row.y ?? cap!) / row.x));
    return `${name}: ${count(rows.length, 'net')}, none before ${short(nearest)} times the bound`;
  });
  const bounds = boundsOf(picture);
  return `${title} (${y} against ${x}, both logarithmic). ${parts.join('; ')}.${bounds === undefined ? '' : ` Marked is what is claimed: ${bounds.name}.`}`;
}

function csvOf({ curves, cap }: EscapePicture, { x, y }: Words): string {
  const isBarred = curves.some(({ rows }) => rows.some(({ upper }) => upper !== undefined));
  const text = (each: number | null | undefined) => (each === null ? `>${cap}` : rounded(each));
  return csvText(
    ['curve', x.replace('depth ', ''), y, ...(isBarred ? ['lower', 'upper'] : [])],
    curves.flatMap(({ name, role, rows }) =>
      rows.map((row) => [
        name.replaceAll(',', ''),
        rounded(row.x),
        role === 'bounds' && row.y === null ? '' : text(row.y),
        ...(isBarred ? [text(row.lower), text(row.upper)] : []),
      ]),
    ),
  );
}
