import { Icon } from '@courtyard/ui';
import { useLingui } from '@lingui/react/macro';
import type { PostKind } from '../generated/graphql';
import styles from './kind-choice.module.css';

export interface KindChoiceProps {
  kind: PostKind;
  /** Whether there is anybody to whom the reader may announce something. */
  announces: boolean;
  onChange: (kind: PostKind) => void;
}

/** What it is, as a word in the sentence that is also the control. */
export function KindChoice({ kind, announces, onChange }: KindChoiceProps) {
  const { t } = useLingui();
  return (
    <span className={styles.choice}>
      <select
        className={styles.pick}
        aria-label={t`What it is`}
        value={kind}
        onChange={(event) => onChange(event.currentTarget.value as PostKind)}
      >
        <option value="update">{t`update`}</option>
        <option value="question">{t`question`}</option>
        <option value="idea">{t`idea`}</option>
        <option value="poll">{t`poll`}</option>
        <option value="praise">{t`praise`}</option>
        <option value="pledge">{t`promise`}</option>
        {(announces || kind === 'announcement') && <option value="announcement">{t`announcement`}</option>}
      </select>
      <Icon name="down" small />
    </span>
  );
}
