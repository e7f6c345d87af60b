export { coreErrors } from './core.errors.js';
export { CourtyardError, defineErrors, errorCatalogue, type ErrorDetails, type ErrorEntry } from './error.js';
export { presentError, type PresentedError } from './present.js';
