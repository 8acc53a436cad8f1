/** Certificates of proofs about all widths, in the shape that docs/derivations/bounds.md specifies: plain data, rational numbers as text. */

import type { Claim } from '../../theory/language/claim.js';
import type { Outcome } from '../outcome.js';

const certificateFormat = 'vanishing-curvature certificate 1';

export type Bracket = readonly [lower: number, upper: number];

export interface CertificateResidue {
  readonly plain: readonly string[];
  readonly dead: readonly string[];
}

export interface Certificate {
  readonly format: typeof certificateFormat;
  readonly claim: string;
  readonly statement: Readonly<Record<string, string | number | readonly string[]>>;
  readonly finite: readonly { readonly width: number; readonly enclosures: readonly Bracket[] }[];
  readonly tail: {
    readonly from: number;
    readonly halfDegree: number;
    readonly mean?: string;
    readonly variance?: string;
    readonly residues: readonly CertificateResidue[];
  };
}

/** The outcome of a proof, with its certificate. */
export function proved(claim: Claim, parts: Pick<Certificate, 'statement' | 'finite' | 'tail'>): Outcome {
  const certificate = { format: certificateFormat, claim: claim.text, ...parts } as const;
  return { points: parts.finite.length, proved: true, certificate };
}
