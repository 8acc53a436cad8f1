/** What may be told apart of slacks that are known to within errors. */

export interface Measured {
  readonly slack: number;
  readonly slackError: number;
}

/** Whether one value is within the error of all of them. */
export function agree(slacks: readonly Measured[]): boolean {
  const lower = Math.max(...slacks.map(({ slack, slackError }) => slack - slackError));
  const upper = Math.min(...slacks.map(({ slack, slackError }) => slack + slackError));
  return lower <= upper;
}

export interface Scale {
  readonly least: number;
  readonly most: number;
  /** Slack spans orders of magnitude as a rule: steps go by its logarithm where all of it is positive. */
  readonly logarithmic: boolean;
  /** Steps from the least to the most, up to those asked for, that are not finer than errors are; 1 where the slacks agree. */
  readonly steps: number;
  /** Which of the steps, from 0 on, a slack is in. */
  stepOf(slack: number): number;
}

/** @param rooms with a slack, one at least. */
export function scaleOf(
  rooms: readonly { readonly slack: number | null; readonly slackError: number | null }[],
  mostSteps: number,
): Scale {
  const slacks = rooms.flatMap(({ slack }) => (slack === null ? [] : [slack]));
  const [least, most] = [Math.min(...slacks), Math.max(...slacks)];
  const logarithmic = least > 0 && most > 20 * least;
  const at = (x: number) => (logarithmic ? Math.log(x) : x);
  const measured = rooms.flatMap(({ slack, slackError }): Measured[] =>
    slack === null || slackError === null ? [] : [{ slack, slackError }],
  );
  const largest = Math.max(
    0,
    ...measured.map(({ slack, slackError }) => (logarithmic ? slackError / slack : slackError)),
  );
  const range = at(most) - at(least);
  const isOne = most === least || (measured.length === slacks.length && agree(measured));
  const steps = isOne ? 1 : Math.max(1, Math.min(mostSteps, Math.floor(range / (2 * largest))));
  return {
    least,
    most,
    logarithmic,
    steps,
    stepOf: (slack) =>
      steps === 1
        ? 0
        : Math.max(0, Math.min(steps - 1, Math.floor(((at(slack) - at(least)) / range) * steps))),
  };
}
