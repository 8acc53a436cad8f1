/** Runs a command line in this process and gathers what it prints. */
import type { CommandResult } from './command-lines.js';

/** @param run of cli/program.ts, from source or as built. One at a time: the process has one standard output. */
export async function capture(
  run: (args: readonly string[]) => Promise<number>,
  args: readonly string[],
): Promise<CommandResult> {
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
