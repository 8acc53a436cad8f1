/** Work that runs in a Web Worker: a pure function of plain data. */

/** What a task may do on its way. */
export interface Pace<Partial = never> {
  /**
   * Sends what is known so far and lets messages in. Call it some ten times a second: it rejects with `Cancelled` if the result
   * is no longer wanted, which the task lets through.
   */
  report(partial: Partial): Promise<void>;
}

export type Task<Arguments, Result, Partial = never> = (
  args: Arguments,
  pace: Pace<Partial>,
) => Result | Promise<Result>;

export class Cancelled extends Error {}
