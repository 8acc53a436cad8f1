/** Histograms of Hessian eigenvalues against moments of the Hessian and nets one by one. */
import { describe, expect, test } from 'vitest';
import { binOf, bins, firstBin, type Spectra, spectra } from '../../explorer/compute/spectrum.js';
import { lossHessian } from '../numerics/hessian/reference.js';
