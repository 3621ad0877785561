import { isoDay } from '../../timeline/day.js';
import { type Block, lines, table } from '../blocks.js';
import { type PackCatalog, QuestionError, type Summary } from '../pack.js';
import type { Guideline, Scenario, Version } from './guideline/guideline.js';
import { GUIDELINES, guidelineNamed } from './guidelines/index.js';
import { outlineLines, outlineOf } from './outline.js';

/**
 * The shipped guidelines. `--show` prints a version as an outline with the numbers of review-criteria.csv,
 * and a guideline as the file itself, as a starting point for your own.
 */
export const REVIEW_CATALOG: PackCatalog = { list, show };

function shipped(): Guideline[] {
  return GUIDELINES.flatMap((id) => guidelineNamed(id) ?? []);
}

function list(): Summary {
  const versions = shipped().flatMap((guideline) =>
    guideline.versions.map((version) => ({ guideline, version })),
  );
  return {
    facts: {
      guidelines: shipped().map(({ id, title, document, versions: own }) => ({
        ...{ id, title, document },
        versions: own.map((version) => ({ id: version.id, ...datesOf(version), status: statusOf(version) })),
      })),
    },
    blocks: [
      table(
        ['guideline', 'version', 'from', 'to', 'status', 'scenarios', 'document'],
        versions.map(({ guideline, version }) => [
          ...[guideline.id, version.id, datesOf(version).from ?? '', datesOf(version).to ?? ''],
          ...[statusOf(version), scenariosOf(guideline, version).length, guideline.document],
        ]),
        'left',
      ),
      lines(
        '',
        'lbp review --show VERSION prints a version as an outline, and --show GUIDELINE its file as JSON, to start one of your own from.',
      ),
    ],
  };
}

function show(id: string): Summary {
  const whole = guidelineNamed(id);
  if (whole !== undefined) {
    return { facts: { ...whole.file }, blocks: [lines(...JSON.stringify(whole.file, null, 2).split('\n'))] };
  }
  for (const guideline of shipped()) {
    const version = guideline.versions.find((one) => one.id === id);
    if (version !== undefined) return shownVersion(guideline, version);
  }
  const known = shipped().flatMap(({ id: name, versions }) => [
    name,
    ...versions.map((version) => version.id),
  ]);
  throw new QuestionError(
    `--show ${id}: no guideline or version has this id; there are ${known.join(', ')}`,
    'unknown',
  );
}

/** A version as an outline. */
export function shownVersion(guideline: Guideline, version: Version): Summary {
  const scenarios = scenariosOf(guideline, version);
  const { from, to } = datesOf(version);
  return {
    facts: {
      ...{ guideline: guideline.id, document: guideline.document, version: version.id, from, to },
      status: statusOf(version),
      scenarios: scenarios.map((scenario) => ({
        ...{ id: scenario.id, title: scenario.title },
        ...{ regions: scenario.regions, modalities: scenario.modalities, ages: scenario.ages },
        contrast: scenario.contrast,
        outline: outlineOf(scenario, guideline, null),
      })),
    },
    blocks: [
      lines(
        `${guideline.title}: ${version.id}`,
        `In force ${from === null ? '' : `from ${from} `}${to === null ? 'on' : `to ${to}`}. ${guideline.document}.`,
        'In our words and readings. It supports a reviewer and decides neither care nor coverage.',
      ),
      ...scenarios.map((scenario) => scenarioBlock(scenario, guideline)),
    ],
  };
}

function scenarioBlock(scenario: Scenario, guideline: Guideline): Block {
  const { id, title, regions, modalities, contrast } = scenario;
  const of = [`${regions.join(', ')} ${modalities.join(', ')}`, agesText(scenario)];
  if (contrast.length > 0) of.push(`contrast advised: ${contrast.join(' or ')}`);
  return lines(
    '',
    `${id}  ${title}`,
    `  (${of.join('; ')})`,
    ...outlineLines(outlineOf(scenario, guideline, null), ({ number, words }) => [`${number}  ${words}`]),
  );
}

function agesText({ ages }: Scenario): string {
  if (ages === null) return 'all ages';
  if (ages.to === null) return `ages ${ages.from ?? 0} and older`;
  return ages.from === null ? `ages ${ages.to} and younger` : `ages ${ages.from} to ${ages.to}`;
}

function scenariosOf({ scenarios }: Guideline, { id }: Version): Scenario[] {
  return scenarios.filter(({ versions }) => versions.includes(id));
}

function datesOf({ from, to }: Version): { readonly from: string | null; readonly to: string | null } {
  return { from: from === null ? null : isoDay(from), to: to === null ? null : isoDay(to) };
}

function statusOf({ isProvisional }: Version): 'provisional' | 'confirmed' {
  return isProvisional ? 'provisional' : 'confirmed';
}
