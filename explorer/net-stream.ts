/** Nets of one state, drawn by several workers at once, in order and in pieces that keep the page live. */
import type { NetsDrawn } from './compute/draw-nets.js';
import type { PanelContext } from './panel.js';
import { weightCount } from './shape.js';
import { type ExplorerState, layersOf } from './state.js';

/** Milliseconds that a piece should take. */
const pieceTime = 60;
const largestPiece = 5000;
/** Nets of the first piece, and how many weights they may have: how fast they are drawn is not known yet. */
const firstPiece = 4;
const firstWeights = 1e7;

export interface NetStream {
  /** Nets asked for in all; raising it draws on. */
  target: number;
  paused: boolean;
  readonly done: boolean;
  /** Nets a second of all workers together, while nets are drawn. */
  readonly speed: number;
  resume(): void;
  stop(): void;
}

/**
 * Draws the nets 0, 1, 2, ... of the state's seed. @param onNets is given each piece, in whatever order they come;
 * which nets there are in the end depends on the target alone.
 */
export function streamNets(
  state: ExplorerState,
  target: number,
  workers: number,
  compute: PanelContext['compute'],
  onNets: (values: Float64Array) => void,
  onFailure: (error: unknown) => void,
): NetStream {
  const control = new AbortController();
  let next = 0;
  let running = 0;
  let drawn = 0;
  let piece = Math.max(1, Math.min(firstPiece, Math.floor(firstWeights / weightCount(layersOf(state)))));
  let busy = 0;
  let since = performance.now();
  const speedOf = () => (busy === 0 ? 0 : (1000 * drawn) / busy);

  const stream = {
    target,
    paused: false,
    get done() {
      return drawn >= stream.target;
    },
    get speed() {
      return speedOf();
    },
    resume() {
      stream.paused = false;
      since = performance.now();
      ask();
    },
    stop: () => control.abort(),
  };

  function ask(): void {
    while (running < workers && !stream.paused && next < stream.target) {
      const count = Math.min(piece, stream.target - next);
      const first = next;
      next += count;
      running++;
      compute('draw-nets', { state, first, count }, control.signal).then(take, (error) => {
        if (!control.signal.aborted) onFailure(error);
      });
    }
  }

  function take({ values, milliseconds }: NetsDrawn): void {
    running--;
    drawn += values.length;
    const now = performance.now();
    busy += now - since;
    since = now;
    const fitting = Math.floor((values.length * pieceTime) / Math.max(1, milliseconds));
    piece = Math.max(1, Math.min(largestPiece, 4 * piece, fitting));
    onNets(values);
    ask();
  }

  ask();
  return stream;
}
