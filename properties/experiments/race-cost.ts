/** What racing nets costs, in nominal seconds (../cost.ts), and races that keep to a budget. */
import type { Optimizer } from '../../numerics/escape/optimizers.js';
import { type Race, raceNet } from '../../numerics/escape/race.js';
import type { Network } from '../../numerics/network/network.js';

/** Seconds that a step takes for each parameter, with 8 inputs and by the kernel: its gradient, and what the optimizer does with it. */
const parameterSeconds = {
  'gradient-descent': 1.35e-8,
  rmsprop: 1.9e-8,
  adam: 2.6e-8,
} as const;

/** An optimizer that claims race: those whose steps were measured. */
export type Racing = Extract<Optimizer, { kind: keyof typeof parameterSeconds }>;

/** How many weights and readout entries relu nets of these widths have. */
const sizeOf = ({ widths }: Network): number =>
  widths.reduce((sum, width, l) => sum + width * (widths[l - 1] ?? 0), widths.at(-1)!);

/** Seconds of one step. Measured at widths 1 to 64 and depths 1 to 256, within a factor of 1.8. */
export function stepSeconds(network: Network, { kind }: Racing): number {
  return 2e-7 + 2e-8 * (network.widths.length - 1) + parameterSeconds[kind] * sizeOf(network);
}

/** Seconds to draw a net, its inputs and targets, and to see whether it is dead. Measured at the same widths and depths, within a factor of 1.8. */
export function startSeconds(network: Network): number {
  return 1.2e-5 + 7e-7 * (network.widths.length - 1) + 2.4e-8 * sizeOf(network);
}

/** How many steps from its start on a net may take for so many seconds; 0 if not even its start is paid for. */
export function affordableSteps(network: Network, optimizer: Racing, seconds: number): number {
  return Math.max(0, Math.floor((seconds - startSeconds(network)) / stepSeconds(network, optimizer)));
}

/** Nets of a seed that race one after the other, and what that costs. */
export class Racer {
  readonly #race: Race;
  readonly #optimizer: Racing;
  readonly #seed: number;
  readonly #start: number;
  readonly #step: number;
  #net = 0;
  #spent = 0;

  constructor(race: Race, optimizer: Racing, seed: number) {
    this.#race = race;
    this.#optimizer = optimizer;
    this.#seed = seed;
    this.#start = startSeconds(race.network);
    this.#step = stepSeconds(race.network, optimizer);
  }

  /** Seconds that all nets took, the dead ones too. */
  get spent(): number {
    return this.#spent;
  }

  /** The escape steps of the next net that is not dead, undefined if it might cost more than is left of `seconds`. */
  next(seconds: number): number | undefined {
    const dearest = this.#start + this.#race.cap * this.#step;
    while (this.#spent + dearest <= seconds) {
      const { dead, steps } = raceNet(this.#race, [this.#optimizer], this.#seed, this.#net++);
      this.#spent += this.#start + (dead ? 0 : Math.min(steps[0]!, this.#race.cap) * this.#step);
      if (!dead) return steps[0]!;
    }
    return undefined;
  }
}
