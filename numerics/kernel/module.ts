/** The compiled kernel as a module: instances of it, with their tables filled in. */
import { slabs, ziggurat } from '../random/ziggurat.js';
import { kernel } from './kernel.generated.js';
import { singleTable } from './table.js';

/** The part of the WebAssembly API that is used: Node and browsers have it, the language's own types don't. */
export interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

interface Address {
  readonly value: number;
}

/** assembly/index.ts. */
export interface KernelExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly tableAt: Address;
  readonly doubleTableAt: Address;
  readonly edgesAt: Address;
  readonly heightsAt: Address;
  readonly patternsAt: Address;
  readonly resultsAt: Address;
  readonly widthsAt: Address;
  setSeed(low: number, high: number): void;
  /** What makes room gives 0 if there is none. */
  reserve(depth: number, size: number): number;
  configure(uniform: boolean, depth: number, ones: number, slope: number): void;
  forward(first: number, count: number): void;
  product(net: number, layer: number, columns: number, rows: number): void;
  reserveReduced(bytes: number): number;
  reduced(first: number, count: number, groups: number, places: number): void;
  readonly normsAt: Address;
  readonly deltaNormsAt: Address;
  readonly masksAt: Address;
  readonly unitsAt: Address;
  readonly matrixAt: Address;
  readonly matrixColumns: Address;
  reserveDoubles(depth: number, size: number, units: number, small: boolean): number;
  configureDoubles(
    family: number,
    depth: number,
    ones: number,
    slope: number,
    slopeResidue: number,
    randomReadout: boolean,
    small: boolean,
  ): void;
  forwardDoubles(first: number, count: number): void;
  gradientDoubles(first: number, count: number, layer: number): void;
  runDoubles(net: number): void;
  runBackDoubles(net: number, last: number): void;
  columnsDoubles(net: number, layer: number, count: number): void;
  readonly carriedBitsAt: Address;
  readonly columnNormsAt: Address;
  reserveHessian(size: number, slope: number): number;
  carryTrace(net: number, layer: number, carried: number, added: number): number;
  startTransfer(layer: number): number;
  carryTransfer(net: number, layer: number): void;
  squareColumns(): void;
  readonly activationsAt: Address;
  readonly targetsAt: Address;
  readonly residualsAt: Address;
  readonly parametersAt: Address;
  readonly gradientAt: Address;
  reserveBatch(depth: number, units: number, stride: number, size: number): number;
  configureBatch(depth: number, stride: number, slope: number, lossFactor: number): void;
  lossOfBatch(): number;
  gradientOfBatch(size: number): number;
  isDeadBatch(): number;
  readonly squareAt: Address;
  readonly diagonalAt: Address;
  readonly sideAt: Address;
  readonly squaresAt: Address;
  readonly eigenvaluesAt: Address;
  reserveSymmetric(order: number): number;
  reduceSymmetric(order: number): number;
  iterateTridiagonal(order: number, tolerance2: number): number;
  countTridiagonal(order: number, radius: number): number;
  descendBatch(size: number, rate: number, goal: number, cap: number): number;
}

/**
 * A new instance, with a memory of its own, or undefined where there is no WebAssembly with SIMD, or nothing that reads base64, or no room: engines set aside
 * gigabytes of addresses for each, and systems may limit them.
 */
export function instantiate(api: WebAssemblyApi | undefined): KernelExports | undefined {
  if (api === undefined || typeof atob === 'undefined') return undefined;
  const bytes = Uint8Array.from(atob(kernel), (letter) => letter.charCodeAt(0));
  if (!api.validate(bytes)) return undefined;
  const module = new api.Module(bytes);
  let exports: KernelExports;
  try {
    exports = new api.Instance(module, {}).exports as KernelExports;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  if (exports.reserve(1, 1) === 0) return undefined;
  fillTables(exports);
  return exports;
}

export function setSeed(exports: KernelExports, seed: number): void {
  exports.setSeed(seed | 0, Math.floor(seed / 2 ** 32) | 0);
}

function fillTables(exports: KernelExports): void {
  const { buffer } = exports.memory;
  const { edges, heights, table } = ziggurat();
  new Float32Array(buffer, exports.tableAt.value, 2 * slabs).set(singleTable());
  new Float64Array(buffer, exports.doubleTableAt.value, 2 * slabs).set(table);
  new Float64Array(buffer, exports.edgesAt.value, slabs + 1).set(edges);
  new Float64Array(buffer, exports.heightsAt.value, slabs + 1).set(heights);
  const patterns = new Uint8Array(buffer, exports.patternsAt.value, 256).fill(255);
  for (let mask = 0; mask < 16; mask++) {
    let to = 16 * mask;
    for (let byte = 0; byte < 16; byte++) if ((mask >> (byte >> 2)) & 1) patterns[to++] = byte;
  }
}
