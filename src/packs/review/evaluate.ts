import { type EnrollmentSpan, type Person, PRODUCT_LINES, type ProductLine } from '../../timeline/person.js';
import { amountOf } from '../money.js';
import { orderingOf } from '../providers.js';
import { careShown } from './care.js';
import { fitsAge, type LineCriteria } from './criteria.js';
import type { ImagingLine, Outcome, ReviewedScenario, Suggestion } from './decision.js';
import type { Version } from './guideline/guideline.js';
import type { Contrast } from './guideline/tree.js';
import { type JudgedLeaf, judgeLeaf } from './leaf.js';
import { LineView } from './line-view.js';
import { notesFor } from './notes.js';
import { type LineInScope, PersonView } from './person-view.js';
import { versionOn } from './question.js';
import type { ReviewRules } from './resolve.js';
import { reviewScenario } from './scenario-value.js';

/** Reviews every line of a person with a code in scope, in the order of dates, claims and lines (docs/review.md). */
export function evaluate(person: Person, rules: ReviewRules): Outcome[] {
  const { from, to, guideline, version } = rules.question;
  const view = new PersonView(person, rules);
  return view.linesInScope
    .filter(({ line: { serviceDate } }) => serviceDate >= from && serviceDate <= to)
    .map((line) => {
      const inForce = version ?? versionOn(line.line.serviceDate, guideline);
      return inForce === null
        ? { kind: 'no_version', line: lineFacts(line, person) }
        : reviewLine(new LineView(view, line), inForce);
    });
}

function reviewLine(view: LineView, version: Version): Outcome {
  const { person, line, day, age, episode } = view;
  const { guideline } = person.rules.question;
  const productLines = productLinesOn(day, person.person.spans);
  const leftOut = productLines.find((one) => guideline.scope.withoutProductLines.includes(one));
  const lineCriteria = person.rules.criteria.of(version, line.scope.region, line.scope.modality);
  const { scenarios, lacksCare } =
    leftOut === undefined ? reviewScenarios(lineCriteria, view) : { scenarios: [], lacksCare: false };
  const { earlier } = line.scope;
  const earlierDays = view.otherLinesWithin(earlier, { from: null, to: -4 }).map(({ date }) => date);
  return {
    kind: 'reviewed',
    line: lineFacts(line, person.person),
    version: version.id,
    inScope: leftOut ?? 'yes',
    ...{ age, productLines, episode },
    care: careShown(guideline.careShown, view),
    priorImaging: earlierDays.length === 0 ? null : Math.max(...earlierDays),
    scenarios,
    suggestion: leftOut === undefined ? suggestionFrom(scenarios) : null,
    contrastNote: contrastNote(line.scope.contrast, scenarios),
    notes: notesFor(view, version, lacksCare),
  };
}

/**
 * The scenarios that apply to a person of that age; each leaf is judged once, even if several scenarios use
 * it.
 */
function reviewScenarios(
  lineCriteria: LineCriteria,
  view: LineView,
): { readonly scenarios: ReviewedScenario[]; readonly lacksCare: boolean } {
  const applying = lineCriteria.criteria.filter(({ scenario }) => fitsAge(scenario.ages, view.age));
  const judged: JudgedLeaf[] = lineCriteria.leaves.map((leaf) => judgeLeaf(leaf, view));
  return {
    scenarios: applying.map((criterion) => reviewScenario(criterion, lineCriteria, judged)),
    lacksCare: applying.some(({ leaves }) =>
      leaves.some((at) => lineCriteria.leaves[at]?.kind === 'care' && judged[at]?.value === 'not_shown'),
    ),
  };
}

function suggestionFrom(scenarios: readonly ReviewedScenario[]): Suggestion {
  const isOpen = ({ result }: ReviewedScenario): boolean => result === 'open';
  if (scenarios.some((one) => one.scenario.isPhysicianReview && isOpen(one))) return 'needs clinical review';
  if (scenarios.some(({ result }) => result === 'met')) return 'supported';
  return scenarios.some(isOpen) ? 'needs clinical review' : 'not supported by claims';
}

/** Whether the line's contrast is advised by a met scenario, or by an open one if none is met. */
function contrastNote(
  contrast: Contrast,
  scenarios: readonly ReviewedScenario[],
): 'as advised' | 'differs' | '' {
  const adviceOf = (result: 'met' | 'open'): readonly Contrast[] | null => {
    const of = scenarios.filter((one) => one.result === result);
    return of.length === 0 ? null : of.flatMap(({ scenario }) => scenario.contrast);
  };
  const advice = adviceOf('met') ?? adviceOf('open') ?? [];
  if (advice.length === 0) return '';
  return advice.includes(contrast) ? 'as advised' : 'differs';
}

function productLinesOn(day: number, spans: readonly EnrollmentSpan[]): (ProductLine | 'other')[] {
  const covering = spans.filter(({ start, end }) => start <= day && day <= end);
  return ([...PRODUCT_LINES, 'other'] as const).filter((one) =>
    covering.some(({ productLine }) => productLine === one),
  );
}

function lineFacts({ read, line, listed, scope }: LineInScope, { id }: Person): ImagingLine {
  const { facts } = line;
  return {
    personId: id,
    claimId: read.claim.id,
    claimNo: read.no,
    lineNumber: line.number,
    serviceDate: line.serviceDate,
    code: listed.code,
    ...{ region: scope.region, modality: scope.modality, contrast: scope.contrast },
    billingNpi: facts?.billingNpi ?? '',
    renderingNpi: facts?.renderingNpi ?? '',
    orderingNpi: facts === null ? '' : orderingOf(facts),
    allowed: amountOf(facts?.allowedAmount ?? ''),
  };
}
