/** Ids only. Live connections of the session close on it. */
export const SESSION_ENDED = 'session.ended';
export const SIGNED_OUT_EVERYWHERE = 'account.signed_out_everywhere';
