/** What has just been copied, for some seconds. */
import { element } from './dom.js';

const shownFor = 6000;

/** A function that copies a text, and shows it: where the clipboard is out of reach it can be copied from there. */
export function bindCopy(): (what: string, text: string) => Promise<void> {
  const toast = document.getElementById('toast')!;
  let timer = 0;
  return async (what, text) => {
    let note = `The ${what} is in the clipboard:`;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      note = `The ${what}, to be copied:`;
    }
    toast.replaceChildren(note, element('code', { tabindex: '0' }, text.trim()));
    toast.classList.add('shown');
    clearTimeout(timer);
    timer = window.setTimeout(() => toast.classList.remove('shown'), shownFor);
  };
}
