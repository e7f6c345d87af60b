import { useQuery } from '@apollo/client/react';
import { Avatar, Icon, type IconName, KeyCap } from '@courtyard/ui';
import { useLingui } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { isOfficer, readsLog } from '../desk/officer';
import { CommunitiesDocument, JumpDocument } from '../generated/graphql';
import { useSearched } from '../search/searched';
import { useViewer } from '../session/viewer';
import styles from './palette.module.css';

interface Target {
  id: string;
  label: string;
  detail?: string | undefined;
  picture: ReactNode;
  go: () => void;
}

/** Search or jump: screens, people, communities. */
export default function Palette({ onClose, onCompose }: { onClose: () => void; onCompose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { employee, roles } = useViewer();
  const { asSearched } = useSearched();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), 120);
  const [at, setAt] = useState(0);
  const people = useQuery(JumpDocument, { variables: { search: asked }, skip: asked === '' });
  const communities = useQuery(CommunitiesDocument, { variables: {} });

  const screen = (id: string, label: string, icon: IconName, go: () => void): Target => ({
    id,
    label,
    picture: <Icon name={icon} />,
    go,
  });
  const has = (label: string) => label.toLocaleLowerCase().includes(words.trim().toLocaleLowerCase());
  const screens = [
    screen('compose', t`Write a post`, 'compose', onCompose),
    screen('home', t`Home`, 'home', () => void navigate({ to: '/' })),
    screen('unanswered', t`Unanswered`, 'clock', () => void navigate({ to: '/unanswered' })),
    screen('promises', t`Promises`, 'check', () => void navigate({ to: '/promises' })),
    screen('communities', t`Communities`, 'communities', () => void navigate({ to: '/communities' })),
    screen('people', t`People`, 'people', () => void navigate({ to: '/people' })),
    ...(employee.kind === 'employee'
      ? [screen('circles', t`Circles`, 'circle', () => void navigate({ to: '/circles' }))]
      : []),
    screen('privacy', t`Privacy`, 'shield', () => void navigate({ to: '/privacy' })),
    screen('left', t`What left`, 'shield', () => void navigate({ to: '/privacy/left' })),
    screen('looked', t`Who looked`, 'shield', () => void navigate({ to: '/privacy/looked' })),
    screen('said', t`What I said`, 'shield', () => void navigate({ to: '/privacy/said' })),
    screen('charter', t`Charter`, 'charter', () => void navigate({ to: '/charter' })),
    ...(isOfficer(roles)
      ? [
          screen('desk', t`Desk`, 'desk', () => void navigate({ to: '/desk' })),
          screen('disclosures', t`Disclosures`, 'desk', () => void navigate({ to: '/desk/disclosures' })),
          screen('recipients', t`Recipients`, 'desk', () => void navigate({ to: '/desk/recipients' })),
          screen('openings', t`Openings`, 'desk', () => void navigate({ to: '/desk/openings' })),
          screen('ask', t`Ask people`, 'desk', () => void navigate({ to: '/desk/ask' })),
        ]
      : []),
    ...(readsLog(roles) ? [screen('log', t`Log`, 'desk', () => void navigate({ to: '/desk/log' }))] : []),
    screen('settings', t`Settings`, 'settings', () => void navigate({ to: '/settings' })),
  ].filter((target) => has(target.label));
  const found =
    asked === '' || words.trim() === '' ? [] : (people.data ?? people.previousData)?.employees.nodes;
  const persons = (found ?? []).map(
    (person): Target => ({
      id: person.id,
      label: person.name,
      detail: [person.kind === 'guest' && t`Guest`, person.title, person.department?.name]
        .filter(Boolean)
        .join(' · '),
      picture: (
        <Avatar
          name={person.name}
          color={person.department?.color}
          photoUrl={person.photoUrl}
          kind={person.kind}
          size="small"
        />
      ),
      go: () => void navigate({ to: '/people/$employeeId', params: { employeeId: person.id } }),
    }),
  );
  const groups = (communities.data?.communities.nodes ?? [])
    .filter((community) => has(community.name))
    .slice(0, 6)
    .map(
      (community): Target => ({
        id: community.id,
        label: community.name,
        detail: community.purpose,
        picture: <Icon name="communities" />,
        go: () => void navigate({ to: '/communities/$communityId', params: { communityId: community.id } }),
      }),
    );
  const typed = words.trim();
  const everywhere: Target[] =
    typed === ''
      ? []
      : [
          {
            id: 'search',
            label: t`Search everything for “${typed}”`,
            picture: <Icon name="search" />,
            go: () => void navigate(asSearched(typed)),
          },
        ];
  const sections = [
    { name: t`Go to`, targets: screens },
    { name: t`People`, targets: persons },
    { name: t`Communities`, targets: groups },
    { name: t`Search`, targets: everywhere },
  ].filter((section) => section.targets.length > 0);
  const all = sections.flatMap((section) => section.targets);
  const chosen = all[Math.min(at, all.length - 1)];

  const choose = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    target.go();
  };
  const pressed = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step) {
      event.preventDefault();
      setAt((now) => (Math.min(now, all.length - 1) + step + all.length) % Math.max(1, all.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(chosen);
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      centered={false}
      yOffset="12vh"
      attributes={{ content: { 'aria-label': t`Search or jump to`, 'data-still': '' } }}
    >
      <div className={styles.ask}>
        <Icon name="search" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded="true"
          aria-controls="palette"
          aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined}
          aria-label={t`Search or jump to`}
          placeholder={t`A person, a community, a page`}
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={pressed}
        />
        <KeyCap>Esc</KeyCap>
      </div>
      <div id="palette" role="listbox" aria-label={t`Results`} className={styles.list}>
        {sections.map((section) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is no child of a listbox
          <div key={section.name} role="group" aria-label={section.name} className={styles.section}>
            <p className={styles.name} aria-hidden="true">
              {section.name}
            </p>
            {section.targets.map((target) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
              <div
                key={target.id}
                id={`palette-${target.id}`}
                role="option"
                tabIndex={-1}
                aria-selected={target === chosen}
                className={styles.option}
                onClick={() => choose(target)}
                onPointerMove={() => setAt(all.indexOf(target))}
              >
                {target.picture}
                <span className={styles.label}>{target.label}</span>
                {target.detail && <span className={styles.detail}>{target.detail}</span>}
              </div>
            ))}
          </div>
        ))}
      </div>
      {all.length === 0 && (
        <p className={styles.none} role="status">
          {people.loading ? t`Looking…` : t`Nothing by this name that you may see.`}
        </p>
      )}
    </Modal>
  );
}
