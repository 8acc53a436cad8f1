/** Claims files: any text is a list of claims, or is refused with one sentence that names the file. */
import fc from 'fast-check';
import { InputError } from '../../theory/errors.js';
import { type ClaimsFileEntry, parseClaimsFile } from '../../theory/language/claims-file.js';
import { goodTexts } from './random-claim.js';
import { expectSentence, type Surface } from './surface.js';
import { hostileTexts } from './texts.js';

const keys = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('id', 'claim', 'title', 'source') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'Id', 'claims', '') },
);
const ids = fc.oneof(
  fc.constantFrom('a', 'a/b', 'tail.1', 'A', '__proto__', '-', 'a'.repeat(101), '\u0000', 'constructor'),
  fc.string({ maxLength: 5 }),
);
const claimTexts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...goodTexts.slice(0, 20)) },
  { weight: 1, arbitrary: hostileTexts.filter((text) => text.length < 3000) },
);

/** Members in a list, so that keys can repeat. */
const entries = fc
  .array(
    fc.tuple(
      keys,
      fc.oneof(
        { weight: 4, arbitrary: claimTexts },
        { weight: 3, arbitrary: ids },
        { weight: 1, arbitrary: fc.jsonValue() },
      ),
    ),
    { maxLength: 5 },
  )
  .map(
    (members) =>
      `{${members.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(', ')}}`,
  );
const goodEntries = fc.tuple(ids, claimTexts).map(([id, claim]) => JSON.stringify({ id, claim }));
const files = fc
  .array(
    fc.oneof(
      entries,
      goodEntries,
      fc.jsonValue().map((value) => JSON.stringify(value)),
    ),
    { maxLength: 6 },
  )
  .map((all) => `[${all.join(',\n')}]`);

const spoilt = fc
  .tuple(
    files,
    fc.nat(5000),
    fc.constantFrom(
      '',
      ',',
      ']',
      '}',
      '[',
      '"',
      "'",
      '\\',
      '\n',
      '\u0000',
      '\ufeff',
      '\ud800',
      '//',
      'NaN',
      '1e999',
      'undefined',
      '\u2028',
    ),
  )
  .map(([text, at, scrap]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + scrap + text.slice(place + (scrap === '' ? 1 : 0));
  });

const large = fc
  .tuple(
    fc.constantFrom<readonly [string, string, string]>(
      ['', '[', ''],
      ['', '{"a":', '1'],
      ['[', '{},', '{}]'],
      ['["', 'a', '"]'],
      ['["', '\\u0000', '"]'],
      ['[{"id": "a", "claim": "', 'L + ', '1"}]'],
      ['[', '1e400,', '0]'],
      ['[', '\n', ']'],
      ['[{"id": "', 'x', '", "claim": "x"}]'],
      ['[{"', '__proto__', '": 1}]'],
      ['[{', '"a": 1, ', '"b": 2}]'],
      ['', '\ufeff', '[]'],
      ['[', `${JSON.stringify({ id: 'a', claim: 'mean(forwardNorm2) = 1 for L = 1, d = 1' })},`, '1]'],
    ),
    fc.constantFrom(10, 100_000, 1_000_000),
  )
  .map(([[before, piece, after], length]) => before + piece.repeat(Math.ceil(length / piece.length)) + after);

export type Read = (text: string, name: string) => readonly ClaimsFileEntry[];

/** @param read the reader, or one broken on purpose. */
export function examineFile(text: string, read: Read = parseClaimsFile): string {
  try {
    const found = read(text, 'claims.json');
    if (
      found.length === 0 ||
      found.some(({ id, claim }) => typeof id !== 'string' || typeof claim !== 'string')
    )
      throw new Error('It was read, but not as a list of claims.');
    return 'read';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expectSentence(error.message);
    if (!error.message.startsWith("Claims file 'claims.json'"))
      throw new Error(`This names no file: ${error.message}`);
    return 'refused';
  }
}

export const claimsFile: Surface<string> = {
  name: 'claims file',
  cases: fc.oneof(
    { weight: 5, arbitrary: files },
    { weight: 10, arbitrary: spoilt },
    { weight: 5, arbitrary: goodEntries.map((entry) => `[${entry}]`) },
    { weight: 3, arbitrary: fc.json() },
    { weight: 3, arbitrary: hostileTexts.filter((text) => text.length < 3000) },
    // As invalid UTF-8 is read.
    {
      weight: 2,
      arbitrary: fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes).toString('utf8')),
    },
    { weight: 1, arbitrary: large },
  ),
  examine: (text) => examineFile(text),
  secondsAtMost: 5,
};
