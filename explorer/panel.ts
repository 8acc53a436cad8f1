/** What the page and its panels know of each other. */
import type { ArgumentsOf, PartialOf, ResultOf, TaskName } from './compute/tasks.js';
import type { ExplorerState } from './state.js';

/** One part of the page, with a heading of its own. */
export interface Panel {
  /** Part of the address (#race) and of ids in the page. */
  readonly id: string;
  readonly title: string;
  /** One sentence below the title: what is shown, and why it matters. */
  readonly intro: string;
  /** The command of this program that gives the panel's numbers: the page offers to copy it. */
  command?(state: ExplorerState): string;
  /** A test that states what the panel shows: likewise. */
  test?(state: ExplorerState): string;
  /** Builds the panel's content in an empty element. The page calls `update` right afterwards. */
  mount(root: HTMLElement, context: PanelContext): PanelView;
}

export interface PanelView {
  /** Called with every new state, from within an animation frame; returns within a few milliseconds and leaves work to `compute`. */
  update(state: ExplorerState): void;
  unmount(): void;
}

export interface PanelContext {
  /**
   * Runs a task of explorer/compute in a Web Worker. Aborting rejects the promise with the signal's reason at once, and ends the task at its
   * next report (a worker that does not get there is replaced).
   */
  compute<N extends TaskName>(
    task: N,
    args: ArgumentsOf<N>,
    signal: AbortSignal,
    onPartial?: (partial: PartialOf<N>) => void,
  ): Promise<ResultOf<N>>;
  /** Changes what the page shows, the URL with it. @param step whether the browser's Back leads to what was before: where something long to type goes. */
  setState(change: Partial<ExplorerState>, step?: boolean): void;
  /**
   * Says what is shown, with its numbers, in one or two sentences: the caption below the panel, and what screen readers say in place of its
   * pictures. Called whenever a picture has changed for good, not with every frame.
   */
  describe(text: string): void;
  /** Whether the reader asks for no movement; ask before each animation. */
  prefersStillness(): boolean;
}
