import { Plural, Trans } from '@lingui/react/macro';

const HOUR = 3_600_000;

/** How long somebody waits, as a sentence: in hours for two days, then in days. */
export function Waiting({ since }: { since: string }) {
  const hours = Math.floor((Date.now() - Date.parse(since)) / HOUR);
  if (hours < 1) return <Trans>Waiting for less than an hour.</Trans>;
  if (hours < 48) return <Plural value={hours} one="Waiting for # hour." other="Waiting for # hours." />;
  const days = Math.floor(hours / 24);
  return <Plural value={days} one="Waiting for # day." other="Waiting for # days." />;
}

/** Who looks after it, or the honest word that nobody does. */
export function LookedAfter({ by, mine }: { by: { name: string } | null; mine: boolean }) {
  if (!by) return <Trans>Nobody looks after it yet.</Trans>;
  const { name } = by;
  return mine ? <Trans>You look after it.</Trans> : <Trans>{name} looks after it.</Trans>;
}
