import { study as coverage } from './coverage.js';
import { study as falseAlarms } from './false-alarms.js';
import type { Study } from './study.js';
import { study as verdicts } from './verdicts.js';

export const studies: readonly Study[] = [coverage, falseAlarms, verdicts];
