/**
 * All eigenvalues of Hessians of he relu nets: ours, with their error bound, beside numpy's eigvalsh on one thread and ml-matrix; on the reduced matrix (without
 * dead units, in the basis where the Hessian is not 0), and numpy on the matrix of the live weights and on the whole one too, which is what one would
 * otherwise give it. Milliseconds of processor time for each matrix; medians over the rounds of one interleaved run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { derivatives } from '../numerics/hessian/dense.js';
import { eigenvaluesOf } from '../numerics/hessian/eigenvalues.js';
import { reducedDerivatives } from '../numerics/hessian/reduced.js';
import { hessianEigenvalues } from '../numerics/hessian/spectrum.js';
import { forwardSample } from '../numerics/network/forward.js';
import { squareNetwork } from '../numerics/network/network.js';
import { type Peer, startPython } from './peer.js';
import { machine, report } from './report.js';
import { type Contender, inTurns, processorSeconds, spread, type Timed, table } from './turns.js';

interface Square {
  readonly order: number;
  readonly entries: Float64Array;
}

interface EigenvalueRow {
  readonly case: {
    readonly depth: number;
    readonly width: number;
    /** Of the reduced matrices and of those of the live weights: medians. */
    readonly order: number;
    readonly liveOrder: number;
  };
  readonly unit: 'ms';
  readonly numpy: string;
  readonly measured: readonly Timed[];
}

const rounds = 9;
const netsOfACase = 20;
/** Whole Hessians and those of live weights are timed for so many nets: they are dear. */
const fewNets = 1;
const seed = 1;

async function* eigenvalueRows(
  cases: readonly (readonly [depth: number, width: number])[],
): AsyncGenerator<EigenvalueRow> {
  const folder = mkdtempSync(join(tmpdir(), 'eigenvalues-'));
  const python = startPython('eigenvalues.py');
  try {
    const numpy = await python.ask('version');
    for (const [depth, width] of cases) yield await row(depth, width, numpy, python, folder);
  } finally {
    python.end();
    rmSync(folder, { recursive: true });
  }
}

/** Matrices that numpy holds, by their numbers. */
let held = 0;

async function row(depth: number, width: number, numpy: string, python: Peer, folder: string) {
  const network = squareNetwork(depth, width);
  const nets: number[] = [];
  for (let net = 0; nets.length < netsOfACase; net++) {
    if (forwardSample(network, seed, net) !== -Infinity) nets.push(net);
  }
  const reduced = nets.map((net) => squareOf(reducedDerivatives(network, seed, net).hessian.values));
  const isDense = depth * width ** 2 <= 2000;
  const whole = isDense
    ? nets.slice(0, fewNets).map((net) => squareOf(derivatives(network, seed, net).hessian.values))
    : [];
  const live = whole.map(withoutZeros);

  const contenders: Contender[] = [
    ours('reduced matrix', () => {
      for (const { entries } of reduced) eigenvaluesOf({ values: entries, bits: 0 });
    }),
    ours('from the weights: drawn, differentiated, reduced', () => {
      for (const net of nets) hessianEigenvalues(network, seed, net);
    }),
    ours('ml-matrix, reduced matrix', () => {
      for (const { order, entries } of reduced) {
        new EigenvalueDecomposition(Matrix.from1DArray(order, order, entries), { assumeSymmetric: true });
      }
    }),
  ];
  if (numpy !== '-') {
    contenders.push(await numpyOn('numpy, reduced matrix', reduced, python, folder));
    if (isDense) {
      contenders.push(await numpyOn('numpy, live weights', live, python, folder));
      contenders.push(await numpyOn('numpy, whole matrix', whole, python, folder));
    }
  }
  const middle = (squares: readonly Square[]) =>
    squares.map(({ order }) => order).sort((a, b) => a - b)[squares.length >> 1] ?? 0;
  const found: EigenvalueRow = {
    case: { depth, width, order: middle(reduced), liveOrder: middle(live) },
    unit: 'ms',
    numpy,
    measured: await inTurns(contenders, rounds),
  };
  return found;
}

/** So many times over all nets in a turn, that it takes some 20 ms. */
const repeats = 2;

function ours(name: string, work: () => void): Contender {
  return {
    name,
    seconds: async () =>
      processorSeconds(() => {
        for (let repeat = 0; repeat < repeats; repeat++) work();
      }, repeats * netsOfACase),
  };
}

/** @throws Error where numpy's eigenvalues and ours are further apart than ours may be, and numpy's some 1e-13 |A|. */
async function numpyOn(name: string, squares: readonly Square[], python: Peer, folder: string) {
  const first = held;
  for (const { order, entries } of squares) {
    const file = join(folder, `${held++}`);
    writeFileSync(file, entries);
    const theirs = (await python.ask(`load ${file} ${order}`)).split(' ').map(Number);
    const { values, zeros, error } = eigenvaluesOf({ values: entries, bits: 0 });
    const own = [...values, ...new Array<number>(zeros).fill(0)].sort((a, b) => a - b);
    const size = Math.max(...theirs.map(Math.abs));
    if (!own.every((value, i) => Math.abs(value - theirs[i]!) <= error + 1e-13 * size))
      throw new Error(`${name}: eigenvalues differ.`);
  }
  return {
    name,
    seconds: async () => Number(await python.ask(`time ${first} ${first + squares.length}`)),
  };
}

const squareOf = (entries: Float64Array): Square => ({ order: Math.sqrt(entries.length), entries });

function withoutZeros({ order, entries }: Square): Square {
  const all = Array.from({ length: order }, (_, i) => i);
  const kept = all.filter((i) => all.some((j) => entries[i * order + j] !== 0));
  return {
    order: kept.length,
    entries: Float64Array.from(kept.flatMap((i) => kept.map((j) => entries[i * order + j]!))),
  };
}

const cases = [
  [6, 16],
  [6, 32],
  [12, 16],
  [32, 8],
] as const;
const figures: EigenvalueRow[] = [];
const paragraphs: string[] = [];
for await (const found of eigenvalueRows(cases)) {
  const { depth, width, order, liveOrder } = found.case;
  const live = liveOrder > 0 ? `, ${liveOrder} with live weights` : '';
  const head = `L = ${depth}, d = ${width}: order ${depth * width ** 2}${live}, ${order} reduced`;
  const rows = found.measured.map((timed) => [timed.name, spread(timed), timed.ratio]);
  figures.push(found);
  paragraphs.push(table([head, 'ms', 'times ours'], rows));
  process.stdout.write(`${paragraphs.at(-1)}\n\n`);
}
const about = `${machine.processor}; Node ${machine.node}, NumPy ${figures[0]!.numpy}. ${rounds} rounds of ${netsOfACase} nets; whole matrices of ${fewNets}.`;
report('eigenvalues', { machine, rounds, rows: figures }, [about, ...paragraphs]);
