import type { ReportedRun } from '../../../src/packs/report.js';
import type { OutputRow } from '../../../src/packs/table.js';

/** Whatever it stands in, it must stay text. */
export const HOSTILE = `<img src=x onerror="document.title='broken'">'&</script>`;

const LINES = ['commercial', 'medicaid'] as const;
const rates = (denominator: number, imaging: number): OutputRow => ({
  ...{ candidates: String(denominator + 30), ineligible: '20', excluded: '10' },
  ...{ denominator: String(denominator), imaging: String(imaging) },
  ...{ rate: String(1 - imaging / denominator), rate_low: '0.5', rate_high: '0.9' },
});

/** A run as its tables would have it, written by hand; `providers` index providers with one to 40 episodes. */
export function reportedRun(providers = 60, changed: Partial<Record<string, OutputRow[]>> = {}): ReportedRun {
  const tables: Record<string, readonly OutputRow[]> = {
    'summary.csv': LINES.flatMap((line) => [
      { product_line: line, age_band: '18-64', ...rates(200, 50) },
      { product_line: line, age_band: '65-75', ...rates(40, 4) },
      { product_line: line, age_band: 'other', ...rates(1, 0), rate: '' },
      { product_line: line, age_band: 'total', ...rates(240, 54) },
    ]),
    'waterfall.csv': LINES.flatMap((line) =>
      ['18-64', 'total'].flatMap((band) => [
        { product_line: line, age_band: band, rule: 'candidates', persons_first: '300', persons_any: '300' },
        { product_line: line, age_band: band, rule: 'cancer', persons_first: '60', persons_any: '75' },
        { product_line: line, age_band: band, rule: 'denominator', persons_first: '240', persons_any: '240' },
      ]),
    ),
    'imaging-days.csv': [
      { product_line: 'commercial', days: '0', imaged: '40' },
      { product_line: 'commercial', days: '28', imaged: '14' },
      { product_line: 'medicaid', days: '0', imaged: '54' },
    ],
    'imaging-modality.csv': [
      { product_line: 'commercial', modality: 'xray', region: 'lumbar', imaged: '50' },
      { product_line: 'commercial', modality: 'mri', region: 'lumbar', imaged: '4' },
    ],
    'settings.csv': [{ product_line: 'commercial', setting: 'emergency', ...rates(30, 12) }],
    'trend.csv': LINES.flatMap((line) =>
      ['2025-01', '2025-02', '2025-03'].map((month) => ({ product_line: line, month, ...rates(80, 18) })),
    ),
    'providers.csv': Array.from({ length: providers }, (_, index) => {
      const episodes = 1 + (index % 40);
      const imaged = index === 39 ? 40 : Math.floor(episodes / 5);
      return {
        ...{ role: 'index', npi: String(2_000_000_000 + index), name: index === 0 ? HOSTILE : '' },
        ...{ episodes: String(episodes), imaged: String(imaged), rate: String(1 - imaged / episodes) },
        ...{ rate_low: '0.1', rate_high: '0.9' },
      };
    }),
    'imaging-excluded.csv': [
      { product_line: 'commercial', reason: 'cancer', excluded: '60', imaged: '30', share_imaged: '0.5' },
    ],
    'summary-by.csv': [{ column: 'region', value: HOSTILE, product_line: 'commercial', ...rates(50, 10) }],
    ...(changed as Record<string, OutputRow[]>),
  };
  return {
    totals: (name) => tables[name] ?? [],
    facts: {
      ...{ run_id: 'r1', started: '2026-01-15T08:00:00.000Z', tool: { version: '1.0.0' } },
      pack: { id: 'lbp', question: { year: 2025 } },
      measure: {
        ...{ id: 'LBP', heading: 'LBP measurement year 2025', rules_version: '2025.1' },
        ...{ status: 'confirmed', note: '' },
      },
      notice: ['Not certified by NCQA.'],
      value_sets: { kind: 'open' },
      persons: { candidates: 600 },
      inputs: [{ table: 'medical_claim', path: HOSTILE, sha256: 'abc', rows_read: 10, rows_used: 9 }],
      warnings: [{ code: 'LBP-W101', text: HOSTILE, count: 1 }],
      data_quality: [
        { code: 'LBP-D505', severity: 'info', text: 'a note' },
        { code: 'LBP-D201', severity: 'error', text: HOSTILE },
      ],
    },
  };
}
