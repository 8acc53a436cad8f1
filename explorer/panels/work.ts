/** A panel's task: begun once the panel is in sight and the state has come to rest, ended by the next one. */
import type { ArgumentsOf, ResultOf, TaskName } from '../compute/tasks.js';
import type { PanelContext } from '../panel.js';

export interface Work<N extends TaskName> {
  /** Ends what goes on; `show` gets what is known so far, now and then, and at the end. */
  begin(args: ArgumentsOf<N>, show: (value: ResultOf<N>, isDone: boolean) => void): void;
  end(): void;
}

/** Milliseconds without a new state before a task begins, and between two pictures of it. */
const settleTime = 150;
const frameTime = 100;
const stillFrameTime = 1000;

/**
 * For tasks that report what they return. @param area what the task fills: busy, in what browsers and readers see of it, until the first of it is
 * there. @param fail says what went wrong.
 */
export function openWork<N extends TaskName>(
  area: HTMLElement,
  task: N,
  { compute, prefersStillness }: PanelContext,
  fail: (sentence: string) => void,
): Work<N> {
  let running = new AbortController();
  let waiting: (() => void) | undefined;
  let settle = 0;
  let frame = 0;
  let inSight = false;
  const watch = new IntersectionObserver(
    (entries) => {
      inSight = entries.some(({ isIntersecting }) => isIntersecting);
      if (inSight) go();
    },
    { rootMargin: '25%' },
  );
  watch.observe(area);

  function go(): void {
    const begin = waiting;
    waiting = undefined;
    begin?.();
  }

  function end(): void {
    running.abort();
    clearTimeout(settle);
    clearTimeout(frame);
    frame = 0;
    waiting = undefined;
  }

  return {
    begin(args, show) {
      end();
      running = new AbortController();
      const { signal } = running;
      area.setAttribute('aria-busy', 'true');
      let latest: ResultOf<N>;
      let shown = 0;
      const showLatest = () => {
        frame = 0;
        shown++;
        area.removeAttribute('aria-busy');
        show(latest, false);
      };
      const onPartial = (partial: unknown) => {
        latest = partial as ResultOf<N>;
        const pause = prefersStillness() ? stillFrameTime : frameTime;
        frame ||= window.setTimeout(showLatest, shown === 0 ? 0 : pause);
      };
      waiting = () => {
        compute(task, args, signal, onPartial).then(
          (result) => {
            if (signal.aborted) return;
            clearTimeout(frame);
            frame = 0;
            area.removeAttribute('aria-busy');
            show(result, true);
          },
          (error: unknown) => {
            if (signal.aborted) return;
            area.removeAttribute('aria-busy');
            fail(`This cannot be computed: ${error instanceof Error ? error.message : String(error)}`);
          },
        );
      };
      settle = window.setTimeout(() => {
        if (inSight) go();
      }, settleTime);
    },
    end() {
      end();
      watch.disconnect();
    },
  };
}
