/** The name in manifests of claim files that are not tables. */
export const CLAIM_FILES = 'x12';

/** The names in manifests of the inputs that hold claims. */
export const CLAIM_KINDS: readonly string[] = ['medical_claim', CLAIM_FILES];
