import { createFileRoute } from '@tanstack/react-router';
import { learn } from '../language/language';
import { PrivacyScreen } from '../privacy/privacy-screen';

export const Route = createFileRoute('/_inside/privacy')({
  loader: () => learn('privacy', 'proof', 'terms'),
  component: PrivacyScreen,
});
