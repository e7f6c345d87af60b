import { amount } from '../figures/words.js';
import type { Growth } from '../harness/figure.js';

const [WIDTH, HEIGHT] = [640, 280];
const BOX = { left: 64, right: 24, top: 44, bottom: 48 };

/** Light and dark as whoever looks has it; a picture in a page of Markdown sees no style of the page. */
const STYLE = `text{font:13px system-ui,sans-serif;fill:#1a1b1e}.quiet{fill:#5c5f66}.line{stroke:#0b7285;fill:none;stroke-width:2}
.dot{fill:#0b7285}.rule{stroke:#dee2e6}@media(prefers-color-scheme:dark){text{fill:#e9ecef}.quiet{fill:#a6a7ab}.line{stroke:#66d9e8}
.dot{fill:#66d9e8}.rule{stroke:#373a40}}`;

/**
 * A line through few points, as SVG: by tens from left to right, from nothing upwards. Three points want no library with a
 * document to draw in.
 */
export function plotOf({ title, of, unit, points }: Growth): string {
  const [first, last] = [Math.log10(points[0]?.at ?? 1), Math.log10(points.at(-1)?.at ?? 10)];
  const top = roundUp(Math.max(...points.map(({ value }) => value)));
  const x = (at: number) =>
    BOX.left + ((Math.log10(at) - first) / (last - first || 1)) * (WIDTH - BOX.left - BOX.right);
  const y = (value: number) => HEIGHT - BOX.bottom - (value / top) * (HEIGHT - BOX.top - BOX.bottom);
  const rules = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const height = y(share * top).toFixed(1);
    return `<line class="rule" x1="${BOX.left}" x2="${WIDTH - BOX.right}" y1="${height}" y2="${height}"/><text class="quiet" x="${BOX.left - 8}" y="${Number(height) + 4}" text-anchor="end">${amount(share * top)}</text>`;
  });
  const places = points.map(({ at, value }) => [x(at).toFixed(1), y(value).toFixed(1)] as const);
  const dots = points.map(({ at, value }, index) => {
    const [left, height] = places[index] as readonly [string, string];
    const anchor = index === 0 ? 'start' : index === points.length - 1 ? 'end' : 'middle';
    return `<circle class="dot" cx="${left}" cy="${height}" r="4"/><text x="${left}" y="${Number(height) - 10}" text-anchor="${anchor}">${amount(value)} ${unit}</text><text class="quiet" x="${left}" y="${HEIGHT - BOX.bottom + 20}" text-anchor="${anchor}">${at.toLocaleString('en')}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${altOf({ title, of, unit, points })}"><style>${STYLE}</style>`,
    `<text x="${BOX.left}" y="22" font-weight="600">${title}, in ${unit}</text>`,
    ...rules,
    `<polyline class="line" points="${places.map((place) => place.join()).join(' ')}"/>`,
    ...dots,
    `<text class="quiet" x="${WIDTH - BOX.right}" y="${HEIGHT - 8}" text-anchor="end">${of}</text></svg>`,
    '',
  ].join('\n');
}

export function altOf({ title, of, unit, points }: Growth): string {
  return `${title}: ${points.map(({ at, value }) => `${amount(value)} ${unit} at ${at.toLocaleString('en')} ${of}`).join(', ')}`;
}

/** To one digit, and beyond the highest. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value));
  return Math.ceil(value / step) * step || 1;
}
