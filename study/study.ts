/** A study: what is measured of the checker itself, in cells that are done one by one, with a page of docs/study/ as its result. */

/** `small` is what the tests run in seconds, `full` is what the pages show. */
export type Scale = 'small' | 'full';

export interface Study<Cell = unknown, Result = unknown> {
  /** Of its page, docs/study/NAME.md, and on the command line. */
  readonly name: string;
  readonly title: string;
  /** What has to be done, as plain data, seeds included: about 20 s each at most, since a cell that is interrupted is lost. */
  cells(scale: Scale): readonly Cell[];
  /** Depends on the cell alone; plain data (numbers need not be finite). */
  run(cell: Cell): Result | Promise<Result>;
  /** @param results one for each of `cells`, in their order. */
  report(results: readonly Result[], cells: readonly Cell[], scale: Scale): Report;
}

export interface Report {
  /** The page, in Markdown, below its title. */
  readonly text: string;
  /** A sentence for each guarantee that was not kept. */
  readonly broken: readonly string[];
}

/** Cells and results are the study's own business. */
export function defineStudy<Cell, Result>(study: Study<Cell, Result>): Study {
  return study as Study;
}
