import { useQuery } from '@apollo/client/react';
import { Empty, Icon, Panel, RowBones } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { type CircleFragment, CirclesDocument } from '../generated/graphql';
import listStyles from '../people/list.module.css';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { CircleCard } from './circle-card';
import styles from './circles.module.css';
import { DrawCircle } from './draw-circle';

/** One's own private lists of people. */
export function CirclesScreen() {
  const { t } = useLingui();
  const [drawing, setDrawing] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(CirclesDocument, { fetchPolicy: 'cache-and-network' });
  const circles = data?.circles ?? [];
  const drawn = (circle: CircleFragment | undefined) => {
    setDrawing(false);
    if (circle) setOpen(circle.id);
  };
  return (
    <>
      <Head
        name={t`Circles`}
        rule={<Trans>Lists of people that you alone know of</Trans>}
        action={
          !drawing && (
            <Button size="xs" onClick={() => setDrawing(true)}>
              <Trans>New circle</Trans>
            </Button>
          )
        }
      />
      {drawing && <DrawCircle onClose={drawn} />}
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <RowBones label={t`Reading your circles`} />}
      {data && circles.length === 0 && !drawing && (
        <Empty
          title={<Trans>No circle yet</Trans>}
          step={
            <Button variant="filled" onClick={() => setDrawing(true)}>
              <Trans>Make the first one</Trans>
            </Button>
          }
        >
          <Trans>
            A circle is a list of people to whom you write together, without anybody knowing of the list.
          </Trans>
        </Empty>
      )}
      {circles.length > 0 && (
        <ul className={listStyles.list} aria-label={t`Your circles`}>
          {circles.map((circle) => (
            <li key={circle.id} className={styles.circle}>
              <CircleRow
                circle={circle}
                open={open === circle.id}
                onToggle={() => setOpen((now) => (now === circle.id ? null : circle.id))}
              />
              {open === circle.id && <CircleCard circle={circle} onGone={() => setOpen(null)} />}
            </li>
          ))}
        </ul>
      )}
      <Ambient>
        <Panel title={<Trans>What the others see</Trans>}>
          <p className={styles.aside}>
            <Trans>
              Nobody is told that they are in a circle, or taken out of one. Whoever reads what you share with
              one sees “Shared with you”: no name, no number, no list.
            </Trans>
          </p>
          <p className={styles.aside}>
            <Trans>
              Whoever comments there is seen by the others who can read it; a reaction is counted.
            </Trans>
          </p>
        </Panel>
      </Ambient>
    </>
  );
}

interface CircleRowProps {
  circle: CircleFragment;
  open: boolean;
  onToggle: () => void;
}

function CircleRow({ circle, open, onToggle }: CircleRowProps) {
  return (
    <button type="button" className={styles.row} aria-expanded={open} onClick={onToggle}>
      <Icon name="circle" />
      <span className={styles.name}>{circle.name}</span>
      {circle.outside > 0 && (
        <span className={styles.outside}>
          <Icon name="outside" small />
          <Plural value={circle.outside} one="# from outside" other="# from outside" />
        </span>
      )}
      <span className={styles.count}>
        <Plural value={circle.count} one="# person" other="# people" />
      </span>
      <Icon name="down" small />
    </button>
  );
}
