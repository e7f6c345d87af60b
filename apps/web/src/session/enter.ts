import { redirect } from '@tanstack/react-router';
import { failureOf } from '../failure/failure';
import { speak } from '../language/language';
import { begin } from './session';
import { readViewer, type Viewer } from './viewer-read';

/** Before anything behind the sign-in is drawn: who is here, in which language; else the sign-in page and back. */
export async function enter(href: string): Promise<Viewer> {
  try {
    const viewer = await readViewer();
    begin(viewer.employee.id);
    await speak(viewer.language);
    return viewer;
  } catch (error) {
    if (failureOf(error).code !== 'auth.signed_out') throw error;
    const back = href === '/' ? {} : { back: href };
    throw redirect({ to: '/sign-in', search: back, replace: true });
  }
}
