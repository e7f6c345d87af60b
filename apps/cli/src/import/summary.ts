import { basename } from 'node:path';
import { type ImportReport, REASONS } from './slack/index.js';

export interface MovedReport extends ImportReport {
  /** How many of `taken` an earlier run had taken. */
  readonly already: number;
}

/** What a person reads at the end; its numbers add up. */
export function summaryOf({ total, taken, already, listed }: MovedReport): string {
  const left = total - taken;
  const fresh = taken - already;
  const before = already === 0 ? '' : `, of which ${fresh} new and ${already} taken before`;
  const width = String(total).length;
  return [
    `${total} entries: ${taken} taken as messages${before}; ${left} listed${left > 0 ? ':' : '.'}`,
    ...listed.map(({ reason, count }) => `  ${String(count).padStart(width)}  ${reason}: ${REASONS[reason]}`),
    ...(fresh === 0 ? ['Nothing new: everything had been taken before.'] : []),
  ].join('\n');
}

/** `Acme Slack export Jan 1 2020 - Feb 1 2020.zip` is Acme's. */
export function nameFromFile(file: string): string {
  const name = basename(file)
    .replace(/\.zip$/i, '')
    .replace(/[ _-]*slack[ _-]+export\b.*$/i, '')
    .replace(/[\p{C}]/gu, '')
    .trim();
  return [...name].slice(0, 100).join('') || 'Our company';
}
