import { CCLF } from './cclf.js';
import type { Kind, Layout } from './layout.js';
import { OWN } from './recognize.js';
import { RIF } from './rif.js';

/** The built-in layouts, by name. */
export const LAYOUTS: Readonly<Record<'cclf' | 'rif', Layout>> = { cclf: CCLF, rif: RIF };

/**
 * The layout of a mapping; null for tables that are read as they are.
 *
 * @param tables the user's own kinds of files
 */
export function layoutOf(preset: string | undefined, tables: readonly Kind[] | undefined): Layout | null {
  if (tables !== undefined) return { name: OWN, kinds: tables, known: [], warnings: [] };
  if (preset === 'cclf' || preset === 'rif') return LAYOUTS[preset];
  return null;
}
