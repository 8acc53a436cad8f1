/** A fault of this program: one sentence, and an exit code that nobody can take for a verdict. */

/** EX_SOFTWARE of sysexits.h. */
export const internalErrorCode = 70;

/** Says on standard error, as JSON if that was asked for, what broke; returns the exit code. */
export function reportInternalError(error: unknown, args: readonly string[]): number {
  const message = `Internal error: ${nameOf(error)}; please report it with this command line.`;
  process.stderr.write(
    args.includes('--json') ? `${JSON.stringify({ error: { message, internal: true } })}\n` : `${message}\n`,
  );
  return internalErrorCode;
}

/** `TypeError: x is not a function`, in one line and without a full stop; never a stack trace. */
function nameOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text
    .replace(/^Error: (?=.)/, '')
    .replace(/\s+/g, ' ')
    .replace(/[.\s]+$/, '');
}
