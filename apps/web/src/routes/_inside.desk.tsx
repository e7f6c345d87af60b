import { createFileRoute } from '@tanstack/react-router';
import { DeskScreen } from '../desk/desk-screen';
import { learn } from '../language/language';

export const Route = createFileRoute('/_inside/desk')({
  loader: () => learn('desk', 'proof', 'terms'),
  component: DeskScreen,
});
