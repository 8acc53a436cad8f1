/** Malformed claims files: each must give exactly one InputError of one line that holds these words. */
export interface MalformedFile {
  readonly json: string;
  readonly words: readonly string[];
}

const claim = 'mean(forwardNorm2) = 1 for L in 1..20, d in 1..64';
const good = { id: 'good', claim };
const one = (entry: unknown, ...words: string[]): MalformedFile => ({ json: JSON.stringify([entry]), words });
const text = (json: string, ...words: string[]): MalformedFile => ({ json, words });

export const malformedFiles: readonly MalformedFile[] = [
  text('', 'it is not JSON', 'it is empty'),
  text(' \n\t', 'it is empty'),
  text('[', 'ends too soon'),
  text('[{"id": "a", "claim": "mean', 'ends too soon'),
  text(`[${JSON.stringify(good)}`, 'ends too soon'),
  text(`[${JSON.stringify(good)},\n]`, "unexpected ']' on line 2, column 1", 'the comma before it'),
  text('[{"id": "a",}]', "unexpected '}' on line 1, column 13", 'the comma before it'),
  text("[{'id': 'a'}]", 'line 1, column 3', 'double quotes'),
  text('// claims\n[]', "unexpected '/' on line 1, column 1", 'no comments'),
  text('[]\n[]', "unexpected '[' on line 2, column 1"),
  text('[{"id": "a\nb"}]', 'on line 1, column 11', 'a string must end on its line'),
  text('[{id: "a"}]', "unexpected 'i' on line 1, column 3"),
  text('[1 2]', "unexpected '2' on line 1, column 4"),
  text('[undefined]', "unexpected 'u' on line 1, column 2"),
  text('hello', "unexpected 'h' on line 1, column 1"),
  text('\ufeff[]', 'byte order mark'),
  text('['.repeat(100_000), 'nested more than 50 deep'),
  text('[]', 'it holds no claims'),
  text('{}', 'it must be an array', 'not an object'),
  text(JSON.stringify(good), 'it must be an array', 'not an object'),
  text('null', 'it must be an array', 'not null'),
  text('"mean(forwardNorm2) = 1"', 'it must be an array', 'not a string'),
  text('3', 'it must be an array', 'not the number 3'),
  text('1e999', 'it must be an array', 'the number Infinity'),
  text('true', 'it must be an array', 'the boolean true'),
  one(1, 'line 1, entry 1', 'an entry must be', 'not the number 1'),
  one(null, 'entry 1', 'not null'),
  one([], 'entry 1', 'not an array'),
  one(claim, 'entry 1', 'not a string'),
  one({}, "entry 1, field 'id'", 'it is missing'),
  one({ claim }, "entry 1, field 'id'", 'it is missing'),
  one({ id: 'a' }, "entry 1 ('a'), field 'claim'", 'it is missing'),
  one({ id: 3, claim }, "field 'id'", 'it must be a string, not the number 3'),
  one({ id: 'a', claim: null }, "field 'claim'", 'not null'),
  one({ id: 'a', claim: [claim] }, "field 'claim'", 'not an array'),
  one({ id: 'a', claim, title: 7 }, "field 'title'", 'not the number 7'),
  one({ id: 'a', claim, source: {} }, "field 'source'", 'not an object'),
  one({ id: 'A', claim }, "field 'id'", "'A' is no id"),
  one({ id: '', claim }, "'' is no id"),
  one({ id: '-a', claim }, "'-a' is no id"),
  one({ id: 'a b', claim }, "'a b' is no id"),
  one({ id: 'a\n', claim }, "'a\\u{a}' is no id"),
  one({ id: 'a'.repeat(101), claim }, 'it has 101 characters', 'at most 100'),
  one({ id: 'a', claim: 'x'.repeat(20_001) }, 'it has 20001 characters', 'at most 20000'),
  one({ id: 'a', claims: claim }, "unknown field 'claims'", 'did you mean claim?'),
  one({ id: 'a', claim, alpha: 1 }, "unknown field 'alpha'", 'id, claim, title and source'),
  one({ id: 'a', claim, Title: 'T' }, "unknown field 'Title'", 'did you mean title?'),
  text(`[{"id": "a", "claim": "${claim}", "__proto__": {}}]`, "unknown field '__proto__'"),
  text(`[{"id": "a", "claim": "${claim}", "constructor": 1}]`, "unknown field 'constructor'"),
  text(`[{"id": "a", "id": "b", "claim": "${claim}"}]`, 'line 1', "the field 'id' is given twice"),
  text(`[\n${JSON.stringify(good)},\n${JSON.stringify(good)}\n]`, "line 3, entry 'good'", 'used on line 2'),
  text(`[\n${JSON.stringify(good)},\n\n{}\n]`, 'line 4, entry 2', "field 'id'"),
  one({ id: 'a', claim: '' }, "entry 'a', field 'claim': Column 1: the text is empty"),
  one(
    { id: 'a', claim: 'median(forwardNorm) <= 1' },
    "field 'claim': Column 8:",
    'did you mean forwardNorm2?',
  ),
  text(
    `[\n${JSON.stringify(good)},\n{"id": "tail",\n"claim": "mean(forwardNorm2) = 2L for L in 1..20, d in 1..64"}\n]`,
    "line 3, entry 'tail', field 'claim': Column 23:",
    "'2*L'",
  ),
];
