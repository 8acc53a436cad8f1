import { expect, test } from 'vitest';
import { findChromium } from '../../cli/chromium.js';
import { openPage } from './chromium.js';
import { draws } from './draws.mjs';

const chromium = findChromium();
if (chromium === undefined) {
  process.stderr.write('No Chromium in the PATH or the variable CHROMIUM: its tests are skipped.\n');
}

// Nothing here is random but the choice of nets: all bits must agree.
test.skipIf(chromium === undefined)(
  'the compiled kernel draws the same bits in Node and in Chromium',
  async () => {
    const inNode = await draws((path) => import(new URL(`../../dist/${path}`, import.meta.url).href));
    const { page, end } = await openPage(chromium!);
    try {
      const inBrowser = (await page.evaluate(
        `import('/test/browser/draws.mjs').then(({ draws }) => draws((path) => import('/dist/' + path)))`,
      )) as typeof inNode;
      expect(inBrowser.isKernel).toBe(true);
      expect(inBrowser.results).toEqual(inNode.results);
      const drawn = Object.entries(inNode.results);
      expect(drawn.length).toBe(90);
      for (const [name, bits] of drawn) {
        if (!name.startsWith('default')) continue;
        expect(inNode.results[name.replace('default', 'plain')], name).toBe(bits);
        // Of narrow nets most are dead.
        if (/ 4\b/.test(name)) continue;
        expect(new Set(bits.split(' ')).size, name).toBeGreaterThan(20);
      }
    } finally {
      await end();
    }
  },
);
