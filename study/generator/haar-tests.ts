/** Entries of orthogonal weight matrices against the uniform law on the orthogonal group. */
import { layeredNetwork } from '../../numerics/network/network.js';
import { weightsOf } from '../../numerics/network/weights-of.js';
import { cells, type Outcome } from './p-values.js';

const bins = 64;

/** Each entry of a 3 x 3 matrix is uniform on (-1, 1) (Archimedes); in a 4 x 4 one, the squares of two of a row add up to U(0, 1). */
export function testOrthogonal(seed: number, nets: number): Outcome[] {
  const fill = (n: number, visit: (matrix: readonly Float64Array[]) => void) => {
    const weights = weightsOf(layeredNetwork([n, n], { init: { name: 'orthogonal' } }), seed);
    const units = Array.from({ length: n }, (_, j) =>
      Float64Array.from({ length: n }, (_, i) => Number(i === j)),
    );
    const columns = units.map(() => new Float64Array(n));
    for (let net = 0; net < nets; net++) {
      units.forEach((unit, j) => {
        weights.multiply(net, 1, unit, columns[j]!);
      });
      visit(columns);
    }
  };
  const count = (counts: Float64Array, share: number): void => {
    counts[Math.min(bins - 1, Math.floor(share * bins))]! += 1;
  };
  const entries = Array.from({ length: 9 }, () => new Float64Array(bins));
  fill(3, (columns) => {
    entries.forEach((counts, k) => {
      count(counts, (columns[k % 3]![Math.floor(k / 3)]! + 1) / 2);
    });
  });
  const rows = Array.from({ length: 4 }, () => new Float64Array(bins));
  fill(4, (columns) => {
    rows.forEach((counts, i) => {
      count(counts, columns[i % 3]![i]! ** 2 + columns[3]![i]! ** 2);
    });
  });
  const even = () => 1 / bins;
  return [
    ...entries.map((counts, k) =>
      cells(`3 x 3, entry ${Math.floor(k / 3) + 1},${(k % 3) + 1}`, counts, even),
    ),
    ...rows.map((counts, i) => cells(`4 x 4, row ${i + 1}`, counts, even)),
  ];
}
