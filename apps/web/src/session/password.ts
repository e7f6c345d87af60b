/** The shortest password the server takes; the longest sentence about it stands beside the field. */
export const shortestPassword = 15;
