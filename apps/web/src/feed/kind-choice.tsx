import { Icon } from '@courtyard/ui';
import { useLingui } from '@lingui/react/macro';
import type { PostKind } from '../generated/graphql';
import styles from './kind-choice.module.css';

/** What it is, as a word in the sentence that is also the control. */
export function KindChoice({ kind, onChange }: { kind: PostKind; onChange: (kind: PostKind) => void }) {
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
      </select>
      <Icon name="down" small />
    </span>
  );
}
