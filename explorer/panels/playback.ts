/** Play, pause and scrub: a place from 0 to 1 that moves on by itself. */
import { button, element } from '../dom.js';

export interface Playback {
  readonly element: HTMLElement;
  /** From the start; jumps to the end if `still`. */
  play(still: boolean): void;
  /** To the end, without movement. */
  finish(): void;
  stop(): void;
}

/** Milliseconds from start to end. */
const duration = 6000;
/** Places of the slider. */
const places = 500;

/** @param show draws the picture of a place. @param say what the slider says of it. */
export function openPlayback(
  label: string,
  show: (at: number) => void,
  say: (at: number) => string,
): Playback {
  let at = 1;
  let frame = 0;
  const toggle = button('Play', () => (frame === 0 ? start() : pause()));
  const slider = element('input', {
    type: 'range',
    min: '0',
    max: String(places),
    value: String(places),
    'aria-label': label,
  });
  const status = element('output', { class: 'stream-text' });
  slider.addEventListener('input', () => {
    pause();
    go(Number(slider.value) / places);
  });

  function go(place: number): void {
    at = place;
    slider.value = String(Math.round(place * places));
    slider.style.setProperty('--at', `${100 * place}%`);
    const text = say(place);
    slider.setAttribute('aria-valuetext', text);
    status.textContent = text;
    show(place);
  }

  function start(): void {
    go(at < 1 ? at : 0);
    toggle.textContent = 'Pause';
    const begun = performance.now() - at * duration;
    const advance = (now: number) => {
      go(Math.min(1, Math.max(0, (now - begun) / duration)));
      if (at >= 1) pause();
      else frame = requestAnimationFrame(advance);
    };
    frame = requestAnimationFrame(advance);
  }

  function pause(): void {
    cancelAnimationFrame(frame);
    frame = 0;
    toggle.textContent = at >= 1 ? 'Replay' : 'Play';
  }

  return {
    element: element('div', { class: 'playback' }, toggle, slider, status),
    play(still) {
      pause();
      if (still) return go(1);
      at = 1;
      start();
    },
    finish() {
      go(1);
      pause();
    },
    stop: pause,
  };
}
