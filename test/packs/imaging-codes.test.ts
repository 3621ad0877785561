import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { imagingCode } from '../../src/packs/imaging-codes.js';

describe('imaging codes', () => {
  it.each([
    ['72100', 'xray', 'lumbar', 'none'],
    ['72052', 'xray', 'cervical', 'none'],
    ['72074', 'xray', 'thoracic', 'none'],
    ['72020', 'xray', 'other', 'none'],
    ['72081', 'xray', 'whole', 'none'],
    ['72202', 'xray', 'pelvis', 'none'],
    ['72220', 'xray', 'pelvis', 'none'],
    ['72125', 'ct', 'cervical', 'without'],
    ['72129', 'ct', 'thoracic', 'with'],
    ['72133', 'ct', 'lumbar', 'both'],
    ['72142', 'mri', 'cervical', 'with'],
    ['72157', 'mri', 'thoracic', 'both'],
    ['72148', 'mri', 'lumbar', 'without'],
    ['72149', 'mri', 'lumbar', 'with'],
    ['72158', 'mri', 'lumbar', 'both'],
    ['72195', 'mri', 'pelvis', 'without'],
    ['72265', 'other', 'lumbar', 'none'],
  ])('%s is %s of %s', (code, modality, region, contrast) => {
    expect(imagingCode(code)).toEqual({ modality, region, contrast });
  });

  it('knows nothing of other codes', () => {
    expect(imagingCode('71045')).toBeNull();
    expect(imagingCode('')).toBeNull();
  });

  it('knows every code of the open set', () => {
    const path = fileURLToPath(new URL('../../valuesets/open/imaging-study.csv', import.meta.url));
    const rows: { Code: string }[] = parse(readFileSync(path), { columns: true });
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.map(({ Code }) => Code).filter((code) => imagingCode(code) === null)).toEqual([]);
  });
});
