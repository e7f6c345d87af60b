import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ColumnFragment, DisclosureWholeFragment, Purpose } from '../generated/graphql';
import { When } from '../language/when';
import { useViewer } from '../session/viewer';
import { download } from '../shell/download';
import facts from '../shell/facts.module.css';
import { useCountWords } from '../terms/use-count-words';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRecipientWords } from '../terms/use-recipient-words';
import { useRoleWords } from '../terms/use-role-words';
import styles from './disclosure.module.css';
import { manifestFacts } from './manifest';
import { twoSeats } from './two-seats';

export interface ManifestPaperProps {
  recipient: DisclosureWholeFragment['recipient'] | undefined;
  purpose: Purpose | undefined;
  question: string;
  columns: readonly ColumnFragment[];
  seats: DisclosureWholeFragment['seats'];
  manifest: DisclosureWholeFragment['manifest'];
}

/** The manifest as a document one could print: a draft until it is signed. */
export function ManifestPaper({
  recipient,
  purpose,
  question,
  columns,
  seats,
  manifest,
}: ManifestPaperProps) {
  const { t } = useLingui();
  const { organisation } = useViewer();
  const purposes = usePurposeWords();
  const recipients = useRecipientWords();
  const roles = useRoleWords();
  const { name } = useFieldNames();
  const count = useCountWords();
  const signed = manifest ? manifestFacts(manifest.json) : undefined;
  const released = columns.filter((column) => column.released !== '0');
  return (
    <aside className={styles.side} aria-label={t`Manifest`}>
      <div className={styles.bar}>
        {manifest ? (
          <Trans>Manifest, as it was signed</Trans>
        ) : (
          <Trans>Manifest, as it would be signed</Trans>
        )}
        <Button size="xs" leftSection={<Icon name="print" small />} onClick={() => print()}>
          <Trans>Print</Trans>
        </Button>
      </div>
      <article className={styles.paper}>
        <header>
          <div>
            <h2>
              <Trans>Manifest of disclosure</Trans>
            </h2>
            <span className={styles.meta}>{organisation.name}</span>
          </div>
          {!manifest && (
            <span className={styles.draft}>
              <Trans>Draft</Trans>
            </span>
          )}
        </header>
        <dl className={`${facts.facts} ${facts.small}`}>
          <dt>
            <Trans>To</Trans>
          </dt>
          <dd>{recipient ? `${recipient.name}, ${recipients.line(recipient)}` : '–'}</dd>
          <dt>
            <Trans>Purpose</Trans>
          </dt>
          <dd>{purpose ? <Trans>{purposes.name[purpose]}, and no other</Trans> : '–'}</dd>
          <dt>
            <Trans>Question</Trans>
          </dt>
          <dd>{question || '–'}</dd>
          <dt>
            <Trans>About</Trans>
          </dt>
          <dd>
            <Trans>People with a live yes, cell by cell</Trans>
          </dd>
          <dt>
            <Trans>Identity</Trans>
          </dt>
          <dd>
            <Trans>
              Random numbers for this recipient; times cut to the month unless that field was agreed
            </Trans>
          </dd>
        </dl>
        <h3>
          <Trans>Released</Trans>
        </h3>
        {released.length === 0 ? (
          <p>
            <Trans>Nothing.</Trans>
          </p>
        ) : (
          <ol>
            {released.map((column) => (
              <li key={column.field.key}>
                <span>{name(column.field)}</span>
                <span>{count(column.released)}</span>
              </li>
            ))}
          </ol>
        )}
        <h3>
          <Trans>Withheld</Trans>
        </h3>
        <p>
          <Trans>Reasons are counted, nobody is named.</Trans>
        </p>
        {signed?.onward && (
          <>
            <h3>
              <Trans>Not to be passed on</Trans>
            </h3>
            <p lang="en">{signed.onward}</p>
          </>
        )}
        {manifest && signed && (
          <>
            <h3>
              <Trans>File and signature</Trans>
            </h3>
            <p className={styles.code}>
              {signed.sha256 && `sha256 ${signed.sha256}`}
              {signed.policyVersion && ` · policy ${signed.policyVersion.slice(0, 12)}`}
              {signed.indexVersion && ` · consents ${signed.indexVersion}`}
              {signed.logPosition && ` · log ${signed.logPosition}`}
              <br />
              ed25519 {manifest.signature}
            </p>
          </>
        )}
        <div className={styles.signatures}>
          {twoSeats(seats).map((seat, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: there are two seats, and they stay
            <div key={index}>
              <b>{seat?.decision === 'approved' ? roles.named(seat.role) : '\u00a0'}</b>
              {seat?.decision === 'approved' && seat.at ? <When at={seat.at} /> : <Trans>Open seat</Trans>}
            </div>
          ))}
        </div>
      </article>
      {manifest && (
        <div className={styles.over}>
          <Button
            size="xs"
            onClick={() => download('courtyard-manifest.json', JSON.stringify(manifest, null, 2))}
          >
            <Trans>Take the signed manifest</Trans>
          </Button>
        </div>
      )}
    </aside>
  );
}
