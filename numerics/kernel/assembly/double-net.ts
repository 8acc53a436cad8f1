/** Nets in doubles, bit for bit those of ../../network/: what the host calls to run them and to draw columns of their weights. */
import { runBackward } from './double-backward';
import { runForward } from './double-forward';
import { depth, family, normal, uniform, widthOf } from './double-job';
import { writeNormals } from './double-normal';
import { writeSigns } from './double-signs';
import { writeUniforms } from './double-uniform';
import { padUnits } from './double-vectors';
import { seedAll, setLayer, setNet } from './key';
import { deltaNormsAt, normsAt, resultsAt } from './layout';
import { clearQueue, drainDoubles } from './rejected';

/** Writes |a^L|^2 2^(-2 bits) and bits of the nets first..first+count-1 to `results`; count <= 256. |a|^2 is 0 if and only if the net is dead. */
export function forwardDoubles(first: f64, count: i32): void {
  for (let i = 0; i < count; i++) {
    runForward(first + f64(i));
    const result = resultsAt + (usize(i) << 4);
    v128.store(result, v128.load(normsAt + (usize(depth) << 4)));
  }
}

/**
 * Writes |a^(layer-1)|^2, |delta^layer|^2, each behind its binary exponent as above, and |a^L|^2 of the nets first..first+count-1 to `results`; count <= 100.
 */
export function gradientDoubles(first: f64, count: i32, layer: i32): void {
  for (let i = 0; i < count; i++) {
    runForward(first + f64(i));
    runBackward(layer);
    const result = resultsAt + 40 * usize(i);
    v128.store(result, v128.load(normsAt + (usize(layer - 1) << 4)));
    v128.store(result, v128.load(deltaNormsAt + (usize(layer) << 4)), 16);
    store<f64>(result, load<f64>(normsAt + (usize(depth) << 4)), 32);
  }
}

/** Writes `norms` and `masks` of a net. */
export function runDoubles(net: f64): void {
  runForward(net);
}

/** Writes `deltaNorms` of a net whose masks are in memory, of its layers from `last` on. */
export function runBackDoubles(net: f64, last: i32): void {
  setNet(u64(net));
  runBackward(last);
}

/** Writes the first `count` columns of those in `units` of a layer of a net to `matrix`, one after the other. */
export function columnsDoubles(net: f64, layer: i32, count: i32): void {
  setNet(u64(net));
  setLayer(layer);
  const rows = widthOf(layer);
  padUnits(count);
  seedAll(count);
  clearQueue(count, rows);
  for (let group = 0; group << 2 < count; group += 2) {
    if (family == normal) writeNormals(group, rows);
    else if (family == uniform) writeUniforms(group, rows);
    else writeSigns(group, rows);
  }
  drainDoubles();
}
