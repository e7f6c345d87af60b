import { useRef, useState } from 'react';
import { keyOf, read, write } from '../session/personal-storage';
import { useViewer } from '../session/viewer';
import type { PartChoice } from './audience-choice';
import { type Draft, dropDraft, isParts, keepDraft, newKey, readDraft } from './draft';

/** One place's draft: kept in the tab at every change, with when that last succeeded. */
export function useDraft(place: string, firstParts?: PartChoice[]) {
  const { employee } = useViewer();
  const fresh = (): Draft => ({ key: newKey(), body: '', parts: firstParts ?? lastAudience(employee) });
  const [draft, setDraft] = useState(() => readDraft(sessionStorage, employee.id, place) ?? fresh());
  /** Of the moment: an editor tells of changes by what it was given when it was made. */
  const now = useRef(draft);
  now.current = draft;
  const [saved, setSaved] = useState<'not yet' | 'failed' | number>('not yet');

  const change = (over: Partial<Omit<Draft, 'key'>>) => {
    const next = { ...now.current, ...over };
    now.current = next;
    setDraft(next);
    if (over.parts && !firstParts) write(sessionStorage, keyOf(employee.id, 'audience'), over.parts);
    setSaved(keepDraft(sessionStorage, employee.id, place, next) ? Date.now() : 'failed');
  };
  /** Ends this draft; the next words are another post. */
  const finish = () => {
    dropDraft(sessionStorage, employee.id, place);
    setDraft({ ...fresh(), parts: draft.parts });
    setSaved('not yet');
  };
  /** The same words as a thing of its own: an earlier try under the old key had arrived with other words. */
  const renew = (): string => {
    const key = newKey();
    setDraft({ ...draft, key });
    return key;
  };
  return { draft, saved, change, finish, renew };
}

/** The audience the next post of Home begins with. */
export function useLastAudience(): PartChoice[] {
  const { employee } = useViewer();
  return readDraft(sessionStorage, employee.id, 'home')?.parts ?? lastAudience(employee);
}

interface Writer {
  id: string;
  department: { id: string; name: string } | null;
}

/** The audience used last in this tab; before that the own department, which is narrower than everyone. */
function lastAudience({ id, department }: Writer): PartChoice[] {
  const last = read(sessionStorage, keyOf(id, 'audience'), isParts);
  if (last && last.length > 0) return last;
  return department ? [{ kind: 'department', id: department.id, name: department.name, count: 0 }] : [];
}
