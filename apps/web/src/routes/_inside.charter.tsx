import { createFileRoute } from '@tanstack/react-router';
import { CharterScreen } from '../charter/charter-screen';
import { learn } from '../language/language';

export const Route = createFileRoute('/_inside/charter')({
  loader: () => learn('charter', 'terms'),
  component: CharterScreen,
});
