/**
 * How a study was made: `other` is another kind of study (of vessels, of the canal, of discs) or an unknown
 * code.
 */
export type Modality = 'xray' | 'ct' | 'mri' | 'other';
export const MODALITIES: readonly Modality[] = ['xray', 'ct', 'mri', 'other'];

/**
 * What it shows: `whole` the spine as one, `pelvis` also the sacrum and its joints, `other` an unspecified
 * level, the border of two regions, or an unknown code.
 */
export type Region = 'cervical' | 'thoracic' | 'lumbar' | 'pelvis' | 'whole' | 'other';
export const REGIONS: readonly Region[] = ['cervical', 'thoracic', 'lumbar', 'pelvis', 'whole', 'other'];

/** `both` is without and then with; `none` if the code does not involve contrast. */
export type Contrast = 'without' | 'with' | 'both' | 'none';

export interface ImagingCode {
  readonly modality: Modality;
  readonly region: Region;
  readonly contrast: Contrast;
}

/** CPT codes of the spine and the pelvis, including deleted ones, which claims of earlier years carry. */
const CODES: readonly (readonly [Modality, Region, Contrast, string])[] = [
  ['xray', 'cervical', 'none', '72040 72050 72052'],
  ['xray', 'thoracic', 'none', '72070 72072 72074'],
  ['xray', 'lumbar', 'none', '72100 72110 72114 72120'],
  ['xray', 'pelvis', 'none', '72170 72190 72200 72202 72220'],
  ['xray', 'whole', 'none', '72010 72081 72082 72083 72084 72090'],
  ['xray', 'other', 'none', '72020 72069 72080'],
  ['ct', 'cervical', 'without', '72125'],
  ['ct', 'cervical', 'with', '72126'],
  ['ct', 'cervical', 'both', '72127'],
  ['ct', 'thoracic', 'without', '72128'],
  ['ct', 'thoracic', 'with', '72129'],
  ['ct', 'thoracic', 'both', '72130'],
  ['ct', 'lumbar', 'without', '72131'],
  ['ct', 'lumbar', 'with', '72132'],
  ['ct', 'lumbar', 'both', '72133'],
  ['ct', 'pelvis', 'without', '72192'],
  ['ct', 'pelvis', 'with', '72193'],
  ['ct', 'pelvis', 'both', '72194'],
  ['mri', 'cervical', 'without', '72141'],
  ['mri', 'cervical', 'with', '72142'],
  ['mri', 'cervical', 'both', '72156'],
  ['mri', 'thoracic', 'without', '72146'],
  ['mri', 'thoracic', 'with', '72147'],
  ['mri', 'thoracic', 'both', '72157'],
  ['mri', 'lumbar', 'without', '72148'],
  ['mri', 'lumbar', 'with', '72149'],
  ['mri', 'lumbar', 'both', '72158'],
  ['mri', 'pelvis', 'without', '72195'],
  ['mri', 'pelvis', 'with', '72196'],
  ['mri', 'pelvis', 'both', '72197'],
  ['other', 'cervical', 'none', '72240'],
  ['other', 'thoracic', 'none', '72255'],
  ['other', 'lumbar', 'none', '72265 72295'],
  ['other', 'pelvis', 'none', '72191 72198'],
  ['other', 'whole', 'none', '72159'],
  ['other', 'other', 'none', '72270 72275 72285 72291 72292'],
];

const BY_CODE: ReadonlyMap<string, ImagingCode> = new Map(
  CODES.flatMap(([modality, region, contrast, codes]) =>
    codes.split(' ').map((code) => [code, { modality, region, contrast }] as const),
  ),
);

/** The modality and region of an unknown code. */
export const UNKNOWN_IMAGING: ImagingCode = { modality: 'other', region: 'other', contrast: 'none' };

/** What a procedure code shows and how; null for a code that is not in the table. `imagingCode('72148')` is an MRI. */
export function imagingCode(code: string): ImagingCode | null {
  return BY_CODE.get(code) ?? null;
}
