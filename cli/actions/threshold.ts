/** `threshold`: the smallest width at which the forward norm stays above a floor, beside the closed form W1. */
import { closedFormWidth, smallestWidth } from '../../numerics/law/index.js';
import type { ThresholdOptions } from '../commands/threshold.js';
import { asInput } from '../options.js';

export function threshold({ depth, floor, risk, json }: ThresholdOptions): number {
  const width = asInput(() => smallestWidth({ depth, floor, risk })) ?? null;
  const report = { depth, floor, risk, width, closedForm: closedFormWidth({ depth, floor, risk }) };
  process.stdout.write(
    json
      ? `${JSON.stringify(report, null, 2)}\n`
      : `P(forwardNorm2 >= ${floor}) >= 1 - ${risk} at depth ${depth} from width ${width ?? 'none'} on (closed form ${report.closedForm.toFixed(2)})\n`,
  );
  return 0;
}
