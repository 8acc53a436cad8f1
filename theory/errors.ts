/**
 * Bad input from a person: one clear sentence that says what was wrong, where, and what would be right. Everything that
 * is not an InputError is a bug of this program.
 */
export class InputError extends Error {
  override readonly name = 'InputError';
  constructor(
    message: string,
    /** Column in the text, counted from 1, where there is one. */
    readonly column?: number,
  ) {
    super(message);
  }
}

/**
 * Whether numbers were refused as out of range on purpose: then the message is a sentence. The engine's own RangeErrors
 * (`Array buffer allocation failed`, `Maximum call stack size exceeded`) are no person's doing.
 */
export function isRefusal(error: unknown): error is RangeError {
  return error instanceof RangeError && error.message.endsWith('.');
}

/** The text with what could break its line, or command a terminal, written as \u{...}. */
export function oneLine(text: string): string {
  return text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}

/** A value in a few words, for a sentence that says what should stand in its place. */
export function named(value: unknown): string {
  if (typeof value === 'string') return `'${oneLine(value)}'`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return 'an array';
  return typeof (value as { then?: unknown }).then === 'function' ? 'a promise' : 'an object';
}
