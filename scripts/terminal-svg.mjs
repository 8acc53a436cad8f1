// Draws coloured terminal text (standard input) as an SVG file: FORCE_COLOR=1 vanishing-curvature check | node scripts/terminal-svg.mjs docs/check.svg
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';

const palette = { 31: '#d1495b', 32: '#2e933c', 33: '#b8860b', 36: '#1b7f9e', 2: '#8a8a8a' };
const [path, title = 'vanishing-curvature check'] = process.argv.slice(2);
const [cell, line, left, top] = [7.25, 18, 16, 44];

const lines = (await text(process.stdin)).replace(/\n+$/, '').split('\n');
// Built from strings, so that the escape character stands in no literal.
const escapeCharacter = String.fromCharCode(27);
const colourCode = new RegExp(`(${escapeCharacter}\\[[0-9;]*m)`);
const wholeCode = new RegExp(`^${escapeCharacter}\\[([0-9;]*)m$`);
const plain = stripVTControlCharacters;
const columns = Math.min(150, Math.max(...lines.map((row) => plain(row).length)));
const width = Math.ceil(columns * cell + 2 * left);
const height = lines.length * line + top + 12;

const escapeXml = (s) => s.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);

/** Runs of one colour in a row, with the column at which each begins. */
function runs(row) {
  const found = [];
  let colour;
  let bold = false;
  let column = 0;
  for (const piece of row.split(colourCode)) {
    const code = wholeCode.exec(piece);
    if (code === null) {
      if (piece !== '' && column < columns)
        found.push({ column, colour, bold, piece: piece.slice(0, columns - column) });
      column += piece.length;
    } else if (code[1] === '1') bold = true;
    else if (code[1] === '39' || code[1] === '22' || code[1] === '0' || code[1] === '') {
      colour = undefined;
      bold = false;
    } else colour = palette[code[1]];
  }
  return found;
}

const rows = lines.map((row, i) => {
  const y = top + i * line + 12;
  return runs(row)
    .filter(({ piece }) => piece.trim() !== '')
    .map(({ column, colour, bold, piece }) => {
      const lead = piece.length - piece.trimStart().length;
      const word = piece.trim();
      const style = `${colour ? ` fill="${colour}"` : ''}${bold ? ' font-weight="bold"' : ''}`;
      const x = (left + (column + lead) * cell).toFixed(1);
      return `<text x="${x}" y="${y}" textLength="${(word.length * cell).toFixed(1)}" xml:space="preserve"${style}>${escapeXml(word)}</text>`;
    })
    .join('');
});

writeFileSync(
  path,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeXml(title)}">
<rect width="100%" height="100%" rx="8" fill="#fbfbf8" stroke="#d8d8d0"/>
<text x="${left}" y="24" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12" fill="#8a8a8a">$ ${escapeXml(title)}</text>
<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12" fill="#22262a">
${rows.filter((row) => row !== '').join('\n')}
</g>
</svg>
`,
);
