import { Trans, useLingui } from '@lingui/react/macro';
import { numberWords, wholeTime } from '../language/time';
import EntryProof from '../proof/entry-proof';
import facts from '../shell/facts.module.css';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRoleWords } from '../terms/use-role-words';
import desk from './desk.module.css';
import styles from './log.module.css';
import type { LogEntry } from './log-entry';
import { useEventWords } from './use-event-words';

/** One event read from top to bottom: what, in which role, why, and what its proof says. */
export default function EventView({ entry }: { entry: LogEntry }) {
  const { i18n } = useLingui();
  const words = useEventWords();
  const fields = useFieldNames();
  const purposes = usePurposeWords();
  const roles = useRoleWords();
  const position = /^\d+$/.test(entry.position)
    ? numberWords(Number(entry.position), i18n.locale)
    : entry.position;
  return (
    <div className={styles.words}>
      <h2>{words.title(entry)}</h2>
      <p>
        {wholeTime(new Date(entry.at), i18n.locale)}
        {' · '}
        <Trans>entry {position}</Trans>
      </p>
      <dl className={`${facts.facts} ${facts.small}`}>
        <dt>
          <Trans>What</Trans>
        </dt>
        <dd className={desk.code}>{entry.operation}</dd>
        <dt>
          <Trans>Why</Trans>
        </dt>
        <dd>{purposes.named(entry.purpose)}</dd>
        <dt>
          <Trans>In the role</Trans>
        </dt>
        <dd>{entry.roles.length > 0 ? roles.leading(entry.roles) : <Trans>The application itself</Trans>}</dd>
        <dt>
          <Trans>Decision</Trans>
        </dt>
        <dd>{entry.decision === 'denied' ? <Trans>refused</Trans> : <Trans>permitted</Trans>}</dd>
        {entry.fields.length > 0 && (
          <>
            <dt>
              <Trans>Fields</Trans>
            </dt>
            <dd>{entry.fields.map(fields.named).join(', ')}</dd>
          </>
        )}
        {entry.resources.length > 0 && (
          <>
            <dt>
              <Trans>Of</Trans>
            </dt>
            <dd className={desk.code}>{entry.resources.join(', ')}</dd>
          </>
        )}
        {entry.case && (
          <>
            <dt>
              <Trans>Case</Trans>
            </dt>
            <dd>{entry.case}</dd>
          </>
        )}
        <dt>
          <Trans>Who</Trans>
        </dt>
        <dd>
          <Trans>Not told here. The log keeps a commitment, no name.</Trans>
        </dd>
      </dl>
      <EntryProof entry={entry} />
    </div>
  );
}
