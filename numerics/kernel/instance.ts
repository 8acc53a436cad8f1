/** The WebAssembly kernel: 128-bit SIMD, compiled from assembly/ and embedded. */
import { widest } from '../network/network.js';
import type { Engine, Job, ReducedJob } from './engine.js';
import { instantiate, type KernelExports, setSeed, type WebAssemblyApi } from './module.js';
import { plainEngine } from './plain.js';

/** As many results as assembly/layout.ts has room for. */
const batch = 256;

/** An instance of the kernel with a memory of its own, or undefined where there is none (`instantiate`). Jobs for which there is no room are run without it. */
export function loadKernel(api: WebAssemblyApi | undefined): Engine | undefined {
  const exports = instantiate(api);
  if (exports === undefined) return undefined;
  return {
    forward(job, firstNet, count, out) {
      if (prepare(exports, job) === 0) plainEngine.forward(job, firstNet, count, out);
      else inBatches(exports, firstNet, count, out, exports.forward);
    },
    reduced(job, firstNet, count, out) {
      if (!prepareReduced(exports, job)) {
        plainEngine.reduced(job, firstNet, count, out);
        return;
      }
      const { length } = job.groups;
      const places = job.groups.reduce((sum, { layers }) => sum + 4 * Math.ceil(layers / 4), 0);
      inBatches(exports, firstNet, count, out, (first, some) => exports.reduced(first, some, length, places));
    },
    multiply(job, net, layer, input, output) {
      const at = prepare(exports, job);
      if (at === 0) {
        plainEngine.multiply(job, net, layer, input, output);
        return;
      }
      const [columns, rows] = [job.widths[layer - 1]!, job.widths[layer]!];
      new Float32Array(exports.memory.buffer, at, columns).set(input.subarray(0, columns));
      exports.product(net, layer, columns, rows);
      output.set(new Float32Array(exports.memory.buffer, at, rows));
    },
  };
}

function inBatches(
  { memory, resultsAt }: KernelExports,
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

/** As assembly/reduced.ts reads them: 4 words for each group, then the tables. Returns whether there is room. */
function prepareReduced(exports: KernelExports, { seed, groups }: ReducedJob): boolean {
  let size = 16 * groups.length;
  for (const { table } of groups) size += table?.entries.byteLength ?? 0;
  const start = exports.reserveReduced(size);
  if (start === 0) return false;
  const heads = new Int32Array(exports.memory.buffer, start, 4 * groups.length);
  let at = start + 16 * groups.length;
  groups.forEach(({ layers, freedom, table }, g) => {
    heads.set([layers, table?.bits ?? 0, table?.first ?? freedom, at], 4 * g);
    if (table === undefined) return;
    new Uint32Array(exports.memory.buffer, at, table.entries.length).set(table.entries);
    at += table.entries.byteLength;
  });
  setSeed(exports, seed);
  return true;
}

/** Returns where vectors are exchanged, 0 if there is no room. */
function prepare(exports: KernelExports, { distribution, seed, widths, ones, slope }: Job): number {
  const depth = widths.length - 1;
  const vectorAt = exports.reserve(depth, widest(widths));
  if (vectorAt === 0) return 0;
  // Memory may have grown: views of it are made anew.
  new Int32Array(exports.memory.buffer, exports.widthsAt.value, depth + 1).set(widths);
  setSeed(exports, seed);
  exports.configure(distribution === 'uniform', depth, ones, slope);
  return vectorAt;
}
