/** The text of --help in a terminal: what commander leaves as it is, the notes below the options, is filled to its width. */
import { Help } from 'commander';

/** Columns that words need; commander would ask for 40, and beside the names of options a terminal of 60 has fewer. */
export const leastColumns = 20;

const boxes = Object.assign(new Help(), { minWidthToWrap: leastColumns });

/** Paragraphs filled anew, words with what they mean one below the other; as they are where there is no width. Examples are to be copied: they keep their lines. */
export function filled(text: string, width: number | undefined): string {
  if (width === undefined) return text;
  return text
    .split(/(\n{2,})/)
    .map((paragraph) => {
      if (/^ |^Examples?:/m.test(paragraph)) return paragraph;
      const lines = paragraph.split('\n');
      return lines.every((line) => term.test(line))
        ? lines.map((line) => entry(line, width)).join('\n')
        : boxes.boxWrap(joined(paragraph), width);
    })
    .join('');
}

/** A word at the beginning of a line, and the gap behind it. */
const term = /^\S+ {2,}/;

function entry(line: string, width: number): string {
  const [start] = term.exec(line)!;
  const meaning = boxes.boxWrap(line.slice(start.length), width - start.length);
  return start + meaning.replaceAll('\n', `\n${' '.repeat(start.length)}`);
}

/** On one line, but for what stands around it. */
const joined = (paragraph: string) => paragraph.replace(/(\S)\n(?=\S)/g, '$1 ');
