import type { GuidelineFile } from '../../guideline/schema.js';

/** Injuries of neck and back. */
export const INJURY: GuidelineFile['scenarios'] = [
  {
    id: 'aim-neck-trauma-adult',
    title: 'cervical injury, initial',
    ages: { from: 19 },
    regions: ['cervical'],
    modalities: ['ct'],
    tree: `all(
      TRAUMA;
      any(
        age(>=66);
        rec(altered_state+neuro_findings@+high_energy+other_fracture, -30..0);
        rec(penetrating_neck, -30..0);
        rec(inflammatory_arthritis+osteoporosis+cancer+spine_tumor, ever..0);
        rec(cervical_surgery, ever..-1);
        all(
          rec(xray_cervical, -30..0);
          chart('films suggest fracture, or midline tenderness after films')
        );
        all(rec(trauma@, -2..0); chart('neck motion limited or vital signs unstable'));
        chart('altered state, deficit, dangerous mechanism or distracting injury')
      )
    )`,
  },
  {
    id: 'aim-neck-trauma-mgmt',
    title: 'cervical injury, management',
    ages: { from: 19 },
    regions: ['cervical'],
    modalities: ['mri', 'ct'],
    tree: 'NECKMGMT',
  },
  {
    id: 'aim-neck-followup',
    title: 'cervical fracture, follow-up',
    ages: { from: 19 },
    regions: ['cervical'],
    modalities: ['ct'],
    tree: 'rec(fracture_cervical, -365..-1)',
  },
  {
    id: 'aim-neck-trauma-child',
    title: 'cervical injury, initial',
    ages: { to: 18 },
    regions: ['cervical'],
    modalities: ['ct'],
    tree: `all(
      TRAUMA;
      rec(xray_cervical, -30..0);
      chart('films not diagnostic');
      any(
        all(age(>=3); chart('PECARN or NEXUS criteria met'));
        all(age(<=2); chart('Pieretti-Vanmarcke score 1 or more'))
      )
    )`,
  },
  {
    id: 'aim-neck-child-mgmt',
    title: 'cervical injury, diagnosis or management',
    ages: { to: 18 },
    regions: ['cervical'],
    modalities: ['mri', 'ct'],
    tree: 'NECKMGMT',
  },
  {
    id: 'aim-neck-child-followup',
    title: 'cervical fracture, follow-up',
    ages: { to: 18 },
    regions: ['cervical'],
    modalities: ['mri', 'ct'],
    tree: 'rec(fracture_cervical, -365..-1)',
  },
  {
    id: 'aim-tl-trauma',
    title: 'thoracic or lumbar injury, initial',
    regions: ['thoracic', 'lumbar'],
    modalities: ['ct'],
    tree: "all(TRAUMA; any(HIGHRISK; all(rec(xray@, -30..0); chart('films not diagnostic'))))",
  },
  {
    id: 'aim-tl-mgmt',
    title: 'thoracic or lumbar injury, management',
    regions: ['thoracic', 'lumbar'],
    modalities: ['mri', 'ct'],
    tree: `all(
      rec(back_injury, -365..0);
      any(
        rec(neuro_findings@, -90..0);
        chart('deficit after the injury');
        chart('ligament injury suggested by CT or films');
        all(HIGHRISK; prior(ct@, -365..0); chart('pain grows, CT does not explain it'));
        chart('surgery planned')
      )
    )`,
  },
  {
    id: 'aim-tl-followup',
    title: 'thoracic or lumbar fracture, follow-up',
    regions: ['thoracic', 'lumbar'],
    modalities: ['ct'],
    tree: "all(rec(fracture_tl, -365..-1); chart('symptoms new or worse'))",
  },
];
