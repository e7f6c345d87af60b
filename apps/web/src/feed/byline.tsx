import { Avatar, DepartmentMark } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PersonFragment } from '../generated/graphql';
import styles from './byline.module.css';

export interface BylineProps {
  /** Null of what its author had erased: then it is nobody's. */
  author: PersonFragment | null;
  /** What follows the department: kind, time, marks. Separated here. */
  facts: ReactNode[];
  end?: ReactNode;
  small?: boolean;
}

/** Who said it: face, name, department, and the facts of when and how. */
export function Byline({ author, facts, end, small = false }: BylineProps) {
  const department = author?.department;
  const shown = [department && <DepartmentMark key="department" {...mark(department)} />, ...facts].filter(
    Boolean,
  );
  return (
    <header className={small ? `${styles.by} ${styles.small}` : styles.by}>
      {author && (
        <Avatar
          name={author.name}
          color={department?.color}
          photoUrl={author.photoUrl}
          kind={author.kind}
          size={small ? 'small' : 'plain'}
        />
      )}
      <div className={styles.who}>
        <div className={styles.name}>
          {author ? (
            <>
              <Link to="/people/$employeeId" params={{ employeeId: author.id }}>
                {author.name}
              </Link>
              <KindTag kind={author.kind} />
            </>
          ) : (
            <Trans>Erased by its author</Trans>
          )}
        </div>
        <div className={styles.facts}>
          {shown.map((fact, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the facts of one line never move
            <span key={index} className={styles.fact}>
              {fact}
            </span>
          ))}
        </div>
      </div>
      {end && <div className={styles.end}>{end}</div>}
    </header>
  );
}

/** Marks who is not an employee of the house. */
export function KindTag({ kind }: { kind: PersonFragment['kind'] }) {
  if (kind === 'employee') return null;
  return (
    <span className={styles.tag}>{kind === 'guest' ? <Trans>Guest</Trans> : <Trans>Integration</Trans>}</span>
  );
}

function mark({ name, color }: { name: string; color: number }) {
  return { name, color };
}
