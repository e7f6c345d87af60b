import { Trans } from '@lingui/react/macro';
import styles from './search.module.css';

/** What a query may hold, each with what it does. */
export function Operators() {
  return (
    <dl className={styles.operators}>
      <dt>"pressure test"</dt>
      <dd>
        <Trans>the words together, in this order</Trans>
      </dd>
      <dt>-draft</dt>
      <dd>
        <Trans>without this word</Trans>
      </dd>
      <dt>from:bill</dt>
      <dd>
        <Trans>what Bill said; from:me is yours</Trans>
      </dd>
      <dt>in:design</dt>
      <dd>
        <Trans>said to a department or community of yours</Trans>
      </dd>
      <dt>kind:post</dt>
      <dd>
        <Trans>post, comment, community or person</Trans>
      </dd>
      <dt>before:2026-11-01</dt>
      <dd>
        <Trans>said before that day</Trans>
      </dd>
      <dt>topic:pumps</dt>
      <dd>
        <Trans>said of this topic</Trans>
      </dd>
      <dt>has:link</dt>
      <dd>
        <Trans>with a link in it</Trans>
      </dd>
    </dl>
  );
}
