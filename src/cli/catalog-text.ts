import { LbpError } from '../errors.js';
import { type PackCatalog, QuestionError } from '../packs/pack.js';
import { blocksText } from './blocks.js';

/**
 * What `--list` and `--show ID` of a pack print.
 *
 * @throws LbpError E304 for an unknown id
 */
export function catalogText(
  catalog: PackCatalog,
  { show, json }: { readonly show?: string; readonly json?: boolean },
): string {
  try {
    const { facts, blocks } = show === undefined ? catalog.list() : catalog.show(show);
    return json === true ? JSON.stringify(facts) : blocksText(blocks);
  } catch (error) {
    if (!(error instanceof QuestionError)) throw error;
    throw new LbpError('E304', `${error.message}.`, { cause: error });
  }
}
