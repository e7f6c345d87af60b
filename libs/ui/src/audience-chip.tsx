import styles from './audience-chip.module.css';
import { Icon, type IconName } from './icon.js';

export type AudienceKind =
  | 'organisation'
  | 'department'
  | 'department_below'
  | 'community'
  | 'circle'
  | 'person';

const icons: Record<AudienceKind, IconName> = {
  organisation: 'organisation',
  department: 'department',
  department_below: 'department',
  community: 'communities',
  circle: 'circle',
  person: 'person',
};

/** Which drawing stands for a kind of audience; the widest part of a union speaks for it. */
export function iconOfAudience(kinds: readonly AudienceKind[]): IconName {
  const order: AudienceKind[] = [
    'organisation',
    'department_below',
    'department',
    'community',
    'circle',
    'person',
  ];
  return icons[order.find((kind) => kinds.includes(kind)) ?? 'person'];
}

export interface AudienceChipProps {
  label: string;
  /** The count as the reader's language writes it: "1,240"; null where it is not told. */
  count: string | null;
  kinds: readonly AudienceKind[];
  /** True when guests or integrations are among the readers: amber, the colour of what leaves the walls. */
  outside?: boolean;
  /** The whole sentence, for readers of the screen and as a title. */
  description: string;
  onOpen?: (() => void) | undefined;
}

/** The one thing that looks the same everywhere: who may see this, in words, with the number of people. */
export function AudienceChip({
  label,
  count,
  kinds,
  outside = false,
  description,
  onOpen,
}: AudienceChipProps) {
  const className = outside ? `${styles.chip} ${styles.outside}` : styles.chip;
  const content = (
    <>
      <Icon name={outside ? 'outside' : iconOfAudience(kinds)} small />
      <span className={styles.label}>{label}</span>
      {count !== null && <span className={styles.count}>{count}</span>}
    </>
  );
  if (!onOpen)
    return (
      <span className={className} title={description}>
        {content}
      </span>
    );
  return (
    <button type="button" className={className} title={description} aria-label={description} onClick={onOpen}>
      {content}
    </button>
  );
}
