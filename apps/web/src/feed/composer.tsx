import { useQuery } from '@apollo/client/react';
import { Avatar, KeyCap } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { AudienceOfDocument } from '../generated/graphql';
import { chosenDay } from '../ideas/look-back-days';
import { wordsOfPoll } from '../polls/poll-draft';
import { useViewer } from '../session/viewer';
import { openLens } from '../shell/lens-store';
import { useNarrow } from '../shell/widths';
import { inputOf, type PartChoice } from './audience-choice';
import { AudienceMark } from './audience-mark';
import styles from './composer.module.css';
import { send } from './outgoing';
import { useDraft } from './use-draft';

const loadForm = () => import('./composer-form');
const ComposerForm = lazy(loadForm);
const FullScreen = lazy(() => import('../shell/sheet').then((sheet) => ({ default: sheet.Dialog })));

export interface ComposerProps {
  /** Names the draft: each place has its own. */
  place: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  firstParts?: PartChoice[];
  communityId?: string;
}

/** Closed to one line; open it is one sentence, the words, one button. */
export function Composer({ place, open, onOpen, firstParts, communityId }: ComposerProps) {
  const { employee } = useViewer();
  const narrow = useNarrow();
  const draft = useDraft(place, firstParts);
  const line = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);
  useEffect(() => {
    if (wasOpen.current && !open) line.current?.focus();
    wasOpen.current = open;
  }, [open]);

  // Fetched while there is time and a connection: one may want to write where there is none.
  useEffect(() => {
    const timer = setTimeout(() => void loadForm().catch(() => undefined), 500);
    return () => clearTimeout(timer);
  }, []);

  const post = () => {
    const { body, poll, lookBackOn, ...words } = draft.draft;
    const { kind } = words;
    const now = Date.now();
    const asks = kind === 'poll' && poll ? { poll: wordsOfPoll(poll, now) } : {};
    const day = kind === 'idea' ? chosenDay(lookBackOn ?? '', now) : null;
    const post = { ...words, body: body.trim(), ...asks, ...(day ? { lookBackOn: day } : {}) };
    void send(employee.id, { ...post, ...(communityId ? { communityId } : {}) });
    draft.finish();
    onOpen(false);
  };
  const form = <ComposerForm {...draft} onPost={post} onClose={() => onOpen(false)} />;
  if (open && !narrow) return <Suspense fallback={<div className={styles.opening} />}>{form}</Suspense>;
  return (
    <>
      <Closed draft={draft.draft} line={line} onOpen={() => onOpen(true)} />
      {open && (
        <Suspense>
          <FullScreen full title={<Trans>New post</Trans>} onClose={() => onOpen(false)}>
            {form}
          </FullScreen>
        </Suspense>
      )}
    </>
  );
}

interface ClosedProps {
  draft: { body: string; parts: PartChoice[] };
  line: React.RefObject<HTMLButtonElement | null>;
  onOpen: () => void;
}

function Closed({ draft, line, onOpen }: ClosedProps) {
  const { t } = useLingui();
  const { employee } = useViewer();
  const parts = inputOf(draft.parts);
  const { data } = useQuery(AudienceOfDocument, { variables: { parts }, skip: parts.length === 0 });
  return (
    <div className={styles.closed}>
      <Avatar
        name={employee.name}
        color={employee.department?.color}
        photoUrl={employee.photoUrl}
        size="small"
      />
      <button
        type="button"
        ref={line}
        className={styles.go}
        data-compose
        aria-keyshortcuts="c"
        onClick={onOpen}
      >
        {draft.body.trim()
          ? t`Go on writing: ${draft.body.trim().slice(0, 60)}`
          : t`Share an update or ask something`}
      </button>
      {data && <AudienceMark audience={data.audience} onOpen={() => openLens({ kind: 'parts', parts })} />}
      <KeyCap>C</KeyCap>
    </div>
  );
}
