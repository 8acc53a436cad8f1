/** The exact law of log forwardNorm2 as a curve. */
import { exactLawOf } from '../../numerics/law/index.js';
import { squareNetwork } from '../../numerics/network/network.js';
import type { Task } from './task.js';

export const lawCurve: Task<{ readonly depth: number; readonly width: number }, number> = ({ depth, width }) => exactLawOf(squareNetwork(depth, width)).logMean().value;
