/** Live progress on a terminal: what is left, how fast it goes, what is under way. Quiet in a pipe. */
import type { Verdict } from '../properties/verdict.js';
import { clip, liveLine } from './render.js';

export interface Progress {
  /** So many claims are to be decided; so many units of work were found in a journal. */
  readonly expect: (claims: number, known: number) => void;
  /** A unit has been finished that examined this many points. */
  readonly examined: (points: number) => void;
  readonly working: (id: string) => void;
  /** The same, and nothing else is under way any more. */
  readonly turningTo: (what: string) => void;
  readonly done: (verdict: Verdict) => void;
  /** Leaves the terminal as it was. */
  readonly stop: () => void;
}

/** How many of the latest verdicts stay in view. */
const shownVerdicts = 10;
/** A terminal that does not know its width says 0. */
const usualColumns = 80;

export async function openProgress(): Promise<Progress> {
  const out = process.stderr;
  if (!out.isTTY) return { expect() {}, examined() {}, working() {}, turningTo() {}, done() {}, stop() {} };
  const { createLogUpdate } = await import('log-update');
  const show = createLogUpdate(out);
  const active = new Set<string>();
  const start = performance.now();
  const recent: Verdict[] = [];
  let total = 0;
  let points = 0;
  let finished = 0;
  let fromJournal = '';
  const draw = () => {
    const seconds = (performance.now() - start) / 1000;
    const rate = Math.round(points / Math.max(seconds, 0.1));
    const names = [...active].slice(0, 3).join(', ');
    const status = `${total - finished} of ${total} left, ${points} points (${rate}/s), ${seconds.toFixed(0)} s${fromJournal}  ${names}`;
    // One column less, so that no terminal wraps.
    const width = (out.columns || usualColumns) - 1;
    show([...recent.map((each) => liveLine(each, width)), clip(status, width)].join('\n'));
  };
  const timer = setInterval(draw, 100);
  return {
    expect: (claims, known) => {
      total = claims;
      if (known > 0) fromJournal = `, ${known} units from the journal`;
    },
    examined: (count) => {
      points += count;
    },
    working: (id) => active.add(id),
    turningTo: (what) => {
      active.clear();
      active.add(what);
    },
    done: (verdict) => {
      finished += 1;
      active.delete(verdict.id);
      recent.push(verdict);
      if (recent.length > shownVerdicts) recent.shift();
      draw();
    },
    stop: () => {
      clearInterval(timer);
      show.clear();
      // Shows the cursor again.
      show.done();
    },
  };
}

export interface CountProgress {
  /** So many more are done, one if it is not said. */
  readonly done: (more?: number) => void;
  /** Leaves the terminal as it was. */
  readonly stop: () => void;
}

/**
 * `37 of 400 nets, 12 s, about 118 s left`.
 * @param before how many of the total were done before this run: they say nothing about its rate.
 */
export async function openCountProgress(total: number, what: string, before = 0): Promise<CountProgress> {
  const out = process.stderr;
  if (!out.isTTY) return { done() {}, stop() {} };
  const { createLogUpdate } = await import('log-update');
  const show = createLogUpdate(out);
  const start = performance.now();
  let done = before;
  const draw = () => {
    const seconds = (performance.now() - start) / 1000;
    const here = done - before;
    const left = here === 0 ? '' : `, about ${((seconds / here) * (total - done)).toFixed(0)} s left`;
    const width = (out.columns || usualColumns) - 1;
    show(clip(`${done} of ${total} ${what}, ${seconds.toFixed(0)} s${left}`, width));
  };
  const timer = setInterval(draw, 100);
  return {
    done: (more = 1) => {
      done += more;
    },
    stop: () => {
      clearInterval(timer);
      show.clear();
      // Shows the cursor again.
      show.done();
    },
  };
}
