import { definePolicy, everyRow } from '@courtyard/access';
import { ErasedSource } from './erased-source.entity.js';

export const erasedSourcePolicy = definePolicy(ErasedSource, ['read', 'remember'], ({ can, errand }) => {
  can('remember', everyRow('whoever erases what was moved in of theirs leaves a hash, and nothing else'));
  errand(
    'restore_ledger',
    'remember',
    everyRow('what was taken back or erased before a restore is so again after it'),
  );
  errand('import', 'read', everyRow('an import asks what it must not bring again'));
});
