import { useQuery } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { MarkingOfDocument } from '../generated/graphql';
import { type MarkedWords, markingOf } from './marking-panel';
import styles from './names-strip.module.css';

/** On one's own words that may name somebody: whom, and what that means. It asks once, quietly, and can wait. */
export default function NamesStrip({ words, onMark }: { words: MarkedWords; onMark: () => void }) {
  const { i18n } = useLingui();
  const { data } = useQuery(MarkingOfDocument, {
    variables: { id: words.id },
    fetchPolicy: 'cache-and-network',
  });
  const marking = markingOf(data?.node);
  if (!marking) return null;
  const names = new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(
    marking.found.map(({ name }) => name),
  );
  return (
    <div className={styles.strip}>
      <Notice
        icon="people"
        title={names === '' ? <Trans>This may name somebody.</Trans> : <Trans>Names found: {names}.</Trans>}
        actions={
          <Button size="xs" onClick={onMark}>
            <Trans>Say whom it is about</Trans>
          </Button>
        }
      >
        <Trans>Nothing of this leaves before you say whom it is about.</Trans>
      </Notice>
    </div>
  );
}
