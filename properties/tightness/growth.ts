/** How slack grows: exponents of L and d fitted to the slacks of a grid, by least squares in the logarithms. */
import { inverse, Matrix } from 'ml-matrix';
import type { Room } from './room.js';
import { agree } from './scale.js';

export interface Exponent {
  /** Of the fit to all cells. */
  readonly value: number;
  /** The least and the most that the same fit gives to any part of the grid (a quarter of each logarithm), with what the errors of the slacks may do to it. */
  readonly lower: number;
  readonly upper: number;
}

export interface Growth {
  /** slack ~ L^a d^b. */
  readonly L: Exponent;
  readonly d: Exponent;
  /** slack ~ (L/d)^c. */
  readonly ratio: Exponent;
  /** Share of the variance of log slack that L^a d^b explains. */
  readonly explained: number;
  /** Cells of the grid that are fitted, and those that are not. */
  readonly points: number;
  readonly leftOut: LeftOut;
}

export interface LeftOut {
  /** The claim fails there. */
  readonly failing: number;
  /** The slack is 0, to within its error. */
  readonly zero: number;
  /** The smaller side is 0, or the slack is known from one side alone. */
  readonly unlimited: number;
}

/**
 * @param rooms those of a grid.
 * @returns undefined where fewer than 10 of them, at two depths and two widths, have positive slack, or all slacks agree to within their errors.
 */
export function growthOf(rooms: readonly Room[]): Growth | undefined {
  const cells: Cell[] = [];
  const leftOut = { failing: 0, zero: 0, unlimited: 0 };
  for (const { point, slack, slackError, holds, open } of rooms) {
    if (!holds && !open) leftOut.failing++;
    else if (slack === null || slackError === null) leftOut.unlimited++;
    else if (!(slack > slackError)) leftOut.zero++;
    else {
      const [L, d] = [Math.log(point.L ?? 1), Math.log(point.d ?? 1)];
      cells.push({ L, d, ratio: L - d, slack: Math.log(slack), error: slackError / slack });
    }
  }
  const distinct = (name: 'L' | 'd') => new Set(cells.map((each) => each[name])).size;
  if (cells.length < 10 || distinct('L') < 2 || distinct('d') < 2) return undefined;
  if (agree(cells.map(({ slack, error }) => ({ slack, slackError: error })))) return undefined;
  const both = leastSquares(cells, ['L', 'd']);
  const one = leastSquares(cells, ['ratio']);
  if (both === undefined || one === undefined) return undefined;
  const boxes = quarters(cells, 'L').flatMap((part) => quarters(part, 'd'));
  const local = boxes.flatMap((part) => leastSquares(part, ['L', 'd'])?.exponents ?? []);
  const bands = quarters(cells, 'ratio').flatMap((part) => leastSquares(part, ['ratio'])?.exponents ?? []);
  const over = (whole: Fitted, parts: readonly Fitted[]): Exponent => ({
    value: whole.value,
    lower: Math.min(...[whole, ...parts].map(({ value, error }) => value - error)),
    upper: Math.max(...[whole, ...parts].map(({ value, error }) => value + error)),
  });
  const of = (name: Name, fit: Fit, parts: readonly Fitted[]) =>
    over(
      fit.exponents.find((each) => each.name === name)!,
      parts.filter((each) => each.name === name),
    );
  return {
    L: of('L', both, local),
    d: of('d', both, local),
    ratio: of('ratio', one, bands),
    explained: both.explained,
    points: cells.length,
    leftOut,
  };
}

type Name = 'L' | 'd' | 'ratio';

/** Logarithms of depth, width, their ratio and the slack, and the error of the last. */
type Cell = Readonly<Record<Name | 'slack' | 'error', number>>;

interface Fitted {
  readonly name: Name;
  readonly value: number;
  /** How much, at most, the errors of the slacks change the value. */
  readonly error: number;
}

interface Fit {
  readonly exponents: readonly Fitted[];
  readonly explained: number;
}

/** Parts that share their ends and have two values of the name at least: as near to quarters of its range as its values are. */
function quarters(cells: readonly Cell[], name: Name): Cell[][] {
  const values = [...new Set(cells.map((each) => each[name]))].sort((a, b) => a - b);
  const [first, last] = [values[0]!, values.at(-1)!];
  const nearest = (x: number) => values.reduce((a, b) => (Math.abs(b - x) < Math.abs(a - x) ? b : a));
  const ends = [0, 1, 2, 3, 4].map((k) => nearest(first + (k / 4) * (last - first)));
  return ends.slice(1).flatMap((end, k) => {
    const start = ends[k]!;
    return start === end ? [] : [cells.filter((each) => each[name] >= start && each[name] <= end)];
  });
}

/** Columns whose correlation is 1 but for this cannot be told apart. */
const leastIndependence = 1e-6;

function leastSquares(cells: readonly Cell[], names: readonly Name[]): Fit | undefined {
  if (cells.length <= names.length) return undefined;
  const mean = (name: Name | 'slack') => cells.reduce((sum, each) => sum + each[name], 0) / cells.length;
  const centred = (name: Name | 'slack') => {
    const middle = mean(name);
    return cells.map((each) => each[name] - middle);
  };
  const design = new Matrix(names.map(centred)).transpose();
  const normal = design.transpose().mmul(design);
  const sizes = normal.diagonal();
  if (sizes.some((size) => size === 0)) return undefined;
  if (names.length === 2 && 1 - normal.get(0, 1) ** 2 / (sizes[0]! * sizes[1]!) < leastIndependence)
    return undefined;
  // Each exponent is a sum of weights times log slacks.
  const weights = inverse(normal).mmul(design.transpose());
  const values = Matrix.columnVector(centred('slack'));
  const fitted = weights.mmul(values);
  const squares = (column: Matrix) => column.to1DArray().reduce((sum, each) => sum + each ** 2, 0);
  const total = squares(values);
  const scatter = squares(Matrix.sub(values, design.mmul(fitted)));
  const exponents = names.map((name, k): Fitted => {
    const error = cells.reduce((sum, each, i) => sum + Math.abs(weights.get(k, i)) * each.error, 0);
    return { name, value: fitted.get(k, 0), error };
  });
  return { exponents, explained: total === 0 ? 1 : 1 - scatter / total };
}
