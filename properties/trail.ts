/** What drawn nets showed while a claim was decided, point by point and look by look: gathered from the units that were run anyway. */
import type { Look, Outcome } from './outcome.js';
import type { Unit } from './unit.js';
import type { Point } from './verdict.js';

export interface Trail {
  readonly point: Point;
  /** Fresh nets at a point that had failed. */
  readonly confirms: boolean;
  readonly state: 'holds' | 'fails' | 'unresolved';
  readonly path: readonly Look[];
}

export interface Trails {
  note(unit: Unit, outcome: Outcome): void;
  /** In the order of the points, up to the first that fails, as a verdict counts them; then the confirmation. */
  all(): readonly Trail[];
}

export function openTrails(): Trails {
  // A point that is given more nets is drawn again from the first one on: the last trail holds all of it.
  const examined = new Map<number, Trail>();
  let confirmation: Trail | undefined;
  return {
    note(unit, outcome) {
      const confirms = unit.kind === 'confirm' || (unit.kind === 'experiment' && unit.stream === 'confirm');
      const trail = trailOf(outcome, confirms);
      if (trail === undefined) return;
      if (confirms) confirmation = trail;
      else if (unit.kind === 'simulate') examined.set(unit.index, trail);
      else if (unit.kind === 'experiment') examined.set(unit.from, trail);
    },
    all() {
      const inOrder = [...examined].sort(([a], [b]) => a - b).map(([, trail]) => trail);
      // Which of the later units were run at all depends on the number of workers.
      const failed = inOrder.findIndex(({ state }) => state === 'fails');
      return [
        ...(failed < 0 ? inOrder : inOrder.slice(0, failed + 1)),
        ...(confirmation === undefined ? [] : [confirmation]),
      ];
    },
  };
}

function trailOf({ path, failure, unresolved, tightest }: Outcome, confirms: boolean): Trail | undefined {
  const point = (failure ?? unresolved ?? tightest)?.point;
  if (path === undefined || path.length === 0 || point === undefined) return undefined;
  const state = failure !== undefined ? 'fails' : unresolved !== undefined ? 'unresolved' : 'holds';
  return { point, confirms, state, path };
}
