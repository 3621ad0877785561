import { RecordNumbers } from '../../extract/activity/record-numbers.js';
import type { ScannedRecord } from '../../extract/activity/scan.js';
import { shapeOf } from '../../extract/clean-copy.js';
import type { ActivityGroup } from '../../inputs/activity/plan.js';
import type { Place } from '../../packs/ebi/outputs/activity.js';
import type { ActivityInputs } from './activity-inputs.js';

/** The places of records in the user's files. In a broken file, unusable records are counted too. */
export class Places {
  private numbers: { readonly fileNo: number; readonly of: RecordNumbers } | null = null;

  constructor(private readonly inputs: ActivityInputs) {}

  /** Null in a broken file. */
  inSoundFile({ fileNo, recordNo }: ScannedRecord): Place | null {
    if (this.inputs.copies.has(fileNo)) return null;
    return { source: this.inputs.files[fileNo]?.path ?? '', record: recordNo };
  }

  /** For a broken file; callers ask for records in the order of the inputs. */
  async inBrokenFile({ fileNo, recordNo }: ScannedRecord, group: ActivityGroup): Promise<Place> {
    const source = this.inputs.files[fileNo]?.path ?? '';
    if (this.numbers?.fileNo !== fileNo) {
      await this.close();
      this.numbers = { fileNo, of: new RecordNumbers(source, shapeOf(group)) };
    }
    return { source, record: await this.numbers.of.numberOf(recordNo) };
  }

  async close(): Promise<void> {
    await this.numbers?.of.close();
    this.numbers = null;
  }
}
