import { createFileRoute } from '@tanstack/react-router';
import { DisclosureScreen } from '../desk/disclosure-screen';

export const Route = createFileRoute('/_inside/desk/disclosures/$disclosureId')({
  component: DisclosureScreen,
});
