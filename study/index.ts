import { study as bounds } from './bounds.js';
import { study as coverage } from './coverage.js';
import { study as generator } from './generator.js';
import { study as hostile } from './hostile.js';
import { study as mutants } from './mutants.js';
import { study as power } from './power.js';
import { study as secondOpinion } from './second-opinion.js';
import type { Study } from './study.js';
import { study as verdicts } from './verdicts.js';

export const studies: readonly Study[] = [
  bounds,
  coverage,
  verdicts,
  power,
  mutants,
  generator,
  hostile,
  secondOpinion,
];
