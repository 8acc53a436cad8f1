/** The engine that samples come from where the caller names none. */
import type { Engine } from './engine.js';
import { loadKernel, type WebAssemblyApi } from './instance.js';
import { plainEngine } from './plain.js';

/** The WebAssembly kernel where there is WebAssembly with SIMD, else plain TypeScript: ten times slower, the same bits. */
export function engineFor(api: WebAssemblyApi | undefined): Engine {
  return loadKernel(api) ?? plainEngine;
}

let own: Engine | undefined;

/** That of the JavaScript engine at hand; the kernel is compiled once, in about 10 ms. */
export function defaultEngine(): Engine {
  own ??= engineFor((globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly);
  return own;
}
