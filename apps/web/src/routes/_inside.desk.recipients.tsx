import { createFileRoute } from '@tanstack/react-router';
import { RecipientsScreen } from '../desk/recipients-screen';

export const Route = createFileRoute('/_inside/desk/recipients')({ component: RecipientsScreen });
