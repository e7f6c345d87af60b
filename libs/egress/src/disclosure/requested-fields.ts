import '../egress.errors.js';
import { type AskedField, askedFieldByKey } from '@courtyard/consent';
import { CourtyardError } from '@courtyard/errors';

/** The fields behind keys such as `Post.body`, each once, in the order of entity and number. @throws disclosure.unknown_field */
export function fieldsByKey(keys: readonly string[]): readonly AskedField[] {
  const fields = [...new Set(keys)].map((key) => {
    const field = askedFieldByKey(key);
    if (!field) throw new CourtyardError('disclosure.unknown_field');
    return field;
  });
  return fields.sort(
    (a, b) =>
      (a.field.entity < b.field.entity ? -1 : a.field.entity > b.field.entity ? 1 : 0) ||
      a.field.number - b.field.number,
  );
}
