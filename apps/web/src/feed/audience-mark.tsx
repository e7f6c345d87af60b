import { AudienceChip } from '@courtyard/ui';
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { AudienceFragment } from '../generated/graphql';
import { numberWords } from '../language/time';

/** An audience as its chip; opening it answers "who can see this". */
export function AudienceMark({ audience, onOpen }: { audience: AudienceFragment; onOpen?: () => void }) {
  const { t, i18n } = useLingui();
  if (audience.untold)
    return (
      <AudienceChip
        label={audience.label}
        count={null}
        kinds={['circle']}
        description={t`${audience.label}: its author does not say who else can read it`}
        onOpen={onOpen}
      />
    );
  const count = numberWords(audience.count, i18n.locale);
  const people = plural(audience.count, { one: '# person', other: '# people' });
  const outside = plural(audience.outside, {
    0: '',
    one: ', # of them from outside',
    other: ', # of them from outside',
  });
  return (
    <AudienceChip
      label={audience.label}
      count={count}
      kinds={audience.parts.map((part) => part.kind)}
      outside={audience.outside > 0}
      description={t`Who can see this: ${audience.label}, ${people}${outside}`}
      onOpen={onOpen}
    />
  );
}
