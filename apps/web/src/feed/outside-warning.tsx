import { Icon } from '@courtyard/ui';
import { Plural, Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AudienceFragment } from '../generated/graphql';
import { inputOf, outsidersByName, type PartChoice } from './audience-choice';
import styles from './composer.module.css';
import { usePartWords } from './use-part-words';

export interface OutsideWarningProps {
  audience: AudienceFragment;
  parts: PartChoice[];
  onChange: (parts: PartChoice[]) => void;
}

/** Says in words that somebody from outside would read this. Both answers look the same and neither is chosen. */
export function OutsideWarning({ audience, parts, onChange }: OutsideWarningProps) {
  const signature = JSON.stringify(inputOf(parts));
  const [kept, setKept] = useState('');
  const named = outsidersByName(audience);
  const words = usePartWords();
  const from = audience.parts.filter((part) => part.outside > 0).map(words.name);
  const without = audience.count - audience.outside;
  const leaveOut = () => {
    const ids = new Set(named?.map((part) => part.id));
    onChange(parts.filter((part) => part.kind !== 'person' || !ids.has(part.id)));
  };
  return (
    <div className={styles.warning} role="status">
      <Icon name="outside" />
      <div>
        <p>
          <b>
            <Plural
              value={audience.outside}
              one="One guest or integration from outside would read this."
              other="# guests or integrations from outside would read this."
            />
          </b>{' '}
          <Trans>They come with {from.join(', ')}. What they read has left the house.</Trans>
        </p>
        {named && kept !== signature && (
          <div className={styles.two}>
            <Button size="xs" onClick={leaveOut}>
              <Plural value={without} one="Leave them out · # person" other="Leave them out · # people" />
            </Button>
            <Button size="xs" onClick={() => setKept(signature)}>
              <Plural value={audience.count} one="Keep them · # person" other="Keep them · # people" />
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
