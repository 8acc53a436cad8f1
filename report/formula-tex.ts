/**
 * Formulas of the catalogue's prose as TeX: `P(a^L = 0) = 1 - (1 - 2^-d)^L`, written as they are read aloud, with products that have no sign. They
 * stay in one line: quotients have a slash.
 */
import { nameToTex } from '../theory/expression/tex-names.js';
import { observableToTex } from '../theory/expression/tex-quantity.js';

/** In pieces between which a line may break. @throws RangeError for a word or a sign that has no meaning here. */
export function formulaToTex(text: string): string[] {
  const reader = new Reader(text);
  const tex = reader.row(0);
  if (!reader.isAtEnd) throw reader.complaint();
  const pieces: string[] = [];
  for (const piece of tex.split(lineBreak).map((each) => each.trim())) {
    const last = pieces.at(-1);
    if (last !== undefined && signs(last) + signs(piece) <= shortLine)
      pieces[pieces.length - 1] = `${last} ${piece}`;
    else if (piece !== '') pieces.push(piece);
  }
  // With nothing to its left a plus would be a sign, and stand close to what follows.
  return pieces.map((piece, i) => (i > 0 && /^[+-]/.test(piece) ? `{}${piece}` : piece));
}

/** How many there are to see, roughly. */
const signs = (tex: string) => tex.replace(/\\[A-Za-z]+/g, 'x').replace(/[{}^_ \\]/g, '').length;

/** Signs that may well stay in one line, on a telephone too. */
const shortLine = 20;

const lineBreak = '\u0001';

/** Longer brackets may be broken after a comma. */
const longBracket = 30;

const words: ReadonlyMap<string, string> = new Map([
  ['E', '\\mathbb{E}'],
  ...['log', 'min', 'max', 'sup'].map((name) => [name, `\\${name}`] as const),
  ...['Var', 'median', 'diag'].map((name) => [name, `\\operatorname{${name}}`] as const),
  ['trace', '\\operatorname{tr}'],
  ['mean', '\\text{mean}'],
  ['sd', '\\text{sd}'],
  ['alive', '\\text{alive}'],
  ['Binomial', '\\mathrm{Binomial}'],
  ['prod', '\\prod'],
  ['sum', '\\sum'],
  ['grad', '\\nabla'],
  ['nabla', '\\nabla'],
  ['dF', 'dF'],
  ['dw', 'dw'],
  ['lambdaMin', '\\lambda_{\\min}'],
  ['lambdaMax', '\\lambda_{\\max}'],
  ['k3', '\\kappa_3'],
]);

const functions: ReadonlySet<string> = new Set(['log', 'Var', 'median', 'trace', 'sup']);

/** Names of laws and functions that stand before a bracket. */
const beforeBracket: ReadonlyMap<string, string> = new Map([
  ['P', '\\Pr'],
  ['N', '\\mathcal{N}'],
]);

const observables = ['forwardNorm2', 'gradientNorm2', 'hessianNorm2', 'hessianBlockNorm2'] as const;

const relations: ReadonlyMap<string, string> = new Map([
  ['<=', '\\le '],
  ['>=', '\\ge '],
  ['!=', '\\ne '],
  ['->', '\\to '],
  ...['=', '<', '>', '~'].map((sign) => [sign, sign === '~' ? '\\sim ' : sign] as const),
]);

const token =
  /2F1|\d{1,3}(?:,\d{3})+|\d+e-?\d+|\d*\.?\d+|[A-Za-z]+\d*|<=|>=|!=|->|\.\.\.|[=<>~+\-/,;:|()[\]{}^_'*]/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    this.skip();
    return this.at === this.text.length;
  }

  complaint(): RangeError {
    return new RangeError(
      `Formula '${this.text}': what does '${this.peek() || this.text.slice(this.at)}' mean?`,
    );
  }

  /** Up to a closing sign, or the end. @param depth of brackets around it; Infinity where no line may break. */
  row(depth: number): string {
    let tex = '';
    let isFirst = true;
    for (;;) {
      const next = this.peek();
      if (next === '' || ')]}'.includes(next) || (next === '|' && !this.isCondition() && this.bars > 0))
        return tex;
      // Digits that meet would read as one number.
      if (/\d ?$/.test(tex) && /^\d/.test(next)) tex += '\\,';
      // Nor is the name of a function part of the word before it.
      if (functions.has(next) && /(?:^|[^A-Za-z\\])[A-Za-z\d] ?$|[})] ?$/.test(tex)) tex += '\\,';
      tex += this.item(isFirst, depth);
      // A minus behind a relation or a comma is a sign.
      isFirst = relations.has(next) || next === ',' || next === ';';
    }
  }

  private bars = 0;

  private item(isFirst: boolean, depth: number): string {
    const next = this.peek();
    const relation = relations.get(next);
    const mayBreak = depth === 0 ? lineBreak : '';
    if (relation !== undefined) {
      this.take();
      return `${mayBreak}${relation}`;
    }
    if (next === '+' || next === '-') {
      this.take();
      return isFirst ? next : `${mayBreak}${next} `;
    }
    if (next === ',' || next === ';') {
      this.take();
      return `${next}${depth <= 1 ? lineBreak : ''}`;
    }
    if (next === '/' || next === '...' || next === ':') {
      this.take();
      return next === '...' ? '\\dots ' : next;
    }
    if (next === '|' && this.isCondition()) {
      this.take();
      return '\\mid ';
    }
    return this.scripted(depth);
  }

  /** Bars have a room on neither or on one side, the sign of a condition on both. */
  private isCondition(): boolean {
    this.skip();
    return this.text[this.at - 1] === ' ' && this.text[this.at + 1] === ' ';
  }

  private scripted(depth: number): string {
    const isWide = observables.some((name) => name === this.peek());
    const base = this.atom(depth);
    const scripts = this.scripts();
    if (!isWide || scripts === '') return `${base}${scripts} `;
    return `(${base})${scripts} `;
  }

  private scripts(): string {
    let scripts = '';
    for (;;) {
      const sign = this.text[this.at];
      if (sign === "'") scripts += "'";
      else if (sign === '*') scripts += '^{*}';
      else if (sign !== '^' && sign !== '_') return scripts;
      this.at += 1;
      if (sign === '^' || sign === '_') scripts += `${sign}{${this.script(sign)}}`;
    }
  }

  private script(sign: string): string {
    const next = this.take();
    if (next === '(' || next === '{') {
      const inner = this.row(Infinity);
      this.close(next === '(' ? ')' : '}');
      return inner.trim();
    }
    if (next === '-' && /[\w]/.test(this.text[this.at] ?? '')) return `-${this.script(sign)}`;
    if (next === '+' || next === '-') return next;
    if (sign === '^' && next === 'T') return '\\top';
    return /^\d/.test(next) ? next : this.name(next);
  }

  private atom(depth: number): string {
    const next = this.take();
    if (next === '2F1') return '\\,{}_2F_1';
    if (/^[\d.]/.test(next)) return numberToTex(next);
    if (next === '(' || next === '[') {
      const end = this.text.indexOf(next === '(' ? ')' : ']', this.at);
      const inner = this.row(end - this.at > longBracket ? depth + 1 : Math.max(2, depth + 1));
      const closing = next === '(' ? ')' : ']';
      this.close(closing);
      return `${next}${inner.trim()}${closing}`;
    }
    if (next === '|') return this.absolute();
    if (/^[A-Za-z]/.test(next)) return this.word(next, depth);
    this.at -= next.length;
    throw this.complaint();
  }

  /** A norm where it has an index, or holds a vector. */
  private absolute(): string {
    const isVector = /^(?:grad|nabla|a\b|delta\b|x\|\^2$)/.test(this.text.slice(this.at));
    this.bars += 1;
    const inner = this.row(Infinity).trim();
    this.close('|');
    this.bars -= 1;
    const bars = isVector || this.text[this.at] === '_' ? ['\\|', '\\|'] : ['|', '|'];
    return `${bars[0]}${inner}${bars[1]}`;
  }

  private word(word: string, depth: number): string {
    const observable = observables.find((name) => name === word);
    if (observable !== undefined) return this.observable(observable);
    if (word === 'exp') return `e^{${this.bracketed()}}`;
    if (word === 'sqrt') return `\\sqrt{${this.bracketed()}}`;
    if (word === 'ceil') return `\\lceil ${this.bracketed()}\\rceil`;
    const isCall = this.text[this.at] === '(';
    if (word === 'Gamma' && isCall && /~ ?$|^$/.test(this.text.slice(0, this.at - word.length)))
      return '\\mathrm{Gamma}';
    const tex = (isCall ? beforeBracket.get(word) : undefined) ?? this.name(word);
    // What is meant by the observable stands in brackets, as in claims.
    if (word === 'E' || word === 'log') {
      const isMean = word === 'E';
      if (observables.some((name) => name === this.peek())) {
        const [open, end] = isMean ? '[]' : '()';
        return `${tex}${open}${this.scripted(Math.max(2, depth)).trim()}${end}`;
      }
    }
    // A bracket or a bar is room enough between a function and what it is taken of.
    return functions.has(word) && /[A-Za-z\d]/.test(this.peek()) ? `${tex}\\,` : tex;
  }

  private observable(name: (typeof observables)[number]): string {
    if (this.text[this.at] !== '[') return observableToTex(name, []);
    this.at += 1;
    const indices = this.row(Infinity).replaceAll(lineBreak, '').split(',');
    this.close(']');
    return observableToTex(
      name,
      indices.map((each) => each.trim()),
    );
  }

  private bracketed(): string {
    this.close('(');
    const inner = this.row(Infinity).trim();
    this.close(')');
    return inner;
  }

  /** One letter, with digits behind it as an index; a Greek letter; or a word that is known. */
  private name(word: string): string {
    // A unit vector, not Euler's number.
    if (word === 'e' && this.text[this.at] === '_') return 'e';
    const known = words.get(word);
    if (known !== undefined) return known;
    const tex = nameToTex(word);
    if (/mathit/.test(tex)) {
      this.at -= word.length;
      throw this.complaint();
    }
    return tex;
  }

  private skip(): void {
    while (this.text[this.at] === ' ') this.at += 1;
  }

  private peek(): string {
    this.skip();
    token.lastIndex = this.at;
    return token.exec(this.text)?.[0] ?? '';
  }

  private take(): string {
    const next = this.peek();
    if (next === '') throw this.complaint();
    this.at += next.length;
    return next;
  }

  private close(sign: string): void {
    if (this.peek() !== sign) throw this.complaint();
    this.at += sign.length;
  }
}

/** `1e-8` is 10^{-8}; `.3` is 0.3. */
function numberToTex(text: string): string {
  const [, digits, power] = /^(\d+)e(-?\d+)$/.exec(text) ?? [];
  if (power !== undefined) return `${digits === '1' ? '' : `${digits} \\cdot `}10^{${power}}`;
  return `${text.startsWith('.') ? '0' : ''}${text}`.replaceAll(',', '{,}');
}
