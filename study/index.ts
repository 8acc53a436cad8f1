import { study as falseAlarms } from './false-alarms.js';
import { study as hostile } from './hostile.js';
import { study as mutants } from './mutants.js';
import { study as secondOpinion } from './second-opinion.js';
import type { Study } from './study.js';

export const studies: readonly Study[] = [falseAlarms, hostile, mutants, secondOpinion];
