/** How slack grows: exponents of L and d fitted to the slacks of a grid, by least squares in the logarithms. */
import jStat from 'jstat';
import { inverse, Matrix } from 'ml-matrix';
import type { Room } from './room.js';

export interface Exponent {
  readonly value: number;
  /** Interval at 95 % of a normal scatter of log slack about the power law: how well one power describes the grid, not chance. */
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
  readonly points: number;
}

/** @param rooms those of a grid; undefined where fewer than 10 of them, at two depths and two widths, have positive slack. */
export function growthOf(rooms: readonly Room[]): Growth | undefined {
  const used = rooms.filter(({ slack }) => slack !== null && slack > 0);
  const distinct = (name: 'L' | 'd') => new Set(used.map(({ point }) => point[name])).size;
  if (used.length < 10 || distinct('L') < 2 || distinct('d') < 2) return undefined;
  const logs = (name: 'L' | 'd') => used.map(({ point }) => Math.log(point[name]!));
  const [depth, width, slack] = [logs('L'), logs('d'), used.map((each) => Math.log(each.slack!))];
  const both = leastSquares([depth, width], slack);
  const one = leastSquares([depth.map((x, i) => x - width[i]!)], slack);
  if (both === undefined || one === undefined) return undefined;
  const [L, d] = both.exponents;
  const [ratio] = one.exponents;
  return { L: L!, d: d!, ratio: ratio!, explained: both.explained, points: used.length };
}

function leastSquares(columns: readonly (readonly number[])[], values: readonly number[]) {
  const rows = values.map((_, i) => [1, ...columns.map((column) => column[i]!)]);
  const design = new Matrix(rows);
  const normal = design.transpose().mmul(design);
  const freedom = values.length - columns.length - 1;
  let inverted: Matrix;
  try {
    inverted = inverse(normal);
  } catch {
    // Depth and width that go together cannot be told apart.
    return undefined;
  }
  const right = design.transpose().mmul(Matrix.columnVector([...values]));
  const fitted = inverted.mmul(right);
  const residuals = Matrix.sub(Matrix.columnVector([...values]), design.mmul(fitted)).to1DArray();
  const scatter = residuals.reduce((sum, each) => sum + each ** 2, 0);
  const mean = jStat.mean(values);
  const total = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const reach = jStat.studentt.inv(0.975, freedom);
  const exponents = columns.map((_, k): Exponent => {
    const value = fitted.get(k + 1, 0);
    const spread = reach * Math.sqrt((scatter / freedom) * Math.max(0, inverted.get(k + 1, k + 1)));
    return { value, lower: value - spread, upper: value + spread };
  });
  return { exponents, explained: total === 0 ? 1 : 1 - scatter / total };
}
