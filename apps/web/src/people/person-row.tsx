import { Avatar, DepartmentMark } from '@courtyard/ui';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { KindTag } from '../feed/byline';
import type { PersonFragment } from '../generated/graphql';
import styles from './person-row.module.css';

export interface PersonRowProps {
  person: PersonFragment;
  /** Their name, where a part of it is marked. */
  name?: ReactNode;
  /** A line below: what they said, or how it stands with them. */
  words?: ReactNode;
  end?: ReactNode;
}

/** One person of a list; the whole row leads to the profile. */
export function PersonRow({ person, name, words, end }: PersonRowProps) {
  return (
    <li className={styles.row}>
      <Avatar
        name={person.name}
        color={person.department?.color}
        photoUrl={person.photoUrl}
        kind={person.kind}
      />
      <div className={styles.who}>
        <div className={styles.name}>
          <Link to="/people/$employeeId" params={{ employeeId: person.id }}>
            {name ?? person.name}
          </Link>
          <KindTag kind={person.kind} />
        </div>
        <div className={styles.facts}>
          {person.department && (
            <DepartmentMark name={person.department.name} color={person.department.color} />
          )}
          {person.department && person.title && ' · '}
          {person.title}
        </div>
        {words && <p className={styles.words}>{words}</p>}
      </div>
      {end && <div className={styles.end}>{end}</div>}
    </li>
  );
}
