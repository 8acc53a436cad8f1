/** Runs the command line in this process and gathers what it prints. */
import { run } from '../../cli/program.js';
import type { CommandResult } from './command-lines.js';

export async function capture(args: readonly string[]): Promise<CommandResult> {
  let out = '';
  let err = '';
  const write = { out: process.stdout.write, err: process.stderr.write };
  // The program only ever writes strings.
  process.stdout.write = ((text: string) => {
    out += text;
    return true;
  }) as typeof process.stdout.write;
  process.stderr.write = ((text: string) => {
    err += text;
    return true;
  }) as typeof process.stderr.write;
  try {
    return { code: await run(args), out, err };
  } finally {
    process.stdout.write = write.out;
    process.stderr.write = write.err;
  }
}
