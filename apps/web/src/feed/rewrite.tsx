import { Notice } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import WritingEditor from '../writing/editor';
import type { Named, Said } from '../writing/said';
import { longestBody } from './draft';
import styles from './rewrite.module.css';
import { Words } from './words';

interface Stored {
  body: string;
  document: string | null;
  mentions: readonly Named[];
  version: number;
}

export interface RewriteProps extends Stored {
  label: string;
  /** Rejects with `conflict.stale_version` when the stored words are not of this version any more. */
  save: (document: string, version: number) => Promise<void>;
  readNow: () => Promise<Stored>;
  onDone: () => void;
}

/** Words that are stored already, in their place. Somebody else's change is shown beside one's own, never lost. */
export function Rewrite({ label, version, save, readNow, onDone, ...stored }: RewriteProps) {
  const [words, setWords] = useState<Said | null>(null);
  const [base, setBase] = useState(version);
  const [theirs, setTheirs] = useState<Stored | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const ready = words !== null && words.body.trim() !== '' && words.body.length <= longestBody;

  const store = async () => {
    if (!ready || saving) return;
    setSaving(true);
    setFailure(null);
    try {
      await save(words.document, base);
      onDone();
    } catch (error) {
      if (failureOf(error).code === 'conflict.stale_version') await compare();
      else setFailure(error);
    } finally {
      setSaving(false);
    }
  };
  const compare = async () => {
    try {
      const now = await readNow();
      setTheirs(now);
      setBase(now.version);
    } catch (error) {
      setFailure(error);
    }
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void store();
      }}
    >
      {theirs && (
        <Notice
          tone="amber"
          icon="clock"
          role="alert"
          title={<Trans>This was changed elsewhere while you were writing.</Trans>}
          actions={
            <Button size="xs" onClick={onDone}>
              <Trans>Keep what is stored</Trans>
            </Button>
          }
        >
          <Trans>Stored now:</Trans>
          <div className={styles.theirs}>
            <Words text={theirs.body} document={theirs.document} mentions={theirs.mentions} whole />
          </div>
          <Trans>Yours stands below; saving it puts it over this. The history keeps both.</Trans>
        </Notice>
      )}
      <WritingEditor
        compact
        initial={stored}
        label={label}
        autoFocus
        onChange={setWords}
        onSubmit={() => void store()}
        // Changed words are only left by the button that says so.
        onEscape={() => {
          if (words === null || words.document === stored.document) onDone();
        }}
      />
      {failure !== null && <FailureNotice error={failure} />}
      <div className={styles.buttons}>
        <Button size="xs" type="submit" variant="filled" loading={saving} disabled={!ready}>
          {theirs ? <Trans>Save mine over it</Trans> : <Trans>Save</Trans>}
        </Button>
        <Button size="xs" onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
