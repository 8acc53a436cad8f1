/** The page's state: one place, told to everyone once a frame, and kept in the address. */
import { type ExplorerState, fromQuery, toQuery } from './state.js';

export interface Store {
  readonly state: ExplorerState;
  /** @param step whether the browser's Back leads to what was before. */
  set(change: Partial<ExplorerState>, step?: boolean): void;
  /** Called with every new state, once an animation frame at most; and with the present one at once. */
  subscribe(listener: (state: ExplorerState) => void): void;
  /** What the address said that could not be shown. */
  readonly complaints: readonly string[];
  /** The present address, state included. */
  link(): string;
}

/** Browsers limit how often an address may change. */
const addressDelay = 250;

export function openStore(): Store {
  const start = fromQuery(location.search);
  let { state } = start;
  let complaints = start.complaints;
  const listeners: ((state: ExplorerState) => void)[] = [];
  let frame = 0;
  let timer = 0;

  const tell = () => {
    frame = 0;
    for (const listener of listeners) listener(state);
  };
  const changed = (next: ExplorerState) => {
    state = next;
    if (frame === 0) frame = requestAnimationFrame(tell);
  };
  const address = () => `?${toQuery(state)}${location.hash}`;
  let written = location.search;
  const write = (kind: 'replaceState' | 'pushState') => {
    history[kind](null, '', address());
    written = location.search;
  };
  addEventListener('popstate', () => {
    // A link within the page changes nothing, least of all a claim that is too long for an address.
    if (location.search === written) return;
    written = location.search;
    clearTimeout(timer);
    const read = fromQuery(location.search);
    complaints = read.complaints;
    changed(read.state);
  });

  return {
    get state() {
      return state;
    },
    get complaints() {
      return complaints;
    },
    set(change, step = false) {
      complaints = [];
      clearTimeout(timer);
      if (step) {
        // What is on its way into the address belongs to the step before.
        write('replaceState');
        // A new list, even of the same widths: what could not be read in their field gives way to it.
        changed({ ...state, ...change, ...(change.widths && { widths: [...change.widths] }) });
        write('pushState');
        return;
      }
      changed({ ...state, ...change });
      timer = window.setTimeout(() => write('replaceState'), addressDelay);
    },
    subscribe(listener) {
      listeners.push(listener);
      listener(state);
    },
    link: () => new URL(address(), location.href).href,
  };
}
