/** What the claim panel and its worker say to each other. */
import type { ClaimJob } from '../../properties/job.js';
import type { Pictures } from '../../properties/pictures/pictures.js';
import type { Room } from '../../properties/tightness/room.js';
import type { Verdict } from '../../properties/verdict.js';

export interface ClaimQuestion {
  readonly text: string;
  readonly seed: number;
  /** Nominal seconds. */
  readonly budget: number;
}

/** Both sides of the claim at points that differ from the counterexample in one name alone. */
export interface CounterexampleLine {
  readonly name: string;
  readonly rooms: readonly Room[];
}

export type ClaimReply =
  | { readonly kind: 'progress'; readonly points: number }
  | { readonly kind: 'verdict'; readonly job: ClaimJob; readonly verdict: Verdict }
  | { readonly kind: 'line'; readonly line: CounterexampleLine }
  | { readonly kind: 'pictures'; readonly pictures: Pictures }
  /** Bad input that only shows at some point of the domain. */
  | { readonly kind: 'refusal'; readonly message: string; readonly column: number | undefined }
  | { readonly kind: 'failure'; readonly message: string };
