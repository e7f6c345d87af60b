import { useState } from 'react';
import { fresh } from './reauthentication';

/** An act that may need a fresh proof: busy until it is done or given up; the failure is the last one, never the question. */
export function useFresh() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const run = async <T>(act: () => Promise<T>): Promise<T | undefined> => {
    setBusy(true);
    setFailure(null);
    try {
      return await fresh(act);
    } catch (error) {
      setFailure(error);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, failure };
}
