/** Throws cases at a surface until one fails: which one, smallest, and how to have it again. */
import fc from 'fast-check';
import { type Surface, shown } from './surface.js';

export interface Fuzzed {
  readonly cases: number;
  /** How many cases ended in which way. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of processor time. */
  readonly slowest: { readonly seconds: number; readonly input: string };
  readonly failure?: Failure;
}

export interface Failure {
  /** With fast-check's seed and path the case comes again. */
  readonly seed: number;
  readonly path: string;
  readonly input: string;
  readonly message: string;
}

/** How long a failing case may be made smaller. */
const shrinkMilliseconds = 10_000;

/** @param announce hears of every case before it is tried. */
export async function fuzz<Case>(
  surface: Surface<Case>,
  { seed, runs, path }: { readonly seed: number; readonly runs: number; readonly path?: string },
  announce: (input: Case) => void = () => {},
): Promise<Fuzzed> {
  const outcomes: Record<string, number> = {};
  const prototypes = namesOfPrototypes();
  let cases = 0;
  let slowest = { seconds: 0, input: '' };
  let shrinkUntil = Infinity;
  const property = fc.asyncProperty(surface.cases, async (input) => {
    // What passes is no smaller counterexample: so making it smaller ends.
    if (performance.now() > shrinkUntil) return;
    announce(input);
    try {
      await one(input);
    } catch (error) {
      shrinkUntil = Math.min(shrinkUntil, performance.now() + shrinkMilliseconds);
      throw error;
    }
  });
  const one = async (input: Case) => {
    const start = process.cpuUsage();
    const outcome = await surface.examine(input);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    cases += 1;
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    if (seconds > slowest.seconds) slowest = { seconds, input: shown(input) };
    if (seconds > surface.secondsAtMost)
      throw new Error(
        `It took ${seconds.toFixed(1)} s of processor time: at most ${surface.secondsAtMost} s are allowed.`,
      );
    if (namesOfPrototypes() !== prototypes) throw new Error('It changed a prototype that all objects share.');
  };
  const result = await fc.check(property, {
    seed,
    numRuns: runs,
    ...(path === undefined ? {} : { path }),
  });
  return { cases, outcomes, slowest, ...(result.failed ? { failure: failureOf(result) } : {}) };
}

function failureOf<Case>({
  seed,
  counterexamplePath,
  counterexample,
  errorInstance,
}: fc.RunDetails<[Case]>): Failure {
  const message =
    errorInstance instanceof Error
      ? `${errorInstance.name}: ${errorInstance.message}`
      : String(errorInstance);
  return {
    seed,
    path: counterexamplePath ?? '',
    input: shown(counterexample?.[0]),
    message: message.slice(0, 600),
  };
}

function namesOfPrototypes(): string {
  const names = (object: object) => Object.getOwnPropertyNames(object).join();
  return [Object.prototype, Array.prototype, String.prototype, Number.prototype, Function.prototype]
    .map(names)
    .join('|');
}
