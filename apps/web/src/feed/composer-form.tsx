import { useQuery } from '@apollo/client/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { useAnnounces } from '../announcements/use-announces';
import { AudienceOfDocument, type PostKind } from '../generated/graphql';
import { LookBackField } from '../ideas/look-back-field';
import { clockTime } from '../language/time';
import { isWhole, newPoll, type PollDraft } from '../polls/poll-draft';
import { PollFields } from '../polls/poll-fields';
import { noTerms, type Terms } from '../promises/terms';
import { accompany, followParts, openLens } from '../shell/lens-store';
import { useWide } from '../shell/widths';
import WritingEditor from '../writing/editor';
import type { Named, Said } from '../writing/said';
import { Unreached } from '../writing/unreached';
import { inputOf, type PartChoice } from './audience-choice';
import { AudiencePicker } from './audience-picker';
import styles from './composer.module.css';
import { type Draft, longestBody } from './draft';
import { KindChoice } from './kind-choice';
import { OutsideWarning } from './outside-warning';

const PraisedField = lazy(() => import('../praise/praised-field'));
const PledgeTerms = lazy(() => import('../promises/pledge-terms'));

export interface ComposerFormProps {
  draft: Draft;
  saved: 'not yet' | 'failed' | number;
  change: (
    over: Partial<Said> & {
      parts?: PartChoice[];
      kind?: PostKind;
      pledge?: Terms;
      praised?: Named | null;
      poll?: PollDraft;
      lookBackOn?: string;
    },
  ) => void;
  onPost: () => void;
  onClose: () => void;
}

export default function ComposerForm({ draft, saved, change, onPost, onClose }: ComposerFormProps) {
  const { t } = useLingui();
  const wide = useWide();
  const parts = inputOf(draft.parts);
  const kind = draft.kind ?? 'update';
  const announces = useAnnounces(draft.parts);
  const poll = draft.poll ?? newPoll;
  const choice = (
    <KindChoice
      kind={kind}
      announces={announces.ever}
      onChange={(next) => change({ kind: next, ...(next === 'poll' ? { poll } : {}) })}
    />
  );
  const signature = JSON.stringify(parts);
  const { data, previousData } = useQuery(AudienceOfDocument, {
    variables: { parts },
    skip: parts.length === 0,
  });
  const audience = parts.length === 0 ? undefined : (data ?? previousData)?.audience;
  const picker = (
    <AudiencePicker parts={draft.parts} audience={audience} onChange={(next) => change({ parts: next })} />
  );
  const length = draft.body.trim().length;
  const terms = draft.pledge ?? noTerms;
  const ready =
    length > 0 &&
    length <= longestBody &&
    parts.length > 0 &&
    (kind !== 'pledge' || terms.dueOn !== '') &&
    (kind !== 'praise' || Boolean(draft.praised)) &&
    (kind !== 'announcement' || announces.these) &&
    (kind !== 'poll' || isWhole(poll));

  useEffect(() => {
    if (wide && signature !== '[]') return accompany(JSON.parse(signature));
    followParts(JSON.parse(signature));
    return undefined;
  }, [wide, signature]);

  return (
    <form
      className={styles.form}
      data-composer
      aria-label={t`New post`}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onPost();
      }}
      onKeyDown={(event) => {
        if (event.defaultPrevented) return;
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && ready) {
          event.preventDefault();
          onPost();
        }
        if (event.key === 'Escape') {
          event.preventDefault();
          onClose();
        }
      }}
    >
      <div className={styles.sentence}>
        {kind === 'question' || kind === 'poll' ? (
          <Trans>
            Posting a {choice} to {picker}
          </Trans>
        ) : kind === 'praise' ? (
          <Trans>
            Writing {choice} for {picker}
          </Trans>
        ) : kind === 'pledge' ? (
          <Trans>
            Making a {choice} before {picker}
          </Trans>
        ) : (
          <Trans>
            Posting an {choice} to {picker}
          </Trans>
        )}
        {audience && ' · '}
        {audience && (
          <span className={styles.nowrap}>
            <button type="button" className={styles.count} onClick={() => openLens({ kind: 'parts', parts })}>
              <Plural value={audience.count} one="# person" other="# people" />
            </button>
          </span>
        )}
      </div>
      {kind === 'pledge' && (
        <Suspense>
          <PledgeTerms terms={terms} parts={draft.parts} onChange={(pledge) => change({ pledge })} />
        </Suspense>
      )}
      {kind === 'praise' && (
        <Suspense>
          <PraisedField
            to={draft.praised ?? null}
            parts={draft.parts}
            onChange={(praised) => change({ praised })}
          />
        </Suspense>
      )}
      {audience && audience.outside > 0 && (
        <OutsideWarning
          audience={audience}
          parts={draft.parts}
          onChange={(next) => change({ parts: next })}
        />
      )}
      <WritingEditor
        key={draft.key}
        initial={draft}
        label={t`Your words`}
        placeholder={
          kind === 'question' || kind === 'poll'
            ? t`What would you like to know?`
            : kind === 'idea'
              ? t`What could be better, and how?`
              : kind === 'praise'
                ? t`What did they do, and what came of it?`
                : kind === 'pledge'
                  ? t`What do you promise?`
                  : kind === 'announcement'
                    ? t`What should everybody of them read?`
                    : t`What should they know?`
        }
        autoFocus
        onChange={change}
        onSubmit={() => {
          if (ready) onPost();
        }}
      />
      {kind === 'idea' && (
        <div className={styles.day}>
          <LookBackField value={draft.lookBackOn ?? ''} onChange={(next) => change({ lookBackOn: next })} />
        </div>
      )}
      {kind === 'poll' && <PollFields poll={poll} onChange={(next) => change({ poll: next })} />}
      <Unreached mentions={draft.mentions ?? []} parts={parts} />
      <div className={styles.foot}>
        <Note
          length={length}
          saved={saved}
          noAudience={parts.length === 0}
          notYours={kind === 'announcement' && !announces.these}
        />
        <Button onClick={onClose}>
          <Trans>Later</Trans>
        </Button>
        <Button type="submit" variant="filled" disabled={!ready} aria-keyshortcuts="Control+Enter Meta+Enter">
          {kind === 'question' ? (
            <Trans>Post question</Trans>
          ) : kind === 'idea' ? (
            <Trans>Post idea</Trans>
          ) : kind === 'poll' ? (
            <Trans>Post poll</Trans>
          ) : kind === 'praise' ? (
            <Trans>Give praise</Trans>
          ) : kind === 'pledge' ? (
            <Trans>Give your word</Trans>
          ) : kind === 'announcement' ? (
            <Trans>Announce</Trans>
          ) : (
            <Trans>Post update</Trans>
          )}
        </Button>
      </div>
    </form>
  );
}

function Note({
  length,
  saved,
  noAudience,
  notYours,
}: Pick<ComposerFormProps, 'saved'> & { length: number; noAudience: boolean; notYours: boolean }) {
  const { i18n } = useLingui();
  if (length > longestBody)
    return (
      <p className={`${styles.note} ${styles.over}`} role="status">
        <Plural value={length - longestBody} one="# character too many" other="# characters too many" />
      </p>
    );
  return (
    <p className={styles.note}>
      {noAudience ? (
        <Trans>Choose who may see it.</Trans>
      ) : notYours ? (
        <Trans>Owners announce to their community, administrators to the house and its departments.</Trans>
      ) : length > longestBody - 500 ? (
        <Plural value={longestBody - length} one="# character left" other="# characters left" />
      ) : saved === 'failed' ? (
        <Trans>This browser keeps no drafts: leaving the page loses these words.</Trans>
      ) : typeof saved === 'number' ? (
        <Trans>Draft saved in this tab, {clockTime(new Date(saved), i18n.locale)}</Trans>
      ) : null}
    </p>
  );
}
