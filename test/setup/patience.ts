/** Real servers on a busy machine; a project's own `testTimeout` is not heard when there are several projects. */
jest.setTimeout(60_000);
