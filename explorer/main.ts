/** The explorer: controls on one side, panels on the other, and workers behind them. */
import { bindControls } from './controls.js';
import { mountPanels } from './page.js';
import type { Panel } from './panel.js';
import { claimPanel } from './panels/claim.js';
import { gradientPanel } from './panels/gradient.js';
import { lawPanel } from './panels/law.js';
import { racePanel } from './panels/race.js';
import { spectrumPanel } from './panels/spectrum.js';
import { survivalMapPanel } from './panels/survival-map.js';
import { presets } from './presets.js';
import { openStore } from './store.js';
import { bindTheme } from './theme.js';
import { bindCopy } from './toast.js';
import { createPool } from './worker/pool.js';

/** Milliseconds that the first verdict has the processor to itself. */
const patience = 1500;

bindTheme();
const store = openStore();
// A processor is left to the page itself where there are enough; not every browser tells how many there are.
const pool = createPool(Math.max(2, Math.min(6, (navigator.hardwareConcurrency || 2) - 1)));
const panels: readonly Panel[] = [
  lawPanel({ compute: pool.compute('stream'), workers: Math.max(1, pool.size - 1) }),
  claimPanel(() => pool.open()),
  survivalMapPanel,
  gradientPanel,
  spectrumPanel,
  racePanel,
];
// A claim that takes long, or never ends, keeps the others waiting no longer than this.
setTimeout(() => pool.open(), patience);
const copy = bindCopy();

bindControls(store);
mountPanels(document.getElementById('panels')!, panels, store, pool.compute('panel'), copy);
document.getElementById('copy-link')!.addEventListener('click', () => copy('link', store.link()));
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-preset]')) {
  const { panel, change } = presets[button.dataset.preset!]!;
  button.addEventListener('click', () => {
    store.set(change, true);
    document.getElementById(panel)?.scrollIntoView({ block: 'start' });
  });
}
document.documentElement.dataset.ready = 'true';
