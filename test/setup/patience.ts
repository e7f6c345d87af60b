/** Real servers on a busy machine; a project's own `testTimeout` is not heard when there are several projects. */
jest.setTimeout(60_000);

// A machine that others share stops for seconds at a time. What fails there once is tried once more, and said so; a test
// that is wrong fails twice.
if (process.env['CI']) jest.retryTimes(1, { logErrorsBeforeRetry: true });
