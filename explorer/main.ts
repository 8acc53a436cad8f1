/** The explorer: controls on one side, panels on the other, and workers behind them. */
import { bindControls } from './controls.js';
import { button, element } from './dom.js';
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
import { openPool } from './worker/pool.js';

bindTheme();
const store = openStore();
const pool = openPool(Math.max(2, Math.min(6, navigator.hardwareConcurrency)));
const panels: readonly Panel[] = [
  lawPanel({ compute: pool.compute('stream'), workers: Math.max(1, pool.size - 1) }),
  survivalMapPanel,
  gradientPanel,
  spectrumPanel,
  racePanel,
  claimPanel,
];
const copy = bindCopy();

bindControls(store);
mountPanels(document.getElementById('panels')!, panels, store, pool.compute('panel'), copy);
document.getElementById('copy-link')!.addEventListener('click', () => copy('link', store.link()));
for (const { label, note, panel, change } of presets) {
  const show = () => {
    store.set(change, true);
    document.getElementById(panel)?.scrollIntoView({ block: 'start' });
  };
  const entry = button('', show);
  entry.append(element('strong', {}, label), element('span', {}, note));
  document.getElementById('presets')!.append(element('li', {}, entry));
}
document.documentElement.dataset.ready = 'true';
