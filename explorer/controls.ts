/** The form beside the panels: sliders with a number beside each, on a logarithmic scale. */
import { markInvalid } from './dom.js';
import { inverseWidths } from './shape.js';
import { defaultState, type ExplorerState, isUnequal, layersOf, pytorchGain } from './state.js';
import type { Store } from './store.js';
import { bindWidths } from './widths-control.js';

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

interface Scale {
  readonly name: 'depth' | 'width' | 'gain' | 'slope' | 'floor' | 'risk';
  readonly whole: boolean;
  /** What a key moves where the number is not a whole one, as a factor. */
  readonly unit: string;
}

const scales: readonly Scale[] = [
  { name: 'depth', whole: true, unit: 'layers' },
  { name: 'width', whole: true, unit: 'units a layer' },
  { name: 'gain', whole: false, unit: '' },
  { name: 'slope', whole: false, unit: '' },
  { name: 'floor', whole: false, unit: '' },
  { name: 'risk', whole: false, unit: '' },
];

/** Positions of a slider. */
const positions = 1000;
/** A key moves a number that is not whole by so much of it, and with Page Up and Down any number. */
const smallStep = 1.02;
const largeStep = 1.25;

/** By the names that their buttons have in the page. */
const usualGains: Readonly<Record<string, (state: ExplorerState) => number>> = {
  pytorch: () => pytorchGain,
  xavier: () => 1,
  he: () => 2,
  kept: ({ activation, slope }) =>
    activation === 'linear' ? 1 : activation === 'relu' ? 2 : 2 / (1 + slope * slope),
};

export function bindControls(store: Store): void {
  for (const scale of scales) bindScale(scale, store);
  for (const name of ['init', 'activation'] as const) {
    const select = byId<HTMLSelectElement>(name);
    select.addEventListener('change', () => store.set({ [name]: select.value }));
    store.subscribe((state) => {
      select.value = state[name];
    });
  }
  bindWidths(store);
  bindSeed(store);
  bindGains(store);
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  byId('reset').addEventListener('click', () => store.set(defaultState, true));
  const slopeControl = byId('slope-control');
  const ratio = byId('ratio');
  const complaint = byId('complaint');
  store.subscribe((state) => {
    slopeControl.hidden = state.activation !== 'leaky-relu';
    const sum = Number(inverseWidths(layersOf(state)).toPrecision(3));
    ratio.textContent = isUnequal(state) ? `Σ 1/dₗ = ${sum}, in place of L/d` : `L/d = ${sum}`;
    complaint.textContent = store.complaints.join(' ');
  });
}

function bindScale({ name, whole, unit }: Scale, store: Store): void {
  const number = byId<HTMLInputElement>(name);
  const slider = byId<HTMLInputElement>(`${name}-slider`);
  const [least, most] = [Number(number.min), Number(number.max)];
  Object.assign(slider, { min: '0', max: String(positions), step: '1' });
  const span = Math.log(most / least);
  const positionOf = (value: number) => Math.round((positions * Math.log(value / least)) / span);
  const rounded = (value: number) => (whole ? Math.round(value) : Number(value.toPrecision(3)));
  const clamped = (value: number) => Math.min(most, Math.max(least, rounded(value)));
  const set = (value: number) => store.set({ [name]: value });

  slider.addEventListener('input', () => {
    const position = Number(slider.value);
    set(clamped(least * Math.exp((span * position) / positions)));
  });
  slider.addEventListener('keydown', (event) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 2, PageDown: -2 }[
      event.key
    ];
    if (way === undefined) return;
    event.preventDefault();
    const value = store.state[name];
    const factor = (Math.abs(way) === 2 ? largeStep : smallStep) ** Math.sign(way);
    // A whole number moves by 1 at least.
    const next = whole && Math.abs(way) === 1 ? value + way : value * factor;
    set(clamped(whole && Math.round(next) === value ? value + Math.sign(way) : next));
  });
  number.addEventListener('input', () => {
    const value = number.valueAsNumber;
    const valid =
      Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
    markInvalid(number, !valid);
    if (valid) set(value);
  });
  // What cannot be shown goes away as soon as one leaves it.
  number.addEventListener('blur', () => show(store.state));
  function show(state: ExplorerState): void {
    const value = state[name];
    const isGiven = isUnequal(state) && (name === 'depth' || name === 'width');
    number.disabled = isGiven;
    slider.disabled = isGiven;
    if (isGiven) {
      // The list says how many layers there are, and that they have no common width.
      number.value = name === 'depth' ? String(state.widths.length) : '';
      markInvalid(number, false);
      return;
    }
    if (document.activeElement !== number || number.valueAsNumber !== value) {
      number.value = String(whole ? value : Number(value.toPrecision(4)));
    }
    markInvalid(number, false);
    slider.value = String(positionOf(value));
    slider.style.setProperty('--at', `${(100 * positionOf(value)) / positions}%`);
    slider.setAttribute('aria-valuetext', `${number.value} ${unit}`.trim());
  }
  store.subscribe(show);
}

function bindSeed(store: Store): void {
  const seed = byId<HTMLInputElement>('seed');
  seed.addEventListener('input', () => {
    const value = seed.valueAsNumber;
    const valid = Number.isInteger(value) && value >= 0 && value < 2 ** 32;
    markInvalid(seed, !valid);
    if (valid) store.set({ seed: value });
  });
  byId('new-seed').addEventListener('click', () => {
    store.set({ seed: crypto.getRandomValues(new Uint32Array(1))[0]! });
  });
  const show = ({ seed: value }: ExplorerState) => {
    seed.value = String(value);
    markInvalid(seed, false);
  };
  seed.addEventListener('blur', () => show(store.state));
  store.subscribe((state) => {
    if (document.activeElement !== seed || seed.valueAsNumber !== state.seed) show(state);
  });
}

function bindGains(store: Store): void {
  const chips = document.querySelectorAll<HTMLButtonElement>('[data-gain]');
  const gainOf = (chip: HTMLButtonElement, state: ExplorerState) => usualGains[chip.dataset.gain!]!(state);
  for (const chip of chips)
    chip.addEventListener('click', () => store.set({ gain: gainOf(chip, store.state) }));
  store.subscribe((state) => {
    for (const chip of chips)
      chip.setAttribute('aria-pressed', String(Math.abs(gainOf(chip, state) / state.gain - 1) < 1e-9));
  });
}
