/** Colours of text that can be read on coloured ground (WCAG 2.2). */

/** To four bits a channel, `#rgb`, which no eye misses: pages hold thousands of cells. @param colour `#rrggbb` or `rgb(r, g, b)`. */
export function shortColour(colour: string): string {
  const channels = channelsOf(colour).map((each) => Math.round(each / 17).toString(16));
  return `#${channels.join('')}`;
}

/** Black or white, whichever stands out more: at least 4.58 : 1 on whatever ground. */
export function inkOn(ground: string): '#000' | '#fff' {
  return contrast(ground, '#000') > contrast(ground, '#fff') ? '#000' : '#fff';
}

/** From 1 to 21. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = channelsOf(colour).map((each) => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @throws RangeError for colours written otherwise. */
function channelsOf(colour: string): number[] {
  const decimal = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(colour)?.slice(1).map(Number);
  const hex = (/^#(..)(..)(..)$/.exec(colour) ?? /^#(.)(.)(.)$/.exec(colour))?.slice(1);
  const channels = decimal ?? hex?.map((each) => Number.parseInt(each.length === 1 ? each + each : each, 16));
  if (channels === undefined) throw new RangeError(`No colour that is known: ${colour}.`);
  return channels;
}
