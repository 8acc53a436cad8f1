/** Live progress on a terminal: which claims are under way, how many are left, how fast points are examined. Quiet in a pipe. */
import { createLogUpdate } from 'log-update';
import type { Verdict } from '../properties/verdict.js';
import { clip, verdictLine } from './render.js';

export interface Progress {
  /** A unit has been finished that examined this many points. */
  readonly examined: (points: number) => void;
  readonly working: (id: string) => void;
  readonly done: (verdict: Verdict) => void;
  readonly stop: () => void;
}

/** How many of the latest verdicts stay in view. */
const shownVerdicts = 10;

export function watch(total: number): Progress {
  const out = process.stderr;
  if (!out.isTTY) return { examined() {}, working() {}, done() {}, stop() {} };
  const line = createLogUpdate(out);
  const active = new Set<string>();
  const start = performance.now();
  const recent: string[] = [];
  let points = 0;
  let finished = 0;
  const draw = () => {
    const seconds = (performance.now() - start) / 1000;
    const rate = Math.round(points / Math.max(seconds, 0.1));
    const names = [...active].slice(0, 3).join(', ');
    const status = `${finished}/${total} claims, ${points} points (${rate}/s), ${seconds.toFixed(0)} s  ${names}`;
    line([...recent, status].map((each) => clip(each, (out.columns ?? 80) - 1)).join('\n'));
  };
  const timer = setInterval(draw, 100);
  return {
    examined: (count) => {
      points += count;
    },
    working: (id) => active.add(id),
    done: (verdict) => {
      finished += 1;
      active.delete(verdict.id);
      recent.push(verdictLine(verdict));
      if (recent.length > shownVerdicts) recent.shift();
      draw();
    },
    stop: () => {
      clearInterval(timer);
      line.clear();
    },
  };
}
