#!/usr/bin/env node
/**
 * The command line. A person's mistake ends in one sentence and exit code 2, a mistake of this program in one sentence and
 * exit code 70: codes 0, 1 and 3 are verdicts, and nothing but a finished run may give them.
 */
import { closeSync, fstatSync } from 'node:fs';
import { isatty } from 'node:tty';
import { internalErrorCode, reportInternalError } from './internal-error.js';
import { reasonOf, reportOutputError } from './system-error.js';
import { writeAll } from './write-whole.js';

const args = process.argv.slice(2);

/** Node would exit with 1, "refuted", if it found nothing left to do before the run had ended, or after an uncaught error. */
process.exitCode = internalErrorCode;
let ended = false;
process.on('exit', (code) => {
  if (!ended && code === internalErrorCode)
    reportInternalError('the run came to a halt before it had ended', args);
});

// Node crashes at its end, exit code or not, over a terminal that has been closed meanwhile, unless it finds it gone.
const terminals = [0, 1, 2].filter((file) => isatty(file));
process.on('exit', () => {
  for (const file of terminals) if (!isatty(file)) closeSync(file);
});

function giveUp(code: number): never {
  ended = true;
  process.exit(code);
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => giveUp(reportInternalError(error, args)));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has gone (`| head`), or the terminal: nobody reads on, and the verdicts are what they are.
  if (error.code === 'EPIPE' || (terminals.includes(1) && !isatty(1))) return;
  giveUp(reportOutputError(`The output could not be written: ${reasonOf(error)}.`, args));
});
// Node takes a part of the output for all of it, if that is what a disk that fills up has room for.
if (fstatSync(1).isFile()) {
  process.stdout._write = (chunk, _encoding, done) => {
    try {
      writeAll(1, chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}
// There is nowhere left to complain to.
process.stderr.on('error', () => {});

const { run } = await import('./program.js');
const code = await run(args);
ended = true;
process.exitCode = code;
