export { coreErrors } from './core.errors.js';
export { CourtyardError, defineErrors, type ErrorDetails, type ErrorEntry, errorCatalogue } from './error.js';
export { errorsMarkdown } from './errors-markdown.js';
export { type PresentedError, presentError } from './present.js';
