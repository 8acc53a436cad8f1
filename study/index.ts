import { study as falseAlarms } from './false-alarms.js';
import { study as generator } from './generator.js';
import type { Study } from './study.js';

export const studies: readonly Study[] = [falseAlarms, generator];
