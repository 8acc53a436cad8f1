/** What the operating system said, in words: `no space left on device (ENOSPC)`. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  // Node's messages read `ENOSPC: no space left on device, write` or `EACCES: permission denied, open '/x'`.
  const words = /^[A-Z0-9_]+: (.+?), \w+/.exec(message)?.[1];
  return code === undefined || words === undefined ? message : `${words} (${code})`;
}

/** A file, or standard output, that could not be written: exit code 74. Paths that cannot be right are an InputError. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** EX_IOERR of sysexits.h. */
const outputErrorCode = 74;

/** Says on standard error, as JSON if that was asked for, what could not be written; returns the exit code. */
export function reportOutputError(message: string, args: readonly string[]): number {
  process.stderr.write(
    args.includes('--json') ? `${JSON.stringify({ error: { message } })}\n` : `${message}\n`,
  );
  return outputErrorCode;
}
