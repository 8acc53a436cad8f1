/** The frames that panels live in: heading, what may be copied, content, and what is shown in words. */
import { button, element } from './dom.js';
import type { Panel, PanelContext } from './panel.js';
import type { ExplorerState } from './state.js';
import type { Store } from './store.js';

export type Copy = (what: string, text: string) => void;

/**
 * Mounts panels in the order given; the first one of them draws at once with each new state, the others when it has been shown: a slider that
 * is being dragged waits for nobody else.
 */
export function mountPanels(
  root: HTMLElement,
  panels: readonly Panel[],
  store: Store,
  compute: PanelContext['compute'],
  copy: Copy,
): void {
  const stillness = matchMedia('(prefers-reduced-motion: reduce)');
  const updates = panels.map((panel) => {
    const { section, content, said } = frame(panel, store, copy);
    root.append(section);
    const view = panel.mount(content, {
      compute,
      setState: (change, step) => store.set(change, step),
      describe: (text) => {
        said.textContent = text;
      },
      prefersStillness: () => stillness.matches,
    });
    return (state: ExplorerState) => view.update(state);
  });
  const [first, ...others] = updates;
  let timer = 0;
  const rest = () => {
    timer = 0;
    for (const update of others) update(store.state);
  };
  store.subscribe((state) => {
    first?.(state);
    // While states keep coming, now and then is enough.
    if (timer === 0) timer = window.setTimeout(rest, 30);
  });
}

function frame(panel: Panel, store: Store, copy: Copy) {
  const { id, title, intro, command, test } = panel;
  const actions = element('div', { class: 'actions' });
  if (command !== undefined) {
    actions.append(
      button('Copy as command', () => copy('command', command.call(panel, store.state)), {
        'aria-describedby': `${id}-title`,
      }),
    );
  }
  if (test !== undefined) {
    actions.append(
      button('Copy as test', () => copy('test', test.call(panel, store.state)), {
        'aria-describedby': `${id}-title`,
      }),
    );
  }
  const content = element('div', { class: 'content' });
  const said = element('p', { class: 'said' });
  const section = element(
    'section',
    { class: 'panel', id, 'aria-labelledby': `${id}-title` },
    element('header', {}, element('h2', { id: `${id}-title` }, title), actions),
    element('p', { class: 'intro' }, intro),
    content,
    said,
  );
  return { section, content, said };
}
