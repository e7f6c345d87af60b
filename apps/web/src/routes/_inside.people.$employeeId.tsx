import { createFileRoute } from '@tanstack/react-router';
import { ProfileScreen } from '../people/profile-screen';

export const Route = createFileRoute('/_inside/people/$employeeId')({ component: ProfileScreen });
