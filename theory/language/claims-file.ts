/** Claims files: a JSON array of `{ "id", "claim", "title"?, "source"? }`, described by one schema. */
import * as z from 'zod';
import { InputError, named } from '../errors.js';
import { listOf, quote, quoteName } from './complaint.js';
import { linesOfEntries, readJson, withoutByteOrderMark } from './json-text.js';
import { parseClaim } from './parse-claim.js';
import { nearest } from './suggest.js';

const idPattern = /^[a-z0-9][a-z0-9\-/.]*$/;
const maxClaims = 10_000;

const entrySchema = z.strictObject({
  id: z
    .string()
    .max(100)
    .regex(idPattern)
    .meta({ description: 'Names the claim in reports; unique in the file.' }),
  claim: z.string().max(20_000).meta({ description: 'The claim, in the claim language.' }),
  title: z.string().max(1000).optional().meta({ description: 'A title for reports.' }),
  source: z.string().max(1000).optional().meta({ description: 'Where the claim comes from.' }),
});

/** The schema of a claims file; that each claim is one of the claim language is checked by parseClaimsFile. */
export const claimFile = z.array(entrySchema).min(1).max(maxClaims).meta({
  title: 'Claims file of vanishing-curvature',
  description: 'Claims about randomly initialised deep nets, one entry each.',
});

/** One claim of a claims file: `id` and `claim`, perhaps `title` and `source`. */
export type ClaimsFileEntry = z.infer<typeof entrySchema>;

const fields = Object.keys(entrySchema.shape);

/** The schema as JSON Schema (draft 2020-12), for editors and other programs. */
export function claimsFileJsonSchema(): object {
  return z.toJSONSchema(claimFile);
}

/**
 * The entries of a claims file, each claim parsed once so that all are known to be claims. Throws InputError, one line
 * that names the file, the line, the entry and the field.
 */
export function parseClaimsFile(jsonText: string, fileName: string): readonly ClaimsFileEntry[] {
  for (const text of [jsonText, fileName] as readonly unknown[])
    if (typeof text !== 'string')
      throw new InputError(`A claims file is read from its text and its name, not from ${named(text)}.`);
  const file = `Claims file ${quoteName(fileName)}`;
  const json = withoutByteOrderMark(jsonText);
  const data = readJson(json, file);
  const found = claimFile.safeParse(data);
  if (!found.success)
    throw new InputError(`${file}${explain(firstIssue(found.error.issues), data, json, file)}.`);
  const entries = found.data;
  const lineOf = linesOfEntries(json, file);
  const firstWith = new Map<string, number>();
  entries.forEach((entry, index) => {
    const place = `${file}, line ${lineOf[index]}, entry '${entry.id}'`;
    const earlier = firstWith.get(entry.id);
    if (earlier !== undefined) {
      throw new InputError(`${place}: the same id is used on line ${lineOf[earlier]}: ids must differ.`);
    }
    firstWith.set(entry.id, index);
    try {
      parseClaim(entry.claim);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${place}, field 'claim': ${error.message}`, error.column);
    }
  });
  return entries;
}

/** A misspelt field is both unknown and missing: the former says more. */
function firstIssue(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  const [first] = issues;
  const sameEntry = issues.filter((each) => each.path[0] === first!.path[0]);
  return sameEntry.find((each) => each.code === 'unrecognized_keys') ?? first!;
}

/** What is wrong with the data, with its place: ` , line 3, entry 2 ('tail'), field 'claim': ...`. */
function explain(issue: z.core.$ZodIssue, data: unknown, jsonText: string, file: string): string {
  const [index, field] = issue.path;
  if (typeof index !== 'number') return `: ${explainWhole(issue, data)}`;
  const entry = (data as readonly unknown[])[index];
  const id = typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined;
  const named = typeof id === 'string' && idPattern.test(id) ? ` (${quote(id)})` : '';
  const place = `, line ${linesOfEntries(jsonText, file)[index]}, entry ${index + 1}${named}`;
  if (typeof field !== 'string') return `${place}: ${explainEntry(issue, entry)}`;
  return `${place}, field '${field}': ${explainField(issue, field, entry)}`;
}

function explainWhole(issue: z.core.$ZodIssue, data: unknown): string {
  if (issue.code === 'too_small') return 'it holds no claims: the array is empty';
  if (issue.code === 'too_big') return `it holds more than ${maxClaims} claims`;
  return `it must be an array of { "id", "claim" }, not ${kindOf(data)}`;
}

function explainEntry(issue: z.core.$ZodIssue, entry: unknown): string {
  if (issue.code !== 'unrecognized_keys') return `an entry must be { "id", "claim" }, not ${kindOf(entry)}`;
  const key = issue.keys[0]!;
  const guess = nearest(key, fields);
  return `unknown field ${quote(key)}: ${guess === undefined ? `the fields are ${listOf(fields).replace(' or ', ' and ')}` : `did you mean ${guess}?`}`;
}

function explainField(issue: z.core.$ZodIssue, field: string, entry: unknown): string {
  if (!Object.hasOwn(entry as object, field)) return 'it is missing';
  const value = (entry as Readonly<Record<string, unknown>>)[field];
  if (typeof value !== 'string') return `it must be a string, not ${kindOf(value)}`;
  if (issue.code === 'too_big')
    return `it has ${value.length} characters: at most ${issue.maximum} are allowed`;
  return `${quote(value)} is no id: ids are made of a-z, 0-9, '-', '/' and '.' and begin with a letter or a digit`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a string' : `the ${typeof value} ${value}`;
}
