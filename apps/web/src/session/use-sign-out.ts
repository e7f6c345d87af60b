import { useMutation } from '@apollo/client/react';
import { SignOutDocument } from '../generated/graphql';
import { leave } from './leave';

/** Signs out here. If the server cannot be told, this browser still forgets everything it showed. */
export function useSignOut(): () => void {
  const [signOut] = useMutation(SignOutDocument);
  return () =>
    void signOut()
      .catch(() => undefined)
      .then(leave);
}
