import { Icon } from '@courtyard/ui';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import back from '../feed/thread.module.css';

/** The way back from one disclosure to all of them. */
export function BackToDisclosures() {
  const { t } = useLingui();
  return (
    <Link to="/desk/disclosures" className={back.back} aria-label={t`Back to the disclosures`}>
      <Icon name="back" />
    </Link>
  );
}
