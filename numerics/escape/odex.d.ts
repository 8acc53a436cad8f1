/** The part of odex that is used here, by its name #odex in package.json: the types of the package itself do not pass a strict compiler. */

/** Gragg-Bulirsch-Stoer extrapolation with step size and order control (Hairer, Norsett & Wanner 1993, ODEX). */
export class Solver {
  constructor(dimension: number);
  absoluteTolerance: number;
  relativeTolerance: number;
  initialStepSize: number;
  maxSteps: number;
  denseOutput: boolean;
  solve(
    derivative: (t: number, y: number[]) => ArrayLike<number>,
    t: number,
    y: readonly number[],
    end: number,
    /** After each step from `last` to `t`; the first call is for the start, without `dense`. false ends the run. */
    observe: (
      step: number,
      last: number,
      t: number,
      y: number[],
      /** Component c at a time within the step. */
      dense?: (c: number, t: number) => number,
    ) => boolean,
  ): {
    readonly y: number[];
    /** 0: reached the end; 1: too many steps; 2: ended by the observer. */
    readonly outcome: number;
    readonly nStep: number;
    readonly nEval: number;
  };
}
