import { createFileRoute } from '@tanstack/react-router';
import { CirclesScreen } from '../circles/circles-screen';
import { learn } from '../language/language';

export const Route = createFileRoute('/_inside/circles')({
  loader: () => learn('circles'),
  component: CirclesScreen,
});
