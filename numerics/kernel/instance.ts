/** The WebAssembly kernel: 128-bit SIMD, compiled from assembly/ and embedded. */
import { widest } from '../network/network.js';
import { residueOfSlope } from '../network/ties.js';
import { slabs, ziggurat } from '../random/ziggurat.js';
import type { Engine, Job, ReducedJob } from './engine.js';
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
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly tableAt: Address;
  readonly edgesAt: Address;
  readonly heightsAt: Address;
  readonly patternsAt: Address;
  readonly resultsAt: Address;
  readonly widthsAt: Address;
  reserve(depth: number, size: number, signed: boolean, maskBytes: number): number;
  setSeed(low: number, high: number): void;
  configure(family: number, depth: number, ones: number, slope: number, slopeResidue: number): void;
  forward(first: number, count: number): void;
  reserveReduced(bytes: number): number;
  reduced(first: number, count: number, groups: number, places: number): void;
  product(net: number, layer: number, columns: number, rows: number): void;
  productTransposed(net: number, layer: number, columns: number, rows: number): void;
  gradient(first: number, count: number, layer: number, randomReadout: boolean): void;
}

/** As in assembly/forward.ts. */
const families = { normal: 0, uniform: 1, rademacher: 2 } as const;
/** As many results as assembly/layout.ts has room for. */
const batch = 256;

/** An instance of the kernel with a memory of its own, or undefined where there is no WebAssembly with SIMD. */
export function loadKernel(api: WebAssemblyApi | undefined): Engine | undefined {
  if (api === undefined) return undefined;
  const bytes = Uint8Array.from(atob(kernel), (letter) => letter.charCodeAt(0));
  if (!api.validate(bytes)) return undefined;
  const exports = new api.Instance(new api.Module(bytes), {}).exports as Exports;
  fillTables(exports);
  return {
    forward(job, firstNet, count, out) {
      prepare(exports, job);
      inBatches(exports, firstNet, count, out, exports.forward);
    },
    reduced(job, firstNet, count, out) {
      prepareReduced(exports, job);
      const { length } = job.groups;
      const places = job.groups.reduce((sum, { layers }) => sum + 4 * Math.ceil(layers / 4), 0);
      inBatches(exports, firstNet, count, out, (first, some) => exports.reduced(first, some, length, places));
    },
    multiply(job, net, layer, input, output) {
      const at = prepare(exports, job);
      const [columns, rows] = [job.widths[layer - 1]!, job.widths[layer]!];
      new Float32Array(exports.memory.buffer, at, columns).set(input.subarray(0, columns));
      exports.product(net, layer, columns, rows);
      output.set(new Float32Array(exports.memory.buffer, at, rows));
    },
    multiplyTransposed(job, net, layer, input, output) {
      const at = prepare(exports, job);
      const [columns, rows] = [job.widths[layer - 1]!, job.widths[layer]!];
      new Float32Array(exports.memory.buffer, at, rows).set(input.subarray(0, rows));
      exports.productTransposed(net, layer, columns, rows);
      output.set(new Float32Array(exports.memory.buffer, at, columns));
    },
    gradient(job, layer, randomReadout, firstNet, count, out) {
      prepare(exports, job);
      inBatches(exports, firstNet, count, out, (first, some) =>
        exports.gradient(first, some, layer, randomReadout),
      );
    },
  };
}

function inBatches(
  { memory, resultsAt }: Exports,
  firstNet: number,
  count: number,
  out: Float64Array,
  run: (first: number, count: number) => void,
): void {
  for (let done = 0; done < count; done += batch) {
    const some = Math.min(batch, count - done);
    run(firstNet + done, some);
    out.set(new Float64Array(memory.buffer, resultsAt.value, 2 * some), 2 * done);
  }
}

/** As assembly/reduced.ts reads them: 4 words for each group, then the tables. */
function prepareReduced(exports: Exports, { seed, groups }: ReducedJob): void {
  let size = 16 * groups.length;
  for (const { table } of groups) size += table?.entries.byteLength ?? 0;
  const start = exports.reserveReduced(size);
  const heads = new Int32Array(exports.memory.buffer, start, 4 * groups.length);
  let at = start + 16 * groups.length;
  groups.forEach(({ layers, freedom, table }, g) => {
    heads.set([layers, table?.bits ?? 0, table?.first ?? freedom, at], 4 * g);
    if (table === undefined) return;
    new Uint32Array(exports.memory.buffer, at, table.entries.length).set(table.entries);
    at += table.entries.byteLength;
  });
  setSeed(exports, seed);
}

function setSeed(exports: Exports, seed: number): void {
  exports.setSeed(seed | 0, Math.floor(seed / 2 ** 32) | 0);
}

/** Returns where vectors are exchanged. */
function prepare(exports: Exports, { distribution, seed, widths, ones, slope }: Job): number {
  const depth = widths.length - 1;
  const maskBytes = widths.reduce((sum, width) => sum + Math.ceil(width / 4), 0);
  const vectorAt = exports.reserve(depth, widest(widths), distribution === 'rademacher', maskBytes);
  // Memory may have grown: views of it are made anew.
  new Int32Array(exports.memory.buffer, exports.widthsAt.value, depth + 1).set(widths);
  setSeed(exports, seed);
  const residue = distribution === 'rademacher' ? residueOfSlope(slope) : 0;
  exports.configure(families[distribution], depth, ones, slope, residue);
  return vectorAt;
}

function fillTables(exports: Exports): void {
  exports.reserve(1, 1, false, 0);
  const { buffer } = exports.memory;
  const { edges, heights } = ziggurat();
  new Float32Array(buffer, exports.tableAt.value, 2 * slabs).set(singleTable());
  new Float64Array(buffer, exports.edgesAt.value, slabs + 1).set(edges);
  new Float64Array(buffer, exports.heightsAt.value, slabs + 1).set(heights);
  const patterns = new Uint8Array(buffer, exports.patternsAt.value, 256).fill(255);
  for (let mask = 0; mask < 16; mask++) {
    let to = 16 * mask;
    for (let byte = 0; byte < 16; byte++) if ((mask >> (byte >> 2)) & 1) patterns[to++] = byte;
  }
}
