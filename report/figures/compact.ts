/**
 * The same picture in fewer bytes, for a page that holds hundreds of them: ten thousandths of a pixel, and elements that could be one,
 * are most of what Plot writes. What pictures have in common is left to the page's style (`figureStyle`).
 */
export function compact(svg: string): string {
  return [
    mergeCells,
    mergeMarks,
    withoutTicks,
    withoutRoot,
    mergeLines,
    placeTexts,
    shortNumbers,
    shortPaths,
    withoutRest,
    withClasses,
  ].reduce((text, step) => step(text), svg);
}

/** What elements have in common, as classes that the page's style knows. */
const looks = [
  ...['currentColor', 'var(--blue)', 'var(--orange)', 'var(--green)', 'var(--quiet)'].map(
    (each) => `stroke:${each}`,
  ),
  ...['none', 'var(--blue)', 'var(--orange)', 'var(--green)', '#000', '#fff'].map((each) => `fill:${each}`),
  ...['1.25', '1.5', '1.75', '2', '3'].map((each) => `stroke-width:${each}`),
  ...['5 3', '4 2.5'].map((each) => `stroke-dasharray:${each}`),
  ...['0.2', '0.22', '0.25'].map((each) => `fill-opacity:${each}`),
  ...['start', 'end'].map((each) => `text-anchor:${each}`),
  'stroke-opacity:0.1',
  'stroke-linecap:butt',
];

const classOf = (look: number) => String.fromCharCode('a'.charCodeAt(0) + look);

const common = `figure svg{display:block;width:100%;height:auto;font-size:12px;text-anchor:middle;fill:currentColor;stroke-linecap:round;stroke-linejoin:round;font-variant-numeric:tabular-nums;overflow:visible}
figure svg text{white-space:pre}
`;

/** Rules for the style of a page whose figures are compact: without them these lack lines and colours. */
export const figureStyle = common + looks.map((look, i) => `figure .${classOf(i)}{${look}}`).join('');

const attribute = (element: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1];
const tenths = (x: number) => Math.round(10 * x) / 10;

/** Cells of one colour as one path of strokes as thick as they are high: all are of one size. */
function mergeCells(svg: string): string {
  return svg.replace(/<g aria-label="cell"[^>]*>(.*?)<\/g>/gs, (_, cells: string) => {
    const paths = new Map<string, string>();
    let thickness = 0;
    for (const [cell] of cells.matchAll(/<rect [^>]*>/g)) {
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) =>
        tenths(Number(attribute(cell, name))),
      ) as [number, number, number, number];
      thickness = height;
      const stroke = attribute(cell, 'fill') ?? 'none';
      paths.set(stroke, `${paths.get(stroke) ?? ''}M${x} ${tenths(y + height / 2)}h${width}`);
    }
    const merged = [...paths].map(([stroke, d]) => `<path stroke="${stroke}" d="${d}"/>`).join('');
    return `<g stroke-linecap="butt" stroke-width="${thickness}">${merged}</g>`;
  });
}

/** Marks of one letter that differ in their places alone become one text: SVG gives each letter its place. */
function mergeMarks(svg: string): string {
  return svg.replace(
    /(?:<text( fill="[^"]*")? transform="translate\([\d.]+,[\d.]+\)" y="0.3[\d]*em">.<\/text>){2,}/gu,
    (all) => {
      const marks = new Map<string, { xs: number[]; ys: number[]; fill: string; letter: string }>();
      for (const [, fill = '', x, y, letter] of all.matchAll(
        /<text( fill="[^"]*")? transform="translate\(([\d.]+),([\d.]+)\)" y="[^"]*">(.)<\/text>/gu,
      )) {
        const key = `${fill}${letter}`;
        const mark = marks.get(key) ?? { xs: [], ys: [], fill, letter: letter! };
        mark.xs.push(Math.round(Number(x)));
        mark.ys.push(Math.round(Number(y) + downBy('0.32')));
        marks.set(key, mark);
      }
      return [...marks.values()]
        .map(
          ({ xs, ys, fill, letter }) =>
            `<text${fill} x="${xs.join(' ')}" y="${ys.join(' ')}">${letter.repeat(xs.length)}</text>`,
        )
        .join('');
    },
  );
}

/** Labels and grid lines say where they are. */
const withoutTicks = (svg: string) =>
  svg.replace(/<g (?=[^>]*aria-label="[xy]-axis tick")[^>]*>.*?<\/g>/gs, '');

const withoutRoot = (svg: string) =>
  svg
    .replace(/^<svg [^>]*>/, (open) => `<svg viewBox="${attribute(open, 'viewBox')}">`)
    .replace(/<style>.*?<\/style>/gs, '');

/** A group of lines alone, as a grid is, becomes a path. */
function mergeLines(svg: string): string {
  return svg.replace(
    /(<g [^>]*>)((?:<line [^>]*>(?:<\/line>)?)+)<\/g>/g,
    (whole, open: string, lines: string) => {
      const all = [...lines.matchAll(/<line ([^>]*?)\/?>/g)].map(([line]) => line);
      // Those with a look of their own stay.
      if (all.some((line) => /stroke/.test(line))) return whole;
      const d = all.map((line) => {
        const [x1, x2, y1, y2] = ['x1', 'x2', 'y1', 'y2'].map((name) => attribute(line, name));
        return `M${x1},${y1}L${x2},${y2}`;
      });
      return `${open}<path d="${d.join('')}"/></g>`;
    },
  );
}

function shortNumbers(svg: string): string {
  return svg.replace(/ (d|x|y|width|height|transform|cx|cy)="[^"]*"/g, (text) =>
    text.replace(/-?\d+\.\d+/g, (number) => String(tenths(Number(number)))),
  );
}

/** How far a letter is moved down to be centred, or hung, at 12 pixels. */
const downBy = (em: string) => Math.round(12 * Number(em));

function placeTexts(svg: string): string {
  return svg
    .replace(/<text[^>]*(?:\/>|><\/text>)/g, '')
    .replace(
      /<text( fill="[^"]*")? transform="translate\((-?[\d.]+),(-?[\d.]+)\)"(?: y="(-?[\d.]+)em")?>/g,
      (_, fill = '', x: string, y: string, em = '0') =>
        `<text${fill} x="${Math.round(Number(x))}" y="${Math.round(Number(y) + downBy(em))}">`,
    )
    .replace(
      /<g ((?:[^>]* )?)transform="translate\((-?[\d.]+),(-?[\d.]+)\)"([^>]*)>((?:<text[^>]*>[^<]*<\/text>)+)<\/g>/g,
      (whole, before: string, dx: string, dy: string, after: string, texts: string) =>
        / transform=/.test(texts)
          ? whole
          : `<g ${before}${after.trim()}>${moved(texts, Number(dx), Number(dy))}</g>`,
    )
    .replace(/<g ([^>]*)>((?:<text[^>]*>[^<]*<\/text>){2,})<\/g>/g, sharePlace);
}

const moved = (texts: string, dx: number, dy: number) =>
  texts
    .replace(/ x="([^"]*)"/g, (_, xs: string) => ` x="${shifted(xs, dx)}"`)
    .replace(/ y="([^"]*)"/g, (_, ys: string) => ` y="${shifted(ys, dy)}"`);

const shifted = (places: string, by: number) =>
  places
    .split(' ')
    .map((each) => Math.round(Number(each) + by))
    .join(' ');

/** What all labels of an axis have in common, their height or where they end, is said once. */
function sharePlace(whole: string, look: string, texts: string): string {
  for (const [name, move] of [
    ['y', (at: string) => `0 ${at}`],
    ['x', (at: string) => at],
  ] as const) {
    const places = [...texts.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, at]) => at!);
    if (places.length < 2 || places.some((each) => each !== places[0] || each.includes(' '))) continue;
    if (/ transform=/.test(texts)) continue;
    return `<g ${look} transform="translate(${move(places[0]!)})">${texts.replaceAll(` ${name}="${places[0]}"`, '')}</g>`;
  }
  return whole;
}

/** From place to place by how far they are apart; steps go along or up. Numbers are rounded already, so that no error adds up. */
function shortPaths(svg: string): string {
  return svg.replace(/ d="(M[^"]*L[^"]*)"/g, (_, d: string) => {
    let [x, y] = [0, 0];
    const short = d.replace(
      /([ML])(-?[\d.]+),(-?[\d.]+)/g,
      (_whole, command: string, toX: string, toY: string) => {
        const [dx, dy] = [tenths(Number(toX) - x), tenths(Number(toY) - y)];
        [x, y] = [Number(toX), Number(toY)];
        if (command === 'M') return `M${short10(x)} ${short10(y)}`;
        if (dx === 0 && dy === 0) return '';
        if (dy === 0) return `h${short10(dx)}`;
        return dx === 0 ? `v${short10(dy)}` : `l${short10(dx)}${dy < 0 ? '' : ' '}${short10(dy)}`;
      },
    );
    // A line from a place to itself is a dot, by its round ends: of what stands at one place something has to stay.
    return ` d="${short.replace(/M[^Mhvl]+(?=M|$)/g, '$&h0')}"`;
  });
}

const short10 = (x: number) => String(x).replace(/^(-?)0\./, '$1.');

const withoutRest = (svg: string) =>
  svg
    .replace(/ aria-(?:label|hidden)="[^"]*"/g, '')
    .replace(
      / transform="translate\(0,0\)"| transform=""| stroke-linecap="round" stroke-linejoin="round"| stroke-miterlimit="1"| font-size="12"/g,
      '',
    )
    .replace(/var\((--\w+), #[0-9a-f]+\)/g, 'var($1)')
    .replace(/ font-variant="tabular-nums"/g, '')
    .replace(/ +(?=\/?>)/g, '')
    .replace(/<g>((?:<(?:path|text)[^>]*>(?:[^<]*<\/text>)?)*)<\/g>/g, '$1');

function withClasses(svg: string): string {
  return svg.replace(/<(?:g|path|text|rect|circle)(?= )[^>]*>/g, (element) => {
    const found: string[] = [];
    const rest = element.replace(/ ([\w-]+)="([^"]*)"/g, (whole, name: string, value: string) => {
      const look = looks.indexOf(`${name}:${value}`);
      if (look < 0) return whole;
      found.push(classOf(look));
      return '';
    });
    return found.length === 0 ? element : rest.replace(/^<\w+/, `$& class="${found.join(' ')}"`);
  });
}
