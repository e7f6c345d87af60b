import { createFileRoute } from '@tanstack/react-router';
import { PrivacyScreen } from '../privacy/privacy-screen';

export const Route = createFileRoute('/_inside/privacy')({ component: PrivacyScreen });
