/** Where memory can't grow as far as a job needs, plain TypeScript takes the kernel's place, with the same bits. Nothing here is random. */
import { expect, test } from 'vitest';
import { batchJob, batchNet } from '../../../numerics/escape/batch-net.js';
import { plainBatchNet } from '../../../numerics/escape/plain-batch-net.js';
import { drawStart } from '../../../numerics/escape/start.js';
import { eigenvaluesOf } from '../../../numerics/hessian/eigenvalues.js';
import { hessianPass } from '../../../numerics/hessian/norm.js';
import { plainSymmetric } from '../../../numerics/hessian/symmetric-engine.js';
import { binomialTable } from '../../../numerics/kernel/alias.js';
import { fitsKernel, loadBatchKernel } from '../../../numerics/kernel/batch-kernel.js';
import { netsOf } from '../../../numerics/kernel/default.js';
import { loadDoubleKernel } from '../../../numerics/kernel/double-kernel.js';
import type { Job, ReducedJob } from '../../../numerics/kernel/engine.js';
import { loadKernel } from '../../../numerics/kernel/instance.js';
import { instantiate, type WebAssemblyApi } from '../../../numerics/kernel/module.js';
import { kernelNets } from '../../../numerics/kernel/nets.js';
import { plainEngine } from '../../../numerics/kernel/plain.js';
import { loadSymmetricKernel } from '../../../numerics/kernel/symmetric-kernel.js';
import { plainNets } from '../../../numerics/network/nets.js';
import { layeredNetwork, squareNetwork } from '../../../numerics/network/network.js';

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

/** An engine whose kernel has a memory of at most this many pages of 64 KB, below 128. */
function limited(pages: number): WebAssemblyApi {
  return {
    validate: (bytes) => WebAssembly.validate(bytes),
    Module: class {
      constructor(bytes: Uint8Array) {
        // biome-ignore lint/correctness/noConstructorReturn: a module with another memory.
        return new WebAssembly.Module(withMost(bytes, pages));
      }
    },
    Instance: WebAssembly.Instance,
  };
}

/** The module with a limit in its section of memories (number 5), which has none, and no pages to begin with. */
function withMost(bytes: Uint8Array, pages: number): Uint8Array {
  for (let at = 8; ; ) {
    let next = at + 1;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[next++]!;
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    if (bytes[at] === 5) {
      expect([...bytes.subarray(at, next + size)]).toEqual([5, 3, 1, 0, 0]);
      return Uint8Array.from([...bytes.subarray(0, at), 5, 4, 1, 1, 0, pages, ...bytes.subarray(at + 5)]);
    }
    at = next + size;
  }
}

/** Room for the tables and small jobs. */
const few = limited(6);

test('memory that is limited does not grow beyond, and reaches for small jobs', () => {
  const exports = instantiate(few)!;
  expect(exports.reserveBatch(2, 12, 4, 36)).toBe(1);
  expect(exports.reserveBatch(2, 12_000, 4, 36)).toBe(0);
  expect(exports.reserveDoubles(2, 4, 12, false)).toBe(1);
  expect(exports.reserveDoubles(2, 4_000, 12_000, false)).toBe(0);
  expect(exports.reserve(2, 4_000)).toBe(0);
  expect(exports.reserveReduced(2 ** 19)).toBe(0);
  expect(exports.memory.buffer.byteLength).toBeLessThanOrEqual(6 * 2 ** 16);
});

test('losses and gradients', () => {
  const kernel = loadBatchKernel(few)!;
  const [small, large] = [squareNetwork(3, 4), squareNetwork(30, 16)].map((network) => {
    const { parameters, batch } = drawStart(network, 64, true, 5, 1);
    const job = batchJob(network, batch, 'mean');
    expect(fitsKernel(job)).toBe(true);
    return { job, parameters, mine: batchNet(network, batch, 'mean', kernel), plain: plainBatchNet(job, 64) };
  });
  expect([small, large].map((each) => kernel.reserve(each!.job))).toEqual([true, false]);
  expect(() => kernel.pass(large!.job, large!.parameters)).toThrow(RangeError);
  for (const { parameters, mine, plain } of [small!, large!, small!]) {
    const [gradient, truth] = [new Float64Array(mine.size), new Float64Array(mine.size)];
    expect(mine.lossAndGradient(parameters, gradient)).toBe(plain.lossAndGradient(parameters, truth));
    expect(gradient).toEqual(truth);
    expect(mine.residuals(parameters)).toEqual(plain.residuals(parameters));
    expect(mine.dead()).toBe(plain.dead());
  }
});

test('nets in doubles', () => {
  const kernel = loadDoubleKernel(few)!;
  const [small, large] = [squareNetwork(3, 4), layeredNetwork([4000, 3, 2])];
  expect(kernelNets(kernel, small, 7)).toBeDefined();
  expect(kernelNets(kernel, large, 7)).toBeUndefined();
  const nets = [small, large, small].map((network) => [netsOf(network, 7, kernel), plainNets(network, 7)]);
  for (const pair of nets) {
    const [mine, plain] = pair.map((each) => {
      const out = new Float64Array(3);
      each.forwardSamples(5, 3, out);
      return out;
    });
    expect(mine).toEqual(plain);
  }
});

test('matrices of second derivatives', () => {
  const kernel = loadDoubleKernel(few)!;
  const [small, large] = [squareNetwork(3, 4), squareNetwork(2, 100)];
  const nets = [small, large, small].map((network) => [netsOf(network, 7, kernel), plainNets(network, 7)]);
  expect(nets.map(([mine]) => mine!.matrices !== undefined)).toEqual([true, false, true]);
  for (const [index, network] of [small, large, small].entries()) {
    const [mine, plain] = nets[index]!.map((drawn) => [0, 1].map(hessianPass(network, drawn)));
    expect(mine).toEqual(plain);
  }
});

test('eigenvalues', () => {
  const kernel = loadSymmetricKernel(few)!;
  expect([4, 300, 4].map((m) => kernel.fits(m))).toEqual([true, false, true]);
  for (const m of [4, 300, 4]) {
    const values = Float64Array.from({ length: m * m }, (_, at) => Math.cos((at % m) * Math.floor(at / m)));
    expect(eigenvaluesOf({ values, bits: 0 }, kernel)).toEqual(
      eigenvaluesOf({ values, bits: 0 }, plainSymmetric),
    );
  }
});

test('nets in single precision, products and samples of the reduced law', () => {
  const engine = loadKernel(few)!;
  for (const [width, depth, layers] of [
    [4, 2, 2],
    [5000, 2, 100],
    [4, 100_000, 2],
    [4, 2, 2],
  ] as const) {
    const job: Job = {
      distribution: 'normal',
      seed: 3,
      widths: [width, ...new Array<number>(depth).fill(3)],
      ones: width,
      slope: 0,
    };
    const reduced: ReducedJob = {
      seed: 3,
      groups: Array.from({ length: layers }, (_, k) => ({
        layers: 1,
        freedom: 0,
        table: binomialTable(width + k),
      })),
    };
    const [mine, plain] = [engine, plainEngine].map((each) => {
      const [norms, products, vector] = [new Float64Array(4), new Float64Array(6), new Float32Array(3)];
      each.forward(job, 1, 2, norms);
      each.reduced(reduced, 1, 3, products);
      each.multiply(job, 1, 1, new Float32Array(width).fill(0.5), vector);
      return [norms, products, vector];
    });
    expect(mine).toEqual(plain);
  }
});

test('without room for its tables, or for an instance at all, there is no kernel', () => {
  const none: WebAssemblyApi = {
    ...WebAssembly,
    validate: () => true,
    Module: WebAssembly.Module,
    Instance: class {
      readonly exports = {};
      constructor() {
        throw new RangeError('Out of memory');
      }
    },
  };
  for (const api of [limited(1), none]) {
    for (const load of [loadKernel, loadDoubleKernel, loadBatchKernel, loadSymmetricKernel]) {
      expect(load(api)).toBeUndefined();
    }
  }
  const wrong: WebAssemblyApi = {
    ...none,
    Instance: class {
      readonly exports = {};
      constructor() {
        throw new TypeError('Imports are amiss');
      }
    },
  };
  expect(() => instantiate(wrong)).toThrow(TypeError);
});
