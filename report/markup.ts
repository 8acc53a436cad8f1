/** Markup written by hand, with everything else escaped: texts of claims, titles and file names come from anywhere. */

/** Text that is markup already. */
export class Markup {
  constructor(readonly text: string) {}
}

export type Content = string | number | Markup | undefined | readonly (Markup | undefined)[];

/** HTML, XML and SVG alike: strings are escaped, markup is not, undefined is nothing. */
export function markup(pieces: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return new Markup(pieces.reduce((text, piece, i) => `${text}${textOf(contents[i - 1])}${piece}`));
}

/** @param text made of what was escaped before, or of what we write ourselves. */
export const raw = (text: string): Markup => new Markup(text);

function textOf(content: Content): string {
  if (content === undefined) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map((each) => each?.text ?? '').join('');
  return escaped(String(content));
}

/** For text and for attributes in double quotes. Characters that XML has no way to write become U+FFFD. */
export function escaped(text: string): string {
  return (
    text
      .replace(/[\ud800-\udfff]/gu, '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what XML lacks.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)
  );
}
