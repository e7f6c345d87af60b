import { createFileRoute } from '@tanstack/react-router';
import { Looked } from '../privacy/looked';

export const Route = createFileRoute('/_inside/privacy/looked')({ component: Looked });
