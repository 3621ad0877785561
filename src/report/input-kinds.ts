/** What manifests call claim files that are no tables. */
export const CLAIM_FILES = 'x12';

/** What manifests call the inputs that hold claims. */
export const CLAIM_KINDS: readonly string[] = ['medical_claim', CLAIM_FILES];
