/** A picture as wide as its panel, drawn anew when that changes. */
import * as Plot from '@observablehq/plot';

export interface Chart {
  readonly element: HTMLElement;
  /** @param options of Observable Plot for a width in pixels; colours are those of report/figures/svg.ts, which follow the theme. */
  draw(options: (width: number) => Plot.PlotOptions): void;
  remove(): void;
}

/** Appends a chart to a panel. Its pictures are hidden from screen readers, which have the panel's description. */
export function addChart(root: HTMLElement): Chart {
  const element = document.createElement('div');
  element.className = 'chart';
  element.setAttribute('aria-hidden', 'true');
  root.append(element);
  let latest: ((width: number) => Plot.PlotOptions) | undefined;
  // To ask an element is to lay the page out at once: it is asked here, and tells when that changes.
  let width = Math.floor(element.clientWidth);
  const render = () => {
    if (latest === undefined || width === 0) return;
    element.replaceChildren(Plot.plot({ ...latest(width), width }));
  };
  const watch = new ResizeObserver(([entry]) => {
    const now = Math.floor(entry!.contentRect.width);
    if (now === width) return;
    width = now;
    render();
  });
  watch.observe(element);
  return {
    element,
    draw(options) {
      latest = options;
      render();
    },
    remove() {
      watch.disconnect();
      element.remove();
    },
  };
}
