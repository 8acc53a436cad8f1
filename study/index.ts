import { study as falseAlarms } from './false-alarms.js';
import { study as hostile } from './hostile.js';
import type { Study } from './study.js';

export const studies: readonly Study[] = [falseAlarms, hostile];
