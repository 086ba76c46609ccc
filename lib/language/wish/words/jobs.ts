import type { WishWords } from './labels.ts';

/** Who may answer the phone where the assistant does; `a|b` is either, a trailing `?` may be missing. */
export const JOBS: WishWords = {
  job: [
    'nurse|nurses|doctor|doctors|physician|pharmacist|pharmacists|dentist|dentists|hygienist|therapist|counselor|counsellor|midwife|vet|veterinarian|lawyer|lawyers|attorney|attorneys|paralegal|secretary|mechanic|mechanics|concierge|cashier|teller|banker|broker|underwriter|adjuster|planner|stylist|librarian|teacher|teachers|tutor|principal|chef|cook|waiter|waitress|salesperson|salesman|saleswoman|salespeople|bookkeeper|auditor|assistant|assistants|caseworker|instructor|coach|landlord|janitor|plumber|electrician|builder|architect|designer|developer|programmer',
    'social worker|workers',
    'krankenschwester|arzt|ärztin|arzthelferin|sprechstundenhilfe|apotheker|apothekerin|zahnarzt|zahnärztin|anwalt|anwältin|rechtsanwalt|rechtsanwältin|sekretärin|mechaniker|mechanikerin|meister|verkäufer|verkäuferin|buchhalter|buchhalterin|ingenieur|lehrer|lehrerin|tierarzt|tierärztin|pfleger|pflegerin|hausmeister|monteur|helferin|koch',
    'enfermera|enfermero|enfermeras|médico|médica|médicos|doctor|doctora|doctores|farmacéutico|farmacéutica|dentista|abogado|abogada|abogados|secretaria|secretario|mecánico|mecánicos|vendedor|vendedora|contable|contador|contadora|profesor|profesora|veterinario|veterinaria|cajero|cajera|conserje|técnicos|técnica|comercial|comerciales|dependienta|dependiente',
    'infirmière|infirmier|infirmières|médecin|médecins|docteur|pharmacien|pharmacienne|dentiste|avocat|avocate|avocats|secrétaire|mécanicien|mécanicienne|vendeur|vendeuse|comptable|professeur|vétérinaire|notaire|techniciens|concierge|juriste|banquier|courtier|préparateur|assistante|assistantes',
  ],
  whole: [
    'put|get|have|bring me|us? a|an|your|one nurse|doctor|physician|pharmacist|dentist|lawyer|attorney|secretary|mechanic|technician|teller|banker|broker|vet|assistant|specialist|salesperson|therapist|advisor|manager of? on the? line|phone',
    'put|get|have|bring one of the|your|those * on',
    'put|get one of the|your * people|folks|guys|staff on',
  ],
};
