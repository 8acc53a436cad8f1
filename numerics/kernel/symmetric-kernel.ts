/** The part of the WebAssembly kernel that finds eigenvalues of symmetric matrices, bit for bit as ../hessian/symmetric-engine.ts does in plain TypeScript. */
import type { SymmetricEngine } from '../hessian/symmetric-engine.js';
import { rowLength } from '../hessian/tridiagonal.js';
import { instantiate, type WebAssemblyApi } from './module.js';

/** 128 MB: the kernel keeps the memory of its largest matrix. */
const mostOrder = 2 ** 12;

/** An instance of its own, or undefined where there is no WebAssembly with SIMD. */
export function loadSymmetricKernel(api: WebAssemblyApi | undefined): SymmetricEngine | undefined {
  const exports = instantiate(api);
  if (exports === undefined) return undefined;
  const { squareAt, diagonalAt, sideAt, squaresAt, eigenvaluesAt } = exports;
  // Memory may have grown: views of it are made anew.
  const floats = ({ value }: { readonly value: number }, length: number) =>
    new Float64Array(exports.memory.buffer, value, length);
  const lay = (diagonal: Float64Array, squares: Float64Array, values: Float64Array) => {
    const m = diagonal.length;
    exports.reserveSymmetric(m);
    floats(diagonalAt, m).set(diagonal);
    floats(squaresAt, m).set(squares);
    floats(eigenvaluesAt, m).set(values);
  };
  return {
    fits: (m) => m <= mostOrder && exports.reserveSymmetric(m) !== 0,
    square(m) {
      exports.reserveSymmetric(m);
      return {
        entries: floats(squareAt, rowLength(m) ** 2),
        reduce() {
          const error = exports.reduceSymmetric(m);
          return { diagonal: floats(diagonalAt, m).slice(), side: floats(sideAt, m).slice(), error };
        },
      };
    },
    iterate(diagonal, squares, tolerance2) {
      lay(diagonal, squares, diagonal);
      const isDone = exports.iterateTridiagonal(diagonal.length, tolerance2);
      return isDone ? floats(eigenvaluesAt, diagonal.length).slice() : undefined;
    },
    areCounted(diagonal, squares, values, radius) {
      lay(diagonal, squares, values);
      return exports.countTridiagonal(diagonal.length, radius) !== 0;
    },
  };
}
