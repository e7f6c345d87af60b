import { Icon } from '@courtyard/ui';
import { ActionIcon, Menu } from '@mantine/core';
import { useRef } from 'react';
import type { MoreProps } from './more-props';

/** The menu itself; it opens as it comes, and gives the focus back to its button. */
export default function MoreMenu({ label, items, size }: MoreProps) {
  const target = useRef<HTMLButtonElement>(null);
  return (
    <Menu defaultOpened returnFocus={false} onClose={() => target.current?.focus({ preventScroll: true })}>
      <Menu.Target>
        <ActionIcon ref={target} {...(size ? { size } : {})} aria-label={label}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map((item) => (
          <Menu.Item key={item.label} onClick={item.onChoose}>
            {item.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
