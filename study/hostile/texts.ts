/** Texts that nobody would write: bytes, soups of tokens, good claims spoilt, and claims of absurd size. */
import fc from 'fast-check';
import { formatClaim } from '../../theory/language/format-claim.js';
import { claims, edited, goodTexts, scraps } from './random-claim.js';

/** Any UTF-16, lone surrogates and control characters among them. */
const noise = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.array(fc.nat(0xffff), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
);

const soup = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...scraps) }, fc.string({ maxLength: 3 })), {
    maxLength: 60,
  })
  .chain((words) => fc.constantFrom('', ' ').map((gap) => words.join(gap)));

/** Cyrillic and Greek letters that look like Latin ones, marks that turn the direction of the text, and invisible ones. */
const lookalikes: readonly (readonly [string, string])[] = [
  ['o', '\u043e'],
  ['a', '\u0430'],
  ['e', '\u0435'],
  ['d', '\u0501'],
  ['L', '\u216c'],
  ['1', '\u0661'],
  ['(', '\uff08'],
  ['=', '\uff1d'],
  [' ', '\u202e'],
  [' ', '\u2066'],
  [' ', '\u200d'],
  [' ', '\u0000'],
];
const disguised = fc
  .tuple(fc.constantFrom(...goodTexts), fc.constantFrom(...lookalikes), fc.nat(9))
  .map(([text, [plain, other], which]) => {
    const places = [...text.matchAll(new RegExp(`[${plain.replace(/[()=]/, '\\$&')}]`, 'g'))];
    if (places.length === 0) return other + text;
    const at = places[which % places.length]!.index;
    return text.slice(0, at) + other + text.slice(at + 1);
  });

const prototypeNames = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'process',
  'globalThis',
  'require',
  'eval',
  'x0',
  'expand',
  'PARSE2NUMBER',
);
/** A word of a good claim, wherever it stands, put in place of another one. */
const renamed = fc
  .tuple(fc.constantFrom(...goodTexts), prototypeNames, fc.nat(30))
  .map(([text, name, which]) => {
    const words = [...new Set(text.match(/[A-Za-z]\w*/g) ?? [])];
    const old = words[which % words.length]!;
    return text.replace(new RegExp(`\\b${old}\\b`, 'g'), name);
  });

/** The parts of one pattern, over and over, up to and beyond the length that a claim may have. */
const patterns: readonly (readonly [string, string, string])[] = [
  ['median(forwardNorm2) <= ', '(', ''],
  ['median(forwardNorm2) <= ', 'exp(', '1'],
  ['median(forwardNorm2) <= ', '-', '1 for L = 1, d = 1'],
  ['median(forwardNorm2) <= 1', '+1', ' for L = 1, d = 1'],
  ['median(forwardNorm2) <= 1', '^L', ' for L = 1, d = 1'],
  ['median(forwardNorm2) <= 1', '/3*(L+1)', ' for L = 1, d = 1'],
  ['median(forwardNorm2) <= min(1', ', L', ') for L = 1, d = 1'],
  ['median(forwardNorm2) <= L', ' + 1/(L + 0.125)', ' for L = 1, d = 1'],
  ['', 'median(forwardNorm2) + ', '1 <= 1 for L = 1, d = 1'],
  ['median(forwardNorm2) <= 1 for L = 1, d = 1 where ', 'not ', 'L = 1'],
  ['median(forwardNorm2) <= 1 for L = 1, d = 1 where L = 1', ' and L = 1', ''],
  ['median(forwardNorm2) <= 1 for L = 1, d = 1 where 1', ' <= L', ''],
  ['median(forwardNorm2) <= 1 for L = 1, d = 1', ', x in 0..1', ''],
  ['median(forwardNorm2) <= 1 for L = 1, d = 1 with input dense', ', input dense', ''],
  ['median(forwardNorm2) <= 1 for L = 1, d = 1 with target 1', ' + 1', ''],
  ['median(gradientNorm2[', '1, ', '1]) <= 1'],
  ['median(forwardNorm2) <= 0.', '9', ' for L = 1, d = 1'],
  ['median(forwardNorm2) <= 1e', '9', ' for L = 1, d = 1'],
  ['median(forwardNorm2) <= ', 'a', ' for L = 1, d = 1'],
  ['', ' ', 'median(forwardNorm2) <= 1 for L = 1, d = 1'],
  ['', '\ud800', ''],
  ['median(forwardNorm2) <= ', '"', ''],
  ['median(forwardNorm2) <= ', '[', ']'],
  ['median(forwardNorm2) ', '= ', '1'],
];
const repetitions = patterns.map(([before, piece, after]) => (length: number) => {
  const room = Math.max(1, length - before.length - after.length);
  return (
    before + piece.repeat(Math.ceil(room / piece.length)).slice(0, room - (room % piece.length) || 1) + after
  );
});
const long = fc
  .tuple(
    fc.constantFrom(...repetitions),
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 3000 }) },
      { weight: 2, arbitrary: fc.integer({ min: 15_000, max: 20_000 }) },
      { weight: 1, arbitrary: fc.constant(1_000_000) },
    ),
  )
  .map(([repeat, length]) => repeat(length));

const formatted = claims.map(formatClaim);
const spoilt = fc.oneof(edited(fc.constantFrom(...goodTexts)), edited(formatted));

export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: noise },
  { weight: 4, arbitrary: soup },
  { weight: 3, arbitrary: disguised },
  { weight: 4, arbitrary: renamed },
  { weight: 1, arbitrary: long },
  { weight: 3, arbitrary: formatted },
  { weight: 10, arbitrary: spoilt },
);
