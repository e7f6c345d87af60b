import { createFileRoute } from '@tanstack/react-router';
import { Said } from '../privacy/said';

export const Route = createFileRoute('/_inside/privacy/said')({ component: Said });
