import { Avatar, Icon, type IconName, KeyCap, Mark } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { isOfficer } from '../desk/officer';
import { useViewer } from '../session/viewer';
import styles from './navigation.module.css';

/** The column at the left: only what exists. */
export function Navigation({ onSearch }: { onSearch: () => void }) {
  const { t } = useLingui();
  const { employee, organisation, roles } = useViewer();
  return (
    <nav className={styles.nav} aria-label={t`Main`}>
      <Link to="/" className={styles.brand} activeProps={{}}>
        <Mark />
        <span>
          <b>Courtyard</b>
          <span className={styles.house}>{organisation.name}</span>
        </span>
      </Link>
      <button type="button" className={styles.find} onClick={onSearch} aria-keyshortcuts="/ Control+K Meta+K">
        <Icon name="search" small />
        <Trans>Search or jump to</Trans>
        <KeyCap>/</KeyCap>
      </button>
      <Place to="/" icon="home" exact>
        <Trans>Home</Trans>
      </Place>
      <Place to="/unanswered" icon="clock">
        <Trans>Unanswered</Trans>
      </Place>
      <Place to="/promises" icon="check">
        <Trans>Promises</Trans>
      </Place>
      <Place to="/communities" icon="communities">
        <Trans>Communities</Trans>
      </Place>
      <Place to="/people" icon="people">
        <Trans>People</Trans>
      </Place>
      <hr />
      <Place to="/privacy" icon="shield">
        <Trans>Privacy</Trans>
      </Place>
      <Place to="/charter" icon="charter">
        <Trans>Charter</Trans>
      </Place>
      {isOfficer(roles) && (
        <Place to="/desk" icon="desk">
          <Trans>Desk</Trans>
        </Place>
      )}
      <Place to="/settings" icon="settings">
        <Trans>Settings</Trans>
      </Place>
      <Link to="/people/$employeeId" params={{ employeeId: employee.id }} className={styles.me}>
        <Avatar
          name={employee.name}
          color={employee.department?.color}
          photoUrl={employee.photoUrl}
          size="small"
        />
        <span>
          <b>{employee.name}</b>
          <span className={styles.house}>{employee.title ?? <Trans>Your profile</Trans>}</span>
        </span>
      </Link>
    </nav>
  );
}

interface PlaceProps {
  to:
    | '/'
    | '/unanswered'
    | '/promises'
    | '/communities'
    | '/people'
    | '/privacy'
    | '/charter'
    | '/desk'
    | '/settings';
  icon: IconName;
  exact?: boolean;
  children: React.ReactNode;
}

function Place({ to, icon, exact = false, children }: PlaceProps) {
  return (
    <Link
      to={to}
      className={styles.place}
      activeOptions={{ exact, includeSearch: false }}
      activeProps={{ className: styles.on }}
    >
      <Icon name={icon} />
      <span>{children}</span>
    </Link>
  );
}
