import type { MedicationDefinition } from './definition.js';

const DRUG_TABLE =
  'RxNorm (public) for the RxCUIs; health-plan provider sheets name the drugs; NDCs invented';

export const MEDICATIONS: readonly MedicationDefinition[] = [
  {
    name: 'Corticosteroid Medications',
    source: DRUG_TABLE,
    ingredients:
      'hydrocortisone, cortisone, prednisone, prednisolone, methylprednisolone, triamcinolone, dexamethasone, betamethasone',
    demonstrationNdcs: '99999010101-99999010110',
  },
  {
    name: 'Osteoporosis Medications',
    source: DRUG_TABLE,
    ingredients: 'alendronic acid, ibandronic acid, risedronate, zoledronic acid, denosumab, romosozumab',
    ingredientsNotInTable: 'abaloparatide, raloxifene, teriparatide',
    demonstrationNdcs: '99999020101-99999020105',
  },
  {
    name: 'Dementia Medications',
    source: 'the Tuva Project, exclusion value sets (Apache-2.0)',
    exclusionTable: true,
  },
];
