import { PlainText } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import styles from './community.module.css';

/** What members agree to, as its owners wrote it; nothing where there is none. */
export function Charter({ text }: { text: string }) {
  if (text === '') return null;
  return (
    <blockquote className={styles.charter}>
      <h3>
        <Trans>Charter</Trans>
      </h3>
      <p>
        <PlainText text={text} />
      </p>
    </blockquote>
  );
}
