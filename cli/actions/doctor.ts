/** `doctor`: what the machine can do, whether the arithmetic is right on it, and how fast nets are drawn. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { doubleKernel, netsOf } from '../../numerics/kernel/default.js';
import { kernelNets } from '../../numerics/kernel/nets.js';
import { type Nets, plainNets } from '../../numerics/network/nets.js';
import { squareNetwork } from '../../numerics/network/network.js';
import { findChromium } from '../chromium.js';
import { colour, wantsColour } from '../colour.js';
import type { DoctorOptions } from '../commands/doctor.js';
import { type SelfTest, selfTests } from '../self-test.js';
import { packageFile, version } from '../version.js';

interface Diagnosis {
  readonly ok: boolean;
  readonly version: string;
  readonly node: { readonly version: string; readonly needed: string; readonly supported: boolean };
  readonly platform: string;
  /** Cores that this process may use. */
  readonly cores: number;
  /** What draws nets. */
  readonly engine: 'wasm-simd' | 'plain';
  readonly chromium: string | null;
  /** Of standard output; the width is null where that is no terminal. */
  readonly terminal: { readonly colour: boolean; readonly columns: number | null };
  readonly selfTests: readonly SelfTest[];
  /** Nets of 64 layers of 64 units that one core draws in a second of its time: for verdicts, and by plain code. */
  readonly netsPerSecond: { readonly verdicts: number; readonly plain: number };
}

export function doctor(options: DoctorOptions): number {
  const found = diagnose();
  process.stdout.write(options.json ? `${JSON.stringify(found, null, 2)}\n` : text(found));
  return found.ok ? 0 : 1;
}

function diagnose(): Diagnosis {
  const kernel = doubleKernel();
  const node = nodeVersion(process.versions.node);
  const tests = selfTests(kernel && ((network, seed) => kernelNets(kernel, network, seed)));
  const { isTTY, columns } = process.stdout;
  return {
    ok: node.supported && tests.every(({ passed }) => passed),
    version,
    node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    engine: kernel === undefined ? 'plain' : 'wasm-simd',
    chromium: findChromium() ?? null,
    terminal: { colour: wantsColour(process.env, isTTY === true), columns: isTTY ? columns : null },
    selfTests: tests,
    netsPerSecond: speeds(),
  };
}

/** Whether a version is one that package.json asks for: `>=20.19.0`. */
export function nodeVersion(running: string): Diagnosis['node'] {
  const { engines } = JSON.parse(readFileSync(packageFile, 'utf8')) as { engines: { node: string } };
  const numbers = (text: string) => text.split('.').map(Number);
  const least = numbers(engines.node.replace(/^>=/, ''));
  const at = numbers(running);
  const different = least.findIndex((number, i) => at[i] !== number);
  return {
    version: running,
    needed: engines.node,
    supported: different === -1 || at[different]! > least[different]!,
  };
}

function speeds(): Diagnosis['netsPerSecond'] {
  const network = squareNetwork(64, 64);
  const logs = new Float64Array(1024);
  const by = (nets: Nets) => rate((count) => nets.forwardSamples(0, count, logs));
  return { verdicts: by(netsOf(network, 1)), plain: by(plainNets(network, 1)) };
}

/** Nets a second of a core's time, to two digits: more and more are drawn, until they take 50 ms; the first few are for the compiler. */
function rate(draw: (count: number) => void): number {
  draw(4);
  for (let count = 4; ; count *= 2) {
    const start = process.cpuUsage();
    draw(count);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    if (seconds > 0.05 || count >= 1024) return Number((count / seconds).toPrecision(2));
  }
}

function text(found: Diagnosis): string {
  const { node, terminal, netsPerSecond: rates } = found;
  const engine =
    found.engine === 'plain'
      ? 'plain code: no WebAssembly with SIMD here, or no room for it'
      : 'WebAssembly with SIMD';
  const mark = (passed: boolean) => (passed ? colour.green('ok') : colour.red('FAILED'));
  const rows = [
    [
      'Node',
      `${node.version}, ${node.supported ? 'supported' : colour.red('not supported')} (needed: ${node.needed})`,
    ],
    ['machine', `${found.platform}, ${found.cores} cores`],
    ['kernel engine', engine],
    ['Chromium', found.chromium ?? 'none (only the tests of a checkout need one)'],
    [
      'output',
      `${terminal.colour ? 'in colour' : 'no colour'}, ${terminal.columns === null ? 'no terminal' : `${terminal.columns} columns`}`,
    ],
    ...found.selfTests.map(({ name, passed, found: what }) => [
      'self-test',
      `${mark(passed)}  ${name}: ${what}`,
    ]),
    ['nets a second', `${rates.verdicts} for verdicts, ${rates.plain} by plain code`],
  ];
  return [
    `vanishing-curvature ${found.version}`,
    ...rows.map(([name, value]) => `  ${name!.padEnd(14)}  ${value}`),
    found.ok ? 'All is well.' : colour.red('Not all is well.'),
    '',
  ].join('\n');
}
