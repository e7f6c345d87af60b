import { createFileRoute } from '@tanstack/react-router';
import { CharterScreen } from '../charter/charter-screen';

export const Route = createFileRoute('/_inside/charter')({ component: CharterScreen });
