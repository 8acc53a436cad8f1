/**
 * A record of finished pieces of work, so that a run that was stopped, or killed, goes on where it was. One JSON line each, after a
 * header that says which run it belongs to; lines are only ever appended. The last one may be torn by a kill: it is dropped. Each line
 * has a checksum, because a number that somebody changed would change a verdict.
 */
import { closeSync, ftruncateSync, openSync, readSync, statSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { InputError } from '../theory/errors.js';
import { difference } from './difference.js';
import { parse, stringify } from './plain-data.js';
import { OutputError, reasonOf } from './system-error.js';
import { writeAll } from './write-whole.js';

/** What fixes the results of a run, in plain data: a journal is continued by the run with the same header alone. */
export type Header = Readonly<Record<string, unknown>>;

export interface Journal {
  /** Pieces that were recorded before. */
  readonly known: number;
  /** The result recorded under a key. */
  get(key: string): unknown;
  /**
   * A kill after this loses nothing of it; a power cut may lose the last seconds.
   * @param value plain data; undefined, and numbers that JSON lacks (NaN, infinities, -0), are kept.
   * @throws OutputError if the disk is full; the file then ends with the line before.
   */
  record(key: string, value: unknown): void;
  close(): void;
}

const format = 'vanishing-curvature journal 1';

/**
 * Whoever opens a journal has locked it (lock.ts).
 * @throws InputError if the file is no journal, damaged, or another run's: it is left as it is.
 */
export function openJournal(path: string, header: Header): Journal {
  const { results, whole } = read(path, header);
  const known = results.size;
  const file = openToAppend(path);
  let size = whole;
  ftruncateSync(file, size);
  const append = (line: string) => {
    const bytes = Buffer.from(line);
    try {
      writeAll(file, bytes);
    } catch (error) {
      ftruncateSync(file, size);
      throw new OutputError(`The journal '${path}' could not be written: ${reasonOf(error)}.`);
    }
    size += bytes.length;
  };
  if (size === 0) append(firstLine(header));
  return {
    known,
    get: (key) => results.get(key),
    record: (key, value) => {
      results.set(key, value);
      append(lineOf({ key, value }));
    },
    close: () => closeSync(file),
  };
}

function openToAppend(path: string): number {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw new InputError(`The journal '${path}' cannot be written: ${reasonOf(error)}.`);
  }
}

/** What was recorded, and how many bytes are whole lines. */
function read(path: string, header: Header) {
  const results = new Map<string, unknown>();
  const file = openToRead(path);
  if (file === undefined) return { results, whole: 0 };
  const own = firstLine(header);
  let whole = 0;
  let number = 0;
  try {
    for (const { text, torn } of linesOf(file)) {
      number += 1;
      // A first line that is whole and not ours belongs to another run; one torn by a kill is begun anew, if it can be told from any other file.
      if (number === 1 && !(own.startsWith(text) && text.includes(format))) checkHeader(path, text, header);
      if (torn) break;
      whole += Buffer.byteLength(text);
      if (number === 1) continue;
      const entry = entryOf(text);
      if (!isEntry(entry)) throw damaged(path, number);
      results.set(entry.key, entry.value);
    }
  } finally {
    closeSync(file);
  }
  return { results, whole };
}

/** Undefined if there is no such file yet. Looked at before it is opened: a named pipe would wait for whoever writes into it. */
function openToRead(path: string): number | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    if (stats.isFile()) return openSync(path, 'r');
    throw new InputError(
      `The journal '${path}' is ${stats.isDirectory() ? 'a folder' : 'no ordinary file'}: name a file.`,
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`The journal '${path}' could not be read: ${reasonOf(error)}.`);
  }
}

interface Line {
  /** With its newline. */
  readonly text: string;
  /** Has no newline: the end of the file came first. */
  readonly torn: boolean;
}

/** A journal may be larger than the longest string. What does not begin like one is not read on for its first newline. */
function* linesOf(file: number): Generator<Line> {
  const piece = Buffer.alloc(2 ** 20);
  let rest = Buffer.alloc(0);
  for (let size = readSync(file, piece); size > 0; size = readSync(file, piece)) {
    let from = 0;
    const bytes = Buffer.concat([rest, piece.subarray(0, size)]);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      yield { text: bytes.toString('utf8', from, end + 1), torn: false };
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
    if (from === 0 && !rest.toString('latin1', 0, 8).startsWith('{"crc":"')) {
      // What a kill leaves of a line begins like one.
      yield { text: rest.toString('utf8'), torn: false };
      return;
    }
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), torn: true };
}

const firstLine = (header: Header) => lineOf({ format, ...header });

/** `{"crc":"9ae0daaf","key":...}`: the checksum is that of the text after it. */
function lineOf(data: object): string {
  const text = `${stringify(data).slice(1)}\n`;
  return `{"crc":"${checksum(text)}",${text}`;
}

/** Undefined for a line that is not as it was written. */
function entryOf(line: string): unknown {
  const [, sum, text] = /^\{"crc":"([0-9a-f]{8})",(.*\n)$/s.exec(line) ?? [];
  return text !== undefined && checksum(text) === sum ? parse(`{${text}`) : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

function checkHeader(path: string, line: string, header: Header): void {
  const theirs = entryOf(line);
  if (typeof theirs !== 'object' || theirs === null || !('format' in theirs) || theirs.format !== format)
    throw new InputError(
      `'${path}' is no journal of this program: name a new file, or the journal of a run.`,
    );
  const { format: _format, ...found } = theirs as Header;
  const what = difference(found, header);
  throw new InputError(`The journal '${path}' belongs to another run: ${what ?? 'its header differs'}.`);
}

function damaged(path: string, line: number): InputError {
  return new InputError(
    `Line ${line} of the journal '${path}' is damaged: cut the file off before it to go on from there, or name a new file.`,
  );
}

function isEntry(value: unknown): value is { readonly key: string; readonly value: unknown } {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';
}
