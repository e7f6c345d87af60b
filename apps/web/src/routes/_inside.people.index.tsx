import { createFileRoute } from '@tanstack/react-router';
import { learn } from '../language/language';
import { PeopleScreen } from '../people/people-screen';

export const Route = createFileRoute('/_inside/people/')({
  loader: () => learn('circles'),
  component: PeopleScreen,
});
