import { Plural, Trans } from '@lingui/react/macro';

/** The usual time to a first answer, as coarse as it is told. */
export function UsualTime({ hours }: { hours: number }) {
  const days = Math.round(hours / 24);
  if (hours <= 1) return <Trans>A question here usually gets its first answer within an hour.</Trans>;
  if (hours < 24)
    return (
      <Plural
        value={hours}
        one="A question here usually gets its first answer within # hour."
        other="A question here usually gets its first answer within # hours."
      />
    );
  return (
    <Plural
      value={days}
      one="A question here usually gets its first answer within a day."
      other="A question here usually gets its first answer within # days."
    />
  );
}

/** What a community's owners promise whoever asks there. */
export function PromisedTime({ hours }: { hours: number }) {
  const days = Math.round(hours / 24);
  if (hours < 24)
    return (
      <Plural
        value={hours}
        one="A first answer is promised within # hour."
        other="A first answer is promised within # hours."
      />
    );
  return (
    <Plural
      value={days}
      one="A first answer is promised within a day."
      other="A first answer is promised within # days."
    />
  );
}
