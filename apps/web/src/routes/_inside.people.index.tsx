import { createFileRoute } from '@tanstack/react-router';
import { PeopleScreen } from '../people/people-screen';

export const Route = createFileRoute('/_inside/people/')({ component: PeopleScreen });
