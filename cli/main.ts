#!/usr/bin/env node
/**
 * The command line. A person's mistake ends in one sentence and exit code 2, a mistake of this program in one sentence and
 * exit code 70: codes 0, 1 and 3 are verdicts, and nothing but a finished run may give them.
 */
import { internalErrorCode, reportInternalError } from './internal-error.js';

const args = process.argv.slice(2);

/** EX_IOERR of sysexits.h. */
const outputErrorCode = 74;

/** Node would exit with 1, "refuted", if it found nothing left to do before the run had ended, or after an uncaught error. */
process.exitCode = internalErrorCode;
let ended = false;
process.on('exit', (code) => {
  if (!ended && code === internalErrorCode)
    reportInternalError('the run came to a halt before it had ended', args);
});

function giveUp(code: number): never {
  ended = true;
  process.exit(code);
}

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => giveUp(reportInternalError(error, args)));
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has gone (`| head`): it has read enough, and the verdicts are what they are.
  if (error.code === 'EPIPE') return;
  process.stderr.write(`The output could not be written: ${error.message}.\n`);
  giveUp(outputErrorCode);
});
// There is nowhere left to complain to.
process.stderr.on('error', () => {});

const { run } = await import('./program.js');
const code = await run(args);
ended = true;
process.exitCode = code;
