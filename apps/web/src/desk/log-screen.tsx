import { useQuery } from '@apollo/client/react';
import { Empty, RowBones } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { LogEntriesDocument, type LogEntriesQuery } from '../generated/graphql';
import { clockTime, dayWords, numberWords } from '../language/time';
import { When } from '../language/when';
import { useViewer } from '../session/viewer';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { NotHere } from '../shell/places';
import { useWide } from '../shell/widths';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRoleWords } from '../terms/use-role-words';
import styles from './log.module.css';
import type { LogEntry } from './log-entry';
import { anything, byDay, filterOf } from './log-filter';
import { LogSentence } from './log-sentence';
import { readsLog } from './officer';
import { useEventWords } from './use-event-words';

const EventView = lazy(() => import('./event-view'));
const Sheet = lazy(() => import('../shell/sheet'));

/** The officer's log: a sentence asks, a timeline answers, one event with its proof beside. Reading it is recorded. */
export function LogScreen() {
  const { t, i18n } = useLingui();
  const { roles } = useViewer();
  const wide = useWide();
  const [sentence, setSentence] = useState(anything);
  const [chosen, setChosen] = useState<LogEntry | null>(null);
  const filter = filterOf(sentence, new Date());
  const { data, previousData, error, refetch, fetchMore } = useQuery(LogEntriesDocument, {
    variables: { filter },
    fetchPolicy: 'cache-and-network',
    skip: !readsLog(roles),
  });
  if (!readsLog(roles)) return <NotHere />;
  const log = (data ?? previousData)?.logEntries;
  const title = chosen && <Trans>Event</Trans>;
  return (
    <div className={styles.page}>
      <div className={styles.middle}>
        <Head name={t`Log`} rule={<Trans>Reading it is written down as well</Trans>} />
        <LogSentence sentence={sentence} onChange={setSentence} />
        {error && !log && (
          <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
        )}
        {!log && !error && <RowBones count={6} label={t`Reading the log`} />}
        {log && <LogHead head={log.head} />}
        {log?.nodes.length === 0 && (
          <Empty title={<Trans>Nothing of this kind is recorded</Trans>}>
            <Trans>Say less in the sentence above, or go further back.</Trans>
          </Empty>
        )}
        {byDay(log?.nodes ?? []).map(({ day, entries }) => (
          <section key={`${day}${entries[0]?.eventId}`}>
            <h2 className={styles.day}>{dayWords(new Date(`${day}T12:00:00`), i18n.locale)}</h2>
            <ol>
              {entries.map((entry) => (
                <li key={entry.eventId}>
                  <Entry
                    entry={entry}
                    chosen={entry.eventId === chosen?.eventId}
                    onChoose={() => setChosen(entry)}
                  />
                </li>
              ))}
            </ol>
          </section>
        ))}
        <MoreButton page={log?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
      </div>
      {wide && (
        <aside className={styles.event} aria-label={t`Event`}>
          {chosen ? (
            <Suspense>
              <EventView key={chosen.eventId} entry={chosen} />
            </Suspense>
          ) : (
            <p className={styles.meta}>
              <Trans>Choose an entry: what it says and what its proof says stand here.</Trans>
            </p>
          )}
        </aside>
      )}
      {!wide && chosen && (
        <Suspense>
          <Sheet title={title} onClose={() => setChosen(null)}>
            <EventView key={chosen.eventId} entry={chosen} />
          </Sheet>
        </Suspense>
      )}
    </div>
  );
}

function LogHead({ head }: { head: LogEntriesQuery['logEntries']['head'] }) {
  const { i18n } = useLingui();
  const size = /^\d+$/.test(head.size) ? numberWords(Number(head.size), i18n.locale) : head.size;
  return (
    <p className={styles.head}>
      {head.size === '1' ? (
        <Trans>One entry in the signed tree</Trans>
      ) : (
        <Trans>{size} entries in the signed tree</Trans>
      )}
      {head.checkpointAt && (
        <>
          {' · '}
          <Trans>
            checkpoint <When at={head.checkpointAt} within />
          </Trans>
        </>
      )}
      {head.waiting > 0 && (
        <>
          {' · '}
          <Plural value={head.waiting} one="# waits to go in" other="# wait to go in" />
        </>
      )}
    </p>
  );
}

function Entry({ entry, chosen, onChoose }: { entry: LogEntry; chosen: boolean; onChoose: () => void }) {
  const { i18n } = useLingui();
  const words = useEventWords();
  const fields = useFieldNames();
  const purposes = usePurposeWords();
  const roles = useRoleWords();
  const mark = entry.kind === 'released' ? styles.left : entry.kind === 'policy' ? styles.policy : '';
  return (
    <button type="button" className={styles.entry} aria-pressed={chosen} onClick={onChoose}>
      <time dateTime={entry.at}>{clockTime(new Date(entry.at), i18n.locale)}</time>
      <span className={styles.point} aria-hidden="true">
        <span className={mark} />
      </span>
      <span>
        {words.title(entry)}
        <span className={styles.meta}>
          {[
            entry.roles.length > 0 ? roles.leading(entry.roles) : null,
            entry.fields.length > 0 ? entry.fields.map(fields.named).join(', ') : entry.operation,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span className={styles.purpose}>{purposes.named(entry.purpose)}</span>
    </button>
  );
}
