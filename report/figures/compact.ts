/**
 * The same picture in fewer bytes, for a page that holds hundreds of them: ten thousandths of a pixel, and elements that could be one,
 * are most of what Plot writes. What all pictures have in common is left to the page's style (page-style.ts).
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
  ].reduce((text, step) => step(text), svg);
}

const attribute = (element: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(element)?.[1];
const tenths = (x: number) => Math.round(10 * x) / 10;

/** Cells of one colour as one path. */
function mergeCells(svg: string): string {
  return svg.replace(/(<g aria-label="cell"[^>]*>)(.*?)<\/g>/gs, (_, open: string, cells: string) => {
    const paths = new Map<string, string>();
    for (const [cell] of cells.matchAll(/<rect [^>]*>/g)) {
      const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((name) =>
        tenths(Number(attribute(cell, name))),
      );
      const fill = attribute(cell, 'fill') ?? 'none';
      paths.set(fill, `${paths.get(fill) ?? ''}M${x} ${y}h${width}v${height}H${x}z`);
    }
    return `${open}${[...paths].map(([fill, d]) => `<path fill="${fill}" d="${d}"/>`).join('')}</g>`;
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
        mark.xs.push(tenths(Number(x)));
        mark.ys.push(tenths(Number(y)));
        marks.set(key, mark);
      }
      return [...marks.values()]
        .map(
          ({ xs, ys, fill, letter }) =>
            `<text${fill} x="${xs.join(' ')}" y="${ys.join(' ')}" dy=".32em">${letter.repeat(xs.length)}</text>`,
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
  return svg.replace(
    /<text( fill="[^"]*")? transform="translate\((-?[\d.]+),(-?[\d.]+)\)" y="(-?[\d.]+)em"/g,
    (_, fill: string | undefined, x: string, y: string, em: string) =>
      `<text${fill ?? ''} x="${Math.round(Number(x))}" y="${Math.round(Number(y) + downBy(em))}"`,
  );
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
    return ` d="${short}"`;
  });
}

const short10 = (x: number) => String(x).replace(/^(-?)0\./, '$1.');

const withoutRest = (svg: string) =>
  svg
    .replace(/ aria-(?:label|hidden)="[^"]*"/g, '')
    .replace(
      / transform="translate\(0,0\)"| transform=""| stroke-linecap="round" stroke-linejoin="round"/g,
      '',
    )
    .replace(/var\((--\w+), #[0-9a-f]+\)/g, 'var($1)')
    .replace(/ font-variant="tabular-nums"/g, '')
    .replace(/ \/>/g, '/>');
