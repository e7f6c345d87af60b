import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import type { FieldFragment } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import styles from './disclosure.module.css';
import { FieldChecks } from './field-checks';
import type { Opened } from './use-opened';

export interface OpenedFieldsProps {
  fields: readonly FieldFragment[];
  opened: Opened;
  chosen: readonly string[];
  onChange: (keys: string[]) => void;
}

/** The fields of a disclosure: those that are opened can be ticked, and of the others it is said what opens them. */
export function OpenedFields({ fields, opened, chosen, onChange }: OpenedFieldsProps) {
  const { t } = useLingui();
  const { keys, error, retry } = opened;
  return (
    <div>
      <FieldChecks
        legend={t`Fields`}
        fields={fields}
        chosen={chosen}
        onChange={onChange}
        open={(field) => keys?.has(field.key) ?? false}
      />
      {error ? <FailureNotice error={error} onRetry={retry} /> : null}
      <p className={styles.note} role="status">
        <Note fields={fields} opened={opened} />
      </p>
    </div>
  );
}

function Note({ fields, opened: { keys, closed } }: Pick<OpenedFieldsProps, 'fields' | 'opened'>) {
  const names = useFieldNames();
  if (closed === 'unnamed')
    return <Trans>What can be asked for depends on the recipient and the purpose: choose them first.</Trans>;
  if (closed === 'never')
    return <Trans>Nothing is ever sent for this purpose, and nobody can open it.</Trans>;
  if (closed === 'switched_off')
    return (
      <Trans>
        This purpose is switched off. Two people of two roles switch it on again, <Openings />.
      </Trans>
    );
  const rest = keys && fields.filter(({ key }) => !keys.has(key));
  if (!rest || rest.length === 0) return null;
  return (
    <Trans>
      Not opened to this recipient for this purpose: {names.list(rest)}. Two people of two roles can open
      more, <Openings />.
    </Trans>
  );
}

function Openings() {
  return (
    <Link to="/desk/openings">
      <Trans>under Openings</Trans>
    </Link>
  );
}
