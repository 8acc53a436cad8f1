/** Which way nets are drawn where the caller names none: the one place that chooses. */

import { plainSymmetric, type SymmetricEngine } from '../hessian/symmetric-engine.js';
import { type Nets, plainNets } from '../network/nets.js';
import type { Network } from '../network/network.js';
import { type BatchKernel, loadBatchKernel } from './batch-kernel.js';
import { type DoubleKernel, loadDoubleKernel } from './double-kernel.js';
import type { Engine } from './engine.js';
import { loadKernel } from './instance.js';
import type { WebAssemblyApi } from './module.js';
import { kernelNets } from './nets.js';
import { plainEngine } from './plain.js';
import { loadSymmetricKernel } from './symmetric-kernel.js';

const webAssembly = (globalThis as { readonly WebAssembly?: WebAssemblyApi }).WebAssembly;

/** The WebAssembly kernel of single precision where there is WebAssembly with SIMD, else plain TypeScript: ten times slower, the same bits. */
export function engineFor(api: WebAssemblyApi | undefined): Engine {
  return loadKernel(api) ?? plainEngine;
}

let own: Engine | undefined;

/** That of the JavaScript engine at hand; the kernel is compiled once, in about 10 ms. */
export function defaultEngine(): Engine {
  own ??= engineFor(webAssembly);
  return own;
}

let doubles: DoubleKernel | 'none' | undefined;

/** The kernel of double precision, where there is WebAssembly with SIMD. */
export function doubleKernel(): DoubleKernel | undefined {
  doubles ??= loadDoubleKernel(webAssembly) ?? 'none';
  return doubles === 'none' ? undefined : doubles;
}

let batches: BatchKernel | 'none' | undefined;

/** The kernel that differentiates losses, where there is WebAssembly with SIMD. */
export function batchKernel(): BatchKernel | undefined {
  batches ??= loadBatchKernel(webAssembly) ?? 'none';
  return batches === 'none' ? undefined : batches;
}

let symmetric: SymmetricEngine | undefined;

/** What finds eigenvalues: the kernel where there is WebAssembly with SIMD, else plain TypeScript, several times slower: the same bits. */
export function symmetricEngine(): SymmetricEngine {
  symmetric ??= loadSymmetricKernel(webAssembly) ?? plainSymmetric;
  return symmetric;
}

/**
 * The nets of a seed, by the kernel of double precision where there is one, else in plain TypeScript, several times slower: the same bits.
 * @throws RangeError for a seed that is not a whole number in 0..2^53-1.
 */
export function netsOf(network: Network, seed: number, kernel = doubleKernel()): Nets {
  return (kernel && kernelNets(kernel, network, seed)) ?? plainNets(network, seed);
}
