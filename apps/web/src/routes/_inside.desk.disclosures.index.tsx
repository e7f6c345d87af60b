import { createFileRoute } from '@tanstack/react-router';
import { DisclosuresScreen } from '../desk/disclosures-screen';

export const Route = createFileRoute('/_inside/desk/disclosures/')({ component: DisclosuresScreen });
