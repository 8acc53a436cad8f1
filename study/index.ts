import { study as falseAlarms } from './false-alarms.js';
import { study as mutants } from './mutants.js';
import type { Study } from './study.js';

export const studies: readonly Study[] = [falseAlarms, mutants];
