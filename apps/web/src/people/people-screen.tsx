import { useQuery } from '@apollo/client/react';
import { DepartmentMark, Empty, Icon, Panel, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { YourCircles } from '../circles/your-circles';
import { FailureNotice } from '../failure/failure-notice';
import { DepartmentsDocument, type DepartmentsQuery, PeopleDocument } from '../generated/graphql';
import { numberWords } from '../language/time';
import { useViewer } from '../session/viewer';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { inOrder } from './department-tree';
import styles from './list.module.css';
import { PersonRow } from './person-row';

const Invite = lazy(() => import('./invite'));

/** The directory: by name, never by rank. */
export function PeopleScreen() {
  const { t, i18n } = useLingui();
  const { employee, organisation, roles } = useViewer();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 150);
  const [departmentId, setDepartmentId] = useState('');
  const [inviting, setInviting] = useState(false);
  const departments = useQuery(DepartmentsDocument);
  const { data, previousData, error, loading, refetch, fetchMore } = useQuery(PeopleDocument, {
    variables: { ...(search ? { search } : {}), ...(departmentId ? { departmentId } : {}) },
  });
  const people = (data ?? previousData)?.employees;
  const count = numberWords(organisation.employeeCount, i18n.locale);
  return (
    <>
      <Head
        name={t`People`}
        rule={<Trans>By name · {count} in the house</Trans>}
        action={
          <>
            {employee.kind === 'employee' && (
              <Button size="xs" component={Link} to="/circles">
                <Trans>Circles</Trans>
              </Button>
            )}
            {/* A hint for what to draw; the server judges whoever asks. */}
            {roles.includes('administrator') && !inviting && (
              <Button size="xs" onClick={() => setInviting(true)}>
                <Trans>Invite someone</Trans>
              </Button>
            )}
          </>
        }
      />
      {inviting && (
        <Suspense>
          <Invite departments={departments.data?.departments ?? []} onClose={() => setInviting(false)} />
        </Suspense>
      )}
      <div className={styles.tools}>
        <TextInput
          type="search"
          aria-label={t`Search people`}
          placeholder={t`Search by name`}
          leftSection={<Icon name="search" small />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t`Department`}
          value={departmentId}
          onChange={(event) => setDepartmentId(event.currentTarget.value)}
          data={[
            { value: '', label: t`All departments` },
            ...inOrder(departments.data?.departments ?? []).map(({ department, depth }) => ({
              value: department.id,
              label: `${'\u2007\u2007'.repeat(depth)}${department.name}`,
            })),
          ]}
        />
      </div>
      {error && <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />}
      {!people && !error && <RowBones label={t`Reading the directory`} />}
      {people && people.nodes.length === 0 && (
        <Empty
          title={<Trans>Nobody by this name</Trans>}
          step={
            <Button
              onClick={() => {
                setWords('');
                setDepartmentId('');
              }}
            >
              <Trans>Show everybody</Trans>
            </Button>
          }
        >
          <Trans>Try a part of the name, or another department.</Trans>
        </Empty>
      )}
      {people && people.nodes.length > 0 && (
        <ul className={styles.list}>
          {people.nodes.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </ul>
      )}
      {people?.pageInfo.hasNextPage && (
        <div className={styles.more}>
          <Button
            loading={loading}
            onClick={() =>
              void fetchMore({ variables: { after: people.pageInfo.endCursor } }).catch(() => undefined)
            }
          >
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
      <Ambient>
        {employee.kind === 'employee' && <YourCircles />}
        <Departments
          departments={departments.data?.departments ?? []}
          chosen={departmentId}
          onChoose={(id) => setDepartmentId((now) => (now === id ? '' : id))}
        />
      </Ambient>
    </>
  );
}

interface DepartmentsProps {
  departments: DepartmentsQuery['departments'];
  chosen: string;
  onChoose: (id: string) => void;
}

/** The tree of the house; choosing one narrows the list. */
function Departments({ departments, chosen, onChoose }: DepartmentsProps) {
  const { i18n } = useLingui();
  if (departments.length === 0) return null;
  return (
    <Panel title={<Trans>Departments</Trans>}>
      <ul className={styles.tree}>
        {inOrder(departments).map(({ department, depth }) => (
          <li key={department.id} style={{ paddingInlineStart: depth * 16 }}>
            <button
              type="button"
              aria-pressed={department.id === chosen}
              onClick={() => onChoose(department.id)}
            >
              <DepartmentMark name={department.name} color={department.color} />
              <span>{numberWords(department.memberCountBelow, i18n.locale)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
