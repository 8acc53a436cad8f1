/** The draws that missed the sure part of their slab, 4 in 1000: queued with their slabs and words, finished by the dozen. */
import { seedRows } from './key';
import { places } from './lanes';
import { extraAt, notesAt, queueAt, queueRoom, tableAt, unitsAt, valuesAt, wordsAt } from './layout';
import { settle, setState } from './settle';

/** How many wait, and how many rows and columns there are: what lies beyond is padding. */
let queued: i32 = 0;
let rowCount: i32 = 0;
let columnCount: i32 = 0;

const columns: usize = 0;
const rows: usize = 4 * 4096;
const slabs: usize = 8 * 4096;
const words: usize = 12 * 4096;
const factors: usize = 16 * 4096;
const states: usize = 20 * 4096;

export function clearQueue(columnsOfLayer: i32, rowsOfLayer: i32): void {
  queued = 0;
  columnCount = columnsOfLayer;
  rowCount = rowsOfLayer;
}

/** Queues the rejected draws of the first `noted` packs in the notes, of a block that begins at `firstRow`. */
export function queue(group: i32, firstRow: i32, noted: i32): void {
  for (let note = 0; note < noted; note++) {
    const pack = load<usize>(notesAt + (usize(note) << 2));
    const row = firstRow + 3 * i32((pack - wordsAt) >> 7);
    for (let lane = 0; lane < 8; lane++) {
      const position = 4 * group + lane;
      if (position >= columnCount) break;
      const at = pack + (usize(lane) << 2);
      for (let part = 0; part < 3; part++) {
        const slab = (load<u32>(at) >> (22 - 10 * part)) & 1023;
        const word = load<i32>(at + (usize(part + 1) << 5));
        const f = f32(word) + 0.5;
        const to = queueAt + (usize(queued) << 2);
        store<i32>(to, load<i32>(unitsAt + (usize(position) << 2)), columns);
        store<i32>(to, row + part, rows);
        store<i32>(to, slab, slabs);
        store<i32>(to, word, words);
        store<f32>(to, load<f32>(valuesAt + (usize(position) << 2)), factors);
        const sure = f * f < load<f32>(tableAt + (usize(slab) << 3));
        queued += i32(!sure) & i32(row + part < rowCount);
      }
    }
    if (queued > queueRoom - 28) drain();
  }
}

/** Finishes the draws in the queue and adds them to `extra`: each row's in the order of its columns. */
export function drain(): void {
  for (let i = 0; i < queued; i += 4) {
    const at = queueAt + (usize(i) << 2);
    seedRows(v128.load(at, columns), v128.load(at, rows), queueAt + states + (usize(i) << 4));
  }
  for (let i = 0; i < queued; i++) {
    const at = queueAt + (usize(i) << 2);
    setState(queueAt + states + (usize(i & ~3) << 4) + (usize(i & 3) << 2));
    const weight = f32(settle(f64(load<i32>(at, words)) + 0.5, load<i32>(at, slabs)));
    const sum = extraAt + (usize(load<i32>(at, rows)) << 2);
    store<f32>(sum, load<f32>(sum) + load<f32>(at, factors) * weight);
  }
  queued = 0;
}
