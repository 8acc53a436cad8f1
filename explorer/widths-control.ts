/** The field for layers of unequal widths, and that of the input's width, which is there beside them. */
import { markInvalid } from './dom.js';
import { readWidths, widestLayer, widthsText } from './shape.js';
import { type ExplorerState, isUnequal } from './state.js';
import type { Store } from './store.js';

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

export function bindWidths(store: Store): void {
  bindList(store);
  bindInputWidth(store);
}

function bindList(store: Store): void {
  const field = byId<HTMLInputElement>('widths');
  const complaint = byId('widths-complaint');
  let shown: readonly number[] | undefined;

  function refuse(sentence: string): void {
    markInvalid(field, sentence !== '');
    complaint.textContent = sentence;
  }

  field.addEventListener('input', () => {
    const widths = readWidths(field.value);
    refuse(typeof widths === 'string' ? widths : '');
    if (typeof widths === 'string') return;
    shown = widths;
    store.set({ widths });
  });
  // What is wrong stays, with what is wrong of it: a list is long to type.
  field.addEventListener('change', () => {
    if (!field.hasAttribute('aria-invalid')) field.value = widthsText(store.state.widths);
  });
  store.subscribe(({ widths }) => {
    // What was typed here stays as it was typed.
    if (widths === shown) return;
    shown = widths;
    field.value = widthsText(widths);
    refuse('');
  });
}

function bindInputWidth(store: Store): void {
  const control = byId('input-width-control');
  const number = byId<HTMLInputElement>('inputWidth');
  number.addEventListener('input', () => {
    const value = number.valueAsNumber;
    // Letters leave a number field without a value, as nothing does.
    const isBlank = number.value === '' && !number.validity.badInput;
    const valid = isBlank || (Number.isInteger(value) && value >= 1 && value <= widestLayer);
    markInvalid(number, !valid);
    if (valid) store.set({ inputWidth: isBlank ? undefined : value });
  });
  const show = ({ inputWidth }: ExplorerState) => {
    number.value = String(inputWidth ?? '');
    markInvalid(number, false);
  };
  number.addEventListener('blur', () => show(store.state));
  store.subscribe((state) => {
    control.hidden = !isUnequal(state);
    if (document.activeElement !== number) show(state);
  });
}
