import {
  activityScript,
  type ScriptColumns,
  type ScriptTable,
} from '../../extract/activity/script/template.js';
import { type ActivityColumn, type ActivityPreset, LAYOUTS } from '../../inputs/activity/columns.js';
import { BLANKS, GUARDS, INSIDE_CODES, NOTHING, SEPARATING } from '../../packs/ebi/codes.js';
import { GUIDANCE } from '../../packs/ebi/guidance.js';
import type { EbiScriptSettings } from './settings.js';

/** The table names in the published script and its successors. */
const TABLES: Readonly<Record<ActivityPreset, string>> = {
  'sus-opa': 'opa',
  'sus-apcs': 'apcs',
  'hes-op': 'hes_op',
  'hes-apc': 'hes_apc',
};

/** The rule as a script for a warehouse, with the column names of a preset or of the mapping. */
export function ebiScript({ dialect, preset, mapping, reading }: EbiScriptSettings): string {
  const columns = (column: ActivityColumn): ScriptColumns => {
    const constant = column === 'administrative_category' ? mapping.constants?.[column] : undefined;
    if (constant !== undefined) return { from: 'constant', value: constant };
    const own = mapping.columns?.[column];
    const [names = []] = own === undefined ? LAYOUTS[preset][column] : [[own].flat()];
    return { from: 'columns', names };
  };
  const table: ScriptTable = {
    name: TABLES[preset],
    procedures: columns('procedures'),
    diagnoses: columns('diagnoses'),
    age: columns('age'),
    administrativeCategory: columns('administrative_category'),
  };
  const { pairing, nulls } = reading;
  const nullsAbout = nulls === 'keep' ? 'are kept' : 'are lost, as in the published script';
  return activityScript(dialect, table, {
    ...GUIDANCE,
    ...reading,
    ...{ around: `${BLANKS}${GUARDS}`, separating: SEPARATING, insideCodes: INSIDE_CODES, nothing: NOTHING },
    heading: [
      `${GUIDANCE.flag}: records of hospital activity by the step that takes them out.`,
      `The rule of ${GUIDANCE.document}, ${GUIDANCE.version}; not the published script.`,
      `Imaging and site are paired by ${pairing}; records without a diagnosis or a category ${nullsAbout}.`,
    ],
  });
}
