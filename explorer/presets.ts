/** The paper's findings, each as a state of the page that shows it; and claims to try. */
import type { ExplorerState } from './state.js';

export interface Preset {
  /** Where to look: a panel's id. */
  readonly panel: string;
  readonly change: Partial<ExplorerState>;
}

const he = { gain: 2, init: 'normal', activation: 'relu', seed: 1, widths: [] } as const;

const tail =
  'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) for L in 1..500, d in 2..128, eps in 1e-6..1';

/** By the names that their buttons have in the page. */
export const presets: Readonly<Record<string, Preset>> = {
  law: {
    panel: 'law',
    change: {
      ...he,
      depth: 128,
      width: 32,
      claim: 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..128, d in 2..64 where L >= d',
    },
  },
  width: {
    panel: 'survival-map',
    change: { ...he, depth: 100, width: 341, floor: 0.1, risk: 0.1, claim: tail },
  },
  narrow: {
    panel: 'law',
    change: {
      ...he,
      widths: [256, 256, 4, 256, 256],
      inputWidth: undefined,
      claim:
        'median(forwardNorm2) <= exp(-2*sum(l, 1, L, 1/d[l])) for n in 2..64 with widths [64, 64, n, 64, 64]',
    },
  },
  xavier: {
    panel: 'law',
    change: {
      ...he,
      gain: 1,
      depth: 32,
      width: 64,
      claim: 'mean(forwardNorm2) = 2^(-L) for L in 1..64, d in 1..64 with init xavier-normal',
    },
  },
  gradient: {
    panel: 'gradient',
    change: {
      ...he,
      depth: 40,
      width: 20,
      claim: 'mean(gradientNorm2[l]) = 1/2 for L in 1..40, d in 1..64, l in 1..40 where l <= L',
    },
  },
  spectrum: {
    panel: 'spectrum',
    change: {
      ...he,
      depth: 24,
      width: 4,
      claim: 'mean(hessianNorm2) = L*(L-1)*d/4 within 1/5 for L in 2..4, d in 2..4',
    },
  },
  race: {
    panel: 'race',
    change: { ...he, depth: 16, width: 8 },
  },
  claim: {
    panel: 'claim',
    change: { claim: 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..128' },
  },
};

export const exampleClaims: readonly { readonly label: string; readonly claim: string }[] = [
  {
    label: 'verified',
    claim: 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..64, d in 2..64 where L >= d',
  },
  {
    label: 'refuted at d = 1',
    claim: 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..128',
  },
  {
    label: 'proved for all widths',
    claim: 'logMean(forwardNorm2) <= -5*L/(2*d) for L in 1..infinity, d in 4..infinity',
  },
  {
    label: 'false, just',
    claim: 'median(forwardNorm2) <= exp(-3*L/d) for L in 1..64, d in 2..64 where L >= d',
  },
  {
    label: 'drawn nets',
    claim: 'mean(forwardNorm2) = 1 within 1/5 for L in 1..4, d in 16..32 with init he-uniform',
  },
  { label: 'a typing error', claim: 'median(forwardNorm) <= 1 for L in 1..20, d in 4..64' },
];
