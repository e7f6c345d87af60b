import { ClosedList, counter, gauge, type Log, type LogEvent } from '@courtyard/observe';

/**
 * What is counted of this process is what its log tells, and no more: neither how long anything took, nor how much was read or sent,
 * nor how busy it was. A disclosure of which much is withheld is less work than one of which nothing is, and that is what people
 * said (docs/decisions/0030).
 */
const deliveries = counter(
  'courtyard_deliveries_total',
  { help: 'Goes at a disclosure, by what they came to.' },
  { outcome: ClosedList.of('delivered', 'failed', 'later') },
);

const mails = counter(
  'courtyard_mails_total',
  { help: 'Goes at a mail, by what they came to.' },
  { outcome: ClosedList.of('sent', 'given_up', 'later') },
);

export const lookedAt = gauge(
  'courtyard_egress_look_timestamp_seconds',
  { help: 'When it was last looked for what is due, in Unix time.', unit: 's' },
  {},
);

/** Not even what every process of the house would tell. */
export const METRICS = [deliveries, mails, lookedAt].map(({ about }) => about.name);

const COUNTED: Readonly<Partial<Record<LogEvent, () => void>>> = {
  'disclosure.delivered': () => deliveries.add({ outcome: 'delivered' }),
  'disclosure.failed': () => deliveries.add({ outcome: 'failed' }),
  'disclosure.later': () => deliveries.add({ outcome: 'later' }),
  'mail.sent': () => mails.add({ outcome: 'sent' }),
  'mail.given_up': () => mails.add({ outcome: 'given_up' }),
  'mail.later': () => mails.add({ outcome: 'later' }),
  'mail.server': () => mails.add({ outcome: 'later' }),
};

/** The same log, counted. */
export function counted(log: Log): Log {
  return {
    told: (entry) => {
      COUNTED[entry.event]?.();
      log.told(entry);
    },
    trouble: (entry) => {
      COUNTED[entry.event]?.();
      log.trouble(entry);
    },
    flush: () => log.flush(),
  };
}
