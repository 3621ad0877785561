import type { GuidelineFile } from '../../guideline/schema.js';

/** Conditions that several scenarios name. */
export const PARTS: NonNullable<GuidelineFile['parts']> = {
  FILMS: "all(rec(xray@, -180..0); chart('films not diagnostic'))",
  STEN: `any(
    rec(claudication, -180..0);
    all(rec(stenosis_lumbar, -180..0); chart('leg pain on standing, eased by sitting or bending'))
  )`,
  INSTEAD: "any(rec(mri_barrier, ever..0); chart('MRI impossible, or done and not enough'))",
  INSTEAD_X: "any(rec(mri_barrier, ever..0); chart('MRI impossible'))",
  INSTEAD_M: `any(
    rec(mri_barrier, ever..0);
    rec(myelography, 0..0);
    chart('MRI impossible or not enough, or CT myelography')
  )`,
  NODISC: 'none(discography, 0..0)',
  IMPACT: "chart('result would change treatment')",
  CAND: "chart('candidate for a spine procedure')",
  FAILED: "chart('no better, or worse, after that care')",
  SECOND: `any(
    rec(complementary, -180..-1, spine);
    chart('second treatment: medicine, rest, activity change, care not billed')
  )`,
  CARE6: "any(care(A6); all(care(E6); chart('home program or documented exception, six weeks')))",
  CARE12: "any(care(A12); all(care(E12); chart('home program or documented exception, three months')))",
  CARE0: "any(care(A0); all(care(E6); chart('home program or documented exception')))",
  NEWIMG: "any(noprior(mri@+ct@, ever..-4); chart('worse since the last study'))",
  NOTDONE: "any(noprior(bone_density, -729..-4); chart('risk of bone loss new since the last test'))",
  TRAUMA: 'any(rec(trauma@, -30..0); claim(accident))',
  GATE: 'all(none(spine_infection, -180..0); none(cancer, -365..0))',
  INFECT: `all(
    any(
      rec(spine_infection, -42..0);
      all(
        rec(pain@+neuro_findings@, -42..0);
        chart('infection is the question; pain or deficit new or worse')
      )
    );
    any(
      rec(fever+esr_crp+bacteraemia, -42..0);
      rec(diabetes+iv_drug_use+cancer+dialysis, -365..0);
      rec(hiv, ever..0);
      rec(spinal_procedure+spine_surgery, -90..-1);
      rec(spine_wound, -90..0)
    )
  )`,
  POORRESP: "all(rec(spine_infection, -365..0); chart('poor response by examination and ESR or CRP'))",
  NERVE: "any(rec(radiculopathy@+claudication, -180..0); chart('claudication or radicular pain'))",
  HIGHRISK: `any(
    age(>=61);
    rec(high_energy+altered_state+other_fracture, -30..0);
    rec(ankylosing+dish, ever..0);
    chart('midline tenderness, dangerous mechanism, or not examinable')
  )`,
  NECKMGMT: `all(
    rec(neck_injury, -365..0);
    any(
      rec(neuro_findings@, -90..0);
      chart('deficit after the injury');
      chart('soft-tissue injury suggested by CT or films');
      all(prior(ct_cervical, -365..0); chart('pain grows, CT does not explain it'));
      chart('surgery planned')
    )
  )`,
};
