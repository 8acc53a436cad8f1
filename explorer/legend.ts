/** What the colours of a picture mean: a row of words beside it. */
import { element } from './dom.js';

export interface LegendItem {
  readonly label: string;
  readonly colour: string;
  readonly look: 'line' | 'dashes' | 'area' | 'dot';
}

export function legend(items: readonly LegendItem[]): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...items.map(({ label, colour, look }) => {
      const swatch = element('span', { class: `swatch ${look}` });
      swatch.style.setProperty('--colour', colour);
      return element('li', {}, swatch, label);
    }),
  );
}
