import { createFileRoute } from '@tanstack/react-router';
import { NewDisclosureScreen } from '../desk/new-disclosure-screen';

export const Route = createFileRoute('/_inside/desk/disclosures/new')({ component: NewDisclosureScreen });
