import { Icon } from '@courtyard/ui';
import { ActionIcon } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { MoreProps } from './more-props';

const load = () => import('./more-menu');
const MoreMenu = lazy(load);

/** "More": a button on every card, whose menu is fetched when somebody reaches for it. */
export function More(props: MoreProps) {
  const [wanted, setWanted] = useState(false);
  const early = () => void load().catch(() => undefined);
  const button = (
    <ActionIcon
      {...(props.size ? { size: props.size } : {})}
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={early}
      onFocus={early}
      onClick={() => setWanted(true)}
    >
      <Icon name="more" />
    </ActionIcon>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <MoreMenu {...props} />
    </Suspense>
  );
}
