import { definePolicy, everyRow } from '@courtyard/access';
import { ErasedSource } from './erased-source.entity.js';

export const erasedSourcePolicy = definePolicy(ErasedSource, ['read', 'remember'], ({ can, errand }) => {
  can('remember', everyRow('whoever erases what was moved in of theirs leaves a hash, and nothing else'));
  errand('import', 'read', everyRow('an import asks what it must not bring again'));
});
