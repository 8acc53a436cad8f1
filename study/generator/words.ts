/**
 * `node dist/study/generator/words.js ORDER [SEED]`: the generator's words (32 bits each, little-endian) without end on standard output, for
 * batteries that read a pipe.
 */
import { writeSync } from 'node:fs';
import { drawWords, type OrderName, orders, own, Sequence } from './orders.js';

const [order, seedText = '1'] = process.argv.slice(2);
const names = Object.keys(orders);
const seed = Number(seedText);
if (order === undefined || !names.includes(order)) {
  fail(
    `The order must be one of ${names.map((name) => `'${name}'`).join(', ')}; it was ${order === undefined ? 'missing' : `'${order}'`}.`,
  );
} else if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 24)) {
  fail(`The seed must be a whole number from 0 to 2^24 - 1, not '${seedText}'.`);
} else {
  write(order as OrderName);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

function write(name: OrderName): void {
  const sequence = new Sequence(own('uniform'), name, seed);
  const words = new Int32Array(65536);
  const bytes = new Uint8Array(words.buffer);
  for (;;) {
    drawWords(sequence, 'uniform', words);
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
