import { useState } from 'react';
import styles from './avatar.module.css';
import { initialsOf } from './initials.js';

export interface AvatarProps {
  name: string;
  /** Department colour, 1..12; the eighth, grey, where there is none. */
  color?: number | null | undefined;
  photoUrl?: string | null | undefined;
  kind?: 'employee' | 'guest' | 'integration';
  size?: 'small' | 'plain' | 'large';
}

/**
 * Always beside the person's name, therefore silent for readers of the screen. The photo lies over the initials in a box of
 * one size: nothing moves when it arrives, and one that does not arrive leaves the initials.
 */
export function Avatar({ name, color, photoUrl, kind = 'employee', size = 'plain' }: AvatarProps) {
  const classes = [
    styles.avatar,
    styles[size],
    kind === 'employee' ? styles[`d${color ?? 8}`] : styles.outside,
  ];
  if (kind === 'integration') classes.push(styles.square);
  return (
    <span className={classes.join(' ')} aria-hidden="true">
      <span className={styles.initials}>{initialsOf(name)}</span>
      {photoUrl && <Photo key={photoUrl} url={photoUrl} />}
    </span>
  );
}

function Photo({ url }: { url: string }) {
  const [missing, setMissing] = useState(false);
  if (missing) return null;
  return <img src={url} alt="" decoding="async" draggable={false} onError={() => setMissing(true)} />;
}
