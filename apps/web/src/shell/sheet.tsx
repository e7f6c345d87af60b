import { useLingui } from '@lingui/react/macro';
import { Drawer, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useNarrow } from './widths';

export interface SheetProps {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** Gives the focus back itself. */
  keepsFocus?: boolean;
}

/** What stands beside the column where it is wide: from the side in between, from below on a telephone. */
export default function Sheet({ title, onClose, children, keepsFocus = false }: SheetProps) {
  const { t } = useLingui();
  const narrow = useNarrow();
  return (
    <Drawer
      opened
      onClose={onClose}
      title={title}
      position={narrow ? 'bottom' : 'right'}
      size={narrow ? '85%' : 380}
      returnFocus={!keepsFocus}
      closeButtonProps={{ 'aria-label': t`Close` }}
      attributes={{ content: { 'data-still': '' } }}
    >
      {children}
    </Drawer>
  );
}

/** The whole of a narrow screen, or a dialog in the middle of a wide one. */
export function Dialog({ title, onClose, children, full = false }: SheetProps & { full?: boolean }) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      fullScreen={full}
      closeOnEscape={!full} // what fills the screen hears Escape itself, and only where nothing above it does
      closeButtonProps={{ 'aria-label': t`Close` }}
      attributes={{ content: { 'data-still': '' } }}
    >
      {children}
    </Modal>
  );
}
