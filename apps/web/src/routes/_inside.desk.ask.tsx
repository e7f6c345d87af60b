import { createFileRoute } from '@tanstack/react-router';
import { AskScreen } from '../desk/ask-screen';

export const Route = createFileRoute('/_inside/desk/ask')({ component: AskScreen });
