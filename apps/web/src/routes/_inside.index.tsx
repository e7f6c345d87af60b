import { createFileRoute } from '@tanstack/react-router';
import { HomeScreen } from '../feed/home-screen';

export const Route = createFileRoute('/_inside/')({ component: HomeScreen });
