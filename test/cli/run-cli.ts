/** Runs the command line, as built (worker threads load compiled files), in this process and gathers what it prints. */
const built = new URL('../../dist/cli/program.js', import.meta.url).href;
const { run }: typeof import('../../cli/program.js') = await import(built);

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export async function cli(...args: string[]): Promise<CliResult> {
  let out = '';
  let err = '';
  const write = { out: process.stdout.write, err: process.stderr.write };
  // The same signature as the stream's own write is not needed: the program only ever writes strings.
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
