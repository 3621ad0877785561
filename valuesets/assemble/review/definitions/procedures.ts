import type { ReviewDefinition } from './definition.js';

/** Surgery, procedures, care and imaging. */
export const PROCEDURES: readonly ReviewDefinition[] = [
  {
    name: 'lumbar_surgery',
    codes: 'measure Lumbar Surgery / pcs 0SG0 0SG1 0SG3 0SB2 0SB4 0ST2 0ST4 0SR2 0SR4 00NY 01NB',
  },
  {
    name: 'cervical_surgery',
    judgment: true,
    codes: `cpt 22100 22110 22210 22220 22318 22319 22326 22548..22554 22590 22595 22600 22856 22858 22861 22864
      63001 63015 63020 63040 63045 63050 63051 63075 63076 63081 63082 63265 63270 63275 63280 63285 /
      pcs 0RB3 0RB5 0RG0 0RG1 0RG2 0RG4 0RT3 0RT5 00NW 01N1`,
  },
  {
    name: 'spine_surgery',
    judgment: true,
    codes: `set lumbar_surgery / set cervical_surgery / cpt 22010..22015 22100..22116 22206..22226 22310..22328
      22510..22515 22532..22534 22548..22634 22800..22819 22830..22870 63001..63091 63101..63103
      63170..63200 63250..63290 63300..63308 / pcs 0RG6 0RG7 0RG8 0RGA 00NX`,
  },
  {
    name: 'spinal_procedure',
    judgment: true,
    codes: `cpt 27096 62263 62264 62267..62273 62280..62284 62287 62290..62292 62302..62305 62310 62311
      62318..62329 62350..62362 63650 63655 63661..63664 63685 63688 64479 64480 64483 64484 64490..64495
      64633..64636 22510..22515 22526 22527 / hcpcs G0260`,
  },
  {
    name: 'blood_patch',
    codes: 'cpt 62273',
  },
  {
    name: 'myelography',
    codes: 'cpt 61055 62284 62302..62305 72240 72255 72265 72270',
  },
  {
    name: 'discography',
    codes: 'cpt 62290 62291 72285 72295',
  },
  {
    name: 'pt_eval',
    codes: 'cpt 97001 97161 97162 97163 / rev 0424',
  },
  {
    name: 'pt',
    judgment: true,
    codes: `set pt_eval / cpt 97002 97012 97032 97035 97110 97112 97113 97116 97124 97140 97150 97164 97530 /
      hcpcs G0151 G0157 G0159 G0283 G2168 S9131 / rev 0420..0429`,
  },
  {
    name: 'complementary',
    judgment: true,
    codes: `cpt 97124 98925..98929 98940..98943 97810 97811 97813 97814 62310 62311 62320..62323 64479 64480
      64483 64484`,
  },
  {
    name: 'emg',
    codes: 'cpt 95860..95864 95869 95870 95872 95885..95887 95905 95907..95913',
  },
  {
    name: 'xray_cervical',
    codes: 'cpt 72020 72040 72050 72052 72081..72084',
  },
  {
    name: 'xray_thoracic',
    codes: 'cpt 72020 72070 72072 72074 72080 72081..72084',
  },
  {
    name: 'xray_lumbar',
    codes: 'cpt 72020 72080 72100 72110 72114 72120 72081..72084',
  },
  {
    name: 'xray_si',
    judgment: true,
    codes: 'cpt 72170 72190 72200 72202 72220',
  },
  {
    name: 'us_spine',
    codes: 'cpt 76800',
  },
  {
    name: 'mri_cervical',
    codes: 'cpt 72141 72142 72156',
  },
  {
    name: 'mri_thoracic',
    codes: 'cpt 72146 72147 72157',
  },
  {
    name: 'mri_lumbar',
    codes: 'cpt 72148 72149 72158',
  },
  {
    name: 'ct_cervical',
    codes: 'cpt 72125..72127',
  },
  {
    name: 'ct_thoracic',
    codes: 'cpt 72128..72130',
  },
  {
    name: 'ct_lumbar',
    codes: 'cpt 72131..72133',
  },
  {
    name: 'mri_brain',
    codes: 'cpt 70551..70553',
  },
  {
    name: 'mri_pelvis',
    codes: 'cpt 72195..72197',
  },
  {
    name: 'bone_density',
    codes: 'cpt 77078 77080 77081 77085',
  },
];
