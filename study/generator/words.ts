/**
 * `node dist/study/generator/words.js ORDER [MILLIONS]`: the generator's words (32 bits each, little-endian) on standard output, for
 * batteries that read a pipe; without a number they do not end.
 */
import { writeSync } from 'node:fs';
import { drawWords, type OrderName, orders, own, Sequence } from './orders.js';

const [order, millions] = process.argv.slice(2);
const names = Object.keys(orders);
const limit = millions === undefined ? Infinity : Number(millions);
if (order === undefined || !names.includes(order)) {
  fail(
    `The order must be one of ${names.map((name) => `'${name}'`).join(', ')}; it was ${order === undefined ? 'missing' : `'${order}'`}.`,
  );
} else if (!(limit > 0)) {
  fail(`How many million words must be a positive number, not '${millions}'.`);
} else {
  write(order as OrderName, Math.round(limit * 1e6));
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

function write(name: OrderName, total: number): void {
  const sequence = new Sequence(own('uniform'), name, 1);
  const words = new Int32Array(65536);
  for (let written = 0; written < total; written += words.length) {
    drawWords(sequence, 'uniform', words);
    const bytes = new Uint8Array(words.buffer, 0, 4 * Math.min(words.length, total - written));
    for (let sent = 0; sent < bytes.length; ) {
      try {
        sent += writeSync(1, bytes, sent);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // The reader has seen enough.
        if (code === 'EPIPE') return;
        if (code !== 'EAGAIN') throw error;
      }
    }
  }
}
