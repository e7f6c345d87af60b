import { Icon } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { useViewer } from '../session/viewer';
import styles from './bottom-bar.module.css';

/** The navigation at the thumb. */
export function BottomBar({ onCompose }: { onCompose: () => void }) {
  const { t } = useLingui();
  const { employee } = useViewer();
  const active = { className: styles.on };
  return (
    <nav className={styles.bar} aria-label={t`Main`}>
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }} activeProps={active}>
        <Icon name="home" />
        <Trans>Home</Trans>
      </Link>
      <Link to="/search" activeProps={active}>
        <Icon name="search" />
        <Trans>Search</Trans>
      </Link>
      <button type="button" onClick={onCompose}>
        <Icon name="compose" />
        <Trans>Compose</Trans>
      </button>
      <Link to="/communities" activeProps={active}>
        <Icon name="communities" />
        <Trans>Communities</Trans>
      </Link>
      <Link to="/people/$employeeId" params={{ employeeId: employee.id }} activeProps={active}>
        <Icon name="person" />
        <Trans>Me</Trans>
      </Link>
    </nav>
  );
}
