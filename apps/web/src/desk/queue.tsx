import { useQuery } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { DisclosuresDocument, OpeningsDocument, RecipientsDocument } from '../generated/graphql';
import { When } from '../language/when';
import { useViewer } from '../session/viewer';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRecipientWords } from '../terms/use-recipient-words';
import styles from './desk.module.css';
import { may, readsLog } from './officer';

interface Waiting {
  id: string;
  /** Where it is decided: on a page of its own, or in a list. */
  list: '/desk/recipients' | '/desk/openings' | null;
  title: string;
  note: ReactNode;
  mine: boolean;
}

/** What waits for a second person, and what of one's own waits for others; each leads to where it is decided. */
export function Queue({ places = false }: { places?: boolean }) {
  const { roles } = useViewer();
  const waiting = useWaiting();
  const forMe = waiting.filter(({ mine }) => mine);
  const others = waiting.filter(({ mine }) => !mine);
  return (
    <>
      {places && (
        <nav aria-labelledby="desk-places">
          <span id="desk-places" hidden>
            <Trans>Desk</Trans>
          </span>
          {readsLog(roles) && (
            <Place to="/desk/log">
              <Trans>Log</Trans>
            </Place>
          )}
          <Place to="/desk/disclosures">
            <Trans>Disclosures</Trans>
          </Place>
          <Place to="/desk/recipients">
            <Trans>Recipients</Trans>
          </Place>
          <Place to="/desk/openings">
            <Trans>Openings</Trans>
          </Place>
          <Place to="/desk/ask">
            <Trans>Ask people</Trans>
          </Place>
        </nav>
      )}
      <h2 className={styles.group}>
        <Trans>Wants a second person</Trans> <span>{forMe.length || <Trans>nothing</Trans>}</span>
      </h2>
      {forMe.map((item) => (
        <Item key={item.id} item={item} />
      ))}
      {others.length > 0 && (
        <>
          <h2 className={styles.group}>
            <Trans>Waits for somebody else</Trans> <span>{others.length}</span>
          </h2>
          {others.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </>
      )}
    </>
  );
}

function Place({ to, children }: { to: LinkProps['to']; children: ReactNode }) {
  return (
    <Link to={to} className={styles.item} activeProps={{ className: styles.on }}>
      {children}
    </Link>
  );
}

function Item({ item }: { item: Waiting }) {
  const words = (
    <>
      <b>{item.title}</b>
      <span className={styles.meta}>{item.note}</span>
    </>
  );
  if (item.list)
    return (
      <Link to={item.list} hash={item.id} className={styles.item} activeProps={{}}>
        {words}
      </Link>
    );
  return (
    <Link
      to="/desk/disclosures/$disclosureId"
      params={{ disclosureId: item.id }}
      className={styles.item}
      activeProps={{ className: styles.on }}
    >
      {words}
    </Link>
  );
}

function useWaiting(): Waiting[] {
  const purposes = usePurposeWords();
  const categories = useRecipientWords();
  const fields = useFieldNames();
  const fetchPolicy = 'cache-and-network';
  const recipients = useQuery(RecipientsDocument, { variables: { status: 'proposed' }, fetchPolicy });
  const openings = useQuery(OpeningsDocument, { variables: { status: 'proposed' }, fetchPolicy });
  const disclosures = useQuery(DisclosuresDocument, { variables: { status: 'requested' }, fetchPolicy });
  return [
    ...(disclosures.data?.disclosures.nodes ?? [])
      .filter(({ status }) => status === 'requested')
      .map(
        (one): Waiting => ({
          id: one.id,
          list: null,
          title: one.recipient.name,
          note: (
            <>
              {purposes.name[one.purpose]} ·{' '}
              <Trans>
                until <When at={one.expiresAt} within />
              </Trans>
            </>
          ),
          mine: may(one, 'decide'),
        }),
      ),
    ...(recipients.data?.recipients.nodes ?? [])
      .filter(({ status }) => status === 'proposed')
      .map(
        (one): Waiting => ({
          id: one.id,
          list: '/desk/recipients',
          title: one.name,
          note: (
            <>
              <Trans>New recipient</Trans> · {categories.category[one.category]}
            </>
          ),
          mine: may(one, 'decide') && !one.proposedByMe,
        }),
      ),
    ...(openings.data?.openings.nodes ?? [])
      .filter(({ status }) => status === 'proposed')
      .map(
        (one): Waiting => ({
          id: one.id,
          list: '/desk/openings',
          title: fields.list(one.fields),
          note: (
            <>
              {purposes.name[one.purpose]}, {one.recipient.name}
            </>
          ),
          mine: may(one, 'decide') && !one.proposedByMe,
        }),
      ),
  ];
}
