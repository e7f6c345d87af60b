import type { FieldFragment } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import styles from './entry.module.css';

export interface FieldChecksProps {
  legend: string;
  fields: readonly FieldFragment[];
  chosen: readonly string[];
  onChange: (keys: string[]) => void;
  /** All of one kind of thing: a choice of one kind closes the others until it is taken back. */
  ofOneKind?: boolean;
  /** What can be ticked at all; left out: everything. */
  open?: (field: FieldFragment) => boolean;
}

/** Fields to tick; nothing is ticked beforehand. */
export function FieldChecks({
  legend,
  fields,
  chosen,
  onChange,
  ofOneKind = false,
  open = () => true,
}: FieldChecksProps) {
  const { name } = useFieldNames();
  const toggle = (key: string, on: boolean) =>
    onChange(on ? [...chosen, key] : chosen.filter((one) => one !== key));
  const kind = ofOneKind ? fields.find(({ key }) => chosen.includes(key))?.entity : undefined;
  const closed = (field: FieldFragment) => !open(field) || (kind !== undefined && field.entity !== kind);
  return (
    <fieldset className={styles.set}>
      <legend>{legend}</legend>
      <div className={styles.checks}>
        {fields.map((field) => (
          <label key={field.key} className={styles.check}>
            <input
              type="checkbox"
              checked={chosen.includes(field.key)}
              disabled={closed(field)}
              onChange={(event) => toggle(field.key, event.currentTarget.checked)}
            />
            <span>{name(field)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
