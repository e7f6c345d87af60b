import { createFileRoute } from '@tanstack/react-router';
import { learn } from '../language/language';
import { SettingsScreen } from '../settings/settings-screen';

export const Route = createFileRoute('/_inside/settings')({
  loader: () => learn('settings'),
  component: SettingsScreen,
});
