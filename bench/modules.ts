/**
 * Two compiled kernels beside each other, in turns: node dist/bench/modules.js OLD NEW, each a kernel.generated.js. Forward passes in single precision and in doubles; says so if their
 * bits differ. For work on the kernel: `npm run bench` does not run it.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { netsOf } from '../numerics/kernel/default.js';
import { loadDoubleKernel } from '../numerics/kernel/double-kernel.js';
import { forwardSamplesBy } from '../numerics/kernel/forward.js';
import { loadKernel } from '../numerics/kernel/instance.js';
import type { WebAssemblyApi } from '../numerics/kernel/module.js';
import { squareNetwork } from '../numerics/network/network.js';
import { inTurns, processorSeconds, spread, table } from './turns.js';

const rounds = 31;
/** Nominal weights of a turn. */
const turn = 2e7;

const paths = process.argv.slice(2);
if (paths.length !== 2) throw new Error('Two paths are needed: OLD and NEW, each of a kernel.generated.js.');
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };

/** The API of an engine to which the embedded kernel is this one. */
async function apiOf(path: string): Promise<WebAssemblyApi> {
  const { kernel } = (await import(pathToFileURL(resolve(path)).href)) as { readonly kernel: string };
  const bytes = Uint8Array.from(atob(kernel), (letter) => letter.charCodeAt(0));
  return {
    validate: () => WebAssembly.validate(bytes),
    Module: class {
      constructor() {
        // biome-ignore lint/correctness/noConstructorReturn: a module of other bytes than those asked for.
        return new WebAssembly.Module(bytes);
      }
    },
    Instance: WebAssembly.Instance,
  };
}

const apis = await Promise.all(paths.map(apiOf));
const rows: (string | number)[][] = [];
for (const precision of ['single', 'double'] as const) {
  for (const name of ['he-normal', 'he-uniform'] as const) {
    for (const [width, depth] of [
      [16, 64],
      [64, 64],
      [128, 128],
      [512, 64],
    ] as const) {
      const network = squareNetwork(depth, width, { init: { name } });
      const nets = Math.ceil(turn / (width ** 2 * depth));
      const outs = apis.map(() => new Float64Array(nets));
      const measured = await inTurns(
        apis.map((api, k) => {
          const engine = loadKernel(api)!;
          const doubles = loadDoubleKernel(api)!;
          const run = (seed: number) =>
            precision === 'single'
              ? forwardSamplesBy(engine, network, seed, 0, nets, outs[k]!)
              : netsOf(network, seed, doubles).forwardSamples(0, nets, outs[k]!);
          return { name: paths[k]!, seconds: async (round) => processorSeconds(() => run(round)) };
        }),
        rounds,
      );
      const same = outs[0]!.every((value, i) => Object.is(value, outs[1]![i]));
      const [old, new_] = measured;
      rows.push([
        `${precision}, ${name}, (${width}, ${depth})`,
        spread(old!),
        spread(new_!),
        new_!.ratio,
        same ? 'yes' : 'NO',
      ]);
    }
  }
}
process.stdout.write(`${table(['ms', 'old', 'new', 'new over old', 'same bits'], rows)}\n`);
