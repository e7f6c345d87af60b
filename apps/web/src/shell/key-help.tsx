import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import styles from './key-help.module.css';
import { Dialog } from './sheet';

export default function KeyHelp({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={<Trans>Keyboard</Trans>} onClose={onClose}>
      <dl className={styles.keys}>
        <Key keys={['c']} means={<Trans>Write a post</Trans>} />
        <Key keys={['/']} means={<Trans>Search or jump to</Trans>} />
        <Key keys={['Ctrl', 'K']} means={<Trans>The same, also while writing</Trans>} />
        <Key keys={['j']} means={<Trans>Next card</Trans>} />
        <Key keys={['k']} means={<Trans>Previous card</Trans>} />
        <Key keys={['r']} means={<Trans>Comment on the card in focus</Trans>} />
        <Key keys={['g', 'h']} means={<Trans>Go to Home</Trans>} />
        <Key keys={['g', 'c']} means={<Trans>Go to Communities</Trans>} />
        <Key keys={['g', 'p']} means={<Trans>Go to People</Trans>} />
        <Key keys={['g', 'y']} means={<Trans>Go to Privacy</Trans>} />
        <Key keys={['g', 'r']} means={<Trans>Go to the Charter</Trans>} />
        <Key keys={['g', 'd']} means={<Trans>Go to the Desk, for officers</Trans>} />
        <Key keys={['g', 's']} means={<Trans>Go to Settings</Trans>} />
        <Key keys={['Ctrl', 'Enter']} means={<Trans>Post what you have written</Trans>} />
        <Key keys={['Esc']} means={<Trans>Close, and go back to where you were</Trans>} />
        <Key keys={['?']} means={<Trans>This page</Trans>} />
      </dl>
      <p className={styles.note}>
        <Trans>Single keys can be switched off in the settings.</Trans>
      </p>
    </Dialog>
  );
}

function Key({ keys, means }: { keys: string[]; means: ReactNode }) {
  return (
    <div>
      <dt>{means}</dt>
      <dd>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dd>
    </div>
  );
}
